#pragma once

#include "parsers/html/attribute_fit.hpp"
#include "parsers/html/selector.hpp"

#include <gumbo.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace baotin::parsers::html {

enum class Combinator { descendant, child, next_sibling, later_sibling };

/// Index into Selector::Program::lists.
struct ListId {
    std::size_t index;
};

/// `:is()`, `:where()`, `:not()`.
struct ListTest {
    ListId list;
    bool negated;
};

/// One relative selector of `:has()`, or the rest of one: `:has(> a b)` is compiled as `:has(> a:has(b))`,
/// which means the same and lets every part be answered once per element.
struct HasTest {
    struct Relative {
        Combinator combinator;
        std::size_t compound; ///< index into Program::compounds
    };
    std::vector<Relative> any;
    std::size_t id; ///< tells the caches of different `:has()` apart
};

/// `:nth-child(an+b of S)` and its kin.
struct NthTest {
    long long a, b;
    bool from_end, of_type;
    std::optional<ListId> of;
    std::size_t id;
    [[nodiscard]] bool accepts(long long index) const
    {
        auto rest = index - b;
        return a == 0 ? rest == 0 : rest % a == 0 && rest / a >= 0;
    }
};

struct ContainsTest {
    std::string text; ///< canonical line
};

/// `:lang()`: language ranges in lower case, each matched by itself or with further subtags (RFC 4647
/// §3.3.1).
struct LanguageTest {
    std::vector<std::string> any;
};

struct EmptyTest {};
struct RootTest {};
struct ScopeTest {};
struct LinkTest {};
struct FirstChildTest {};
struct LastChildTest {};

using Test = std::variant<ListTest, HasTest, NthTest, ContainsTest, LanguageTest, EmptyTest, RootTest,
                          ScopeTest, LinkTest, FirstChildTest, LastChildTest>;

/// `a.b#c[d]:e`: what one element must be. Cheap tests stand before dear ones.
struct Compound {
    std::optional<GumboTag> tag; ///< nothing: any element
    std::string unknown_tag;     ///< name where tag is GUMBO_TAG_UNKNOWN
    std::string id;
    std::vector<std::string> classes;
    std::vector<AttributeTest> attributes;
    std::vector<Test> tests;
};

/// `a > b c`: compounds from left to right; the last one is the subject.
struct Complex {
    struct Step {
        std::size_t compound;  ///< index into Program::compounds
        Combinator combinator; ///< how it follows the step before it; unused in the first
    };
    std::vector<Step> steps;
    std::string attribute;  ///< asked for by ::attr()
    bool own_text = false;  ///< asked for by ::text
    std::size_t first_step; ///< number of the first step among all steps of the program: tells caches apart
};

struct SelectorList {
    std::vector<Complex> alternatives;
};

/// A compiled selector list. lists[0] is the whole.
struct Selector::Program {
    std::string source;
    std::vector<Compound> compounds;
    std::vector<SelectorList> lists;
    std::size_t caches = 0; ///< numbers given to HasTest, NthTest
    std::size_t steps = 0;
};

} // namespace baotin::parsers::html
