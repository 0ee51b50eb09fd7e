#pragma once

#include "parsers/html/selector_program.hpp"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace baotin::parsers::html {

/// Matches elements against one program, right to left, and remembers what it found, so that a whole page
/// costs little more than linear time whatever the selector. Lives for one select() call; the tree must not
/// change meanwhile.
class Matching {
public:
    Matching(const Selector::Program& program, Node scope) : program_(program), scope_(scope) {}

    /// The alternative of `list` that `element` matches; nullptr where there is none.
    const Complex* match(ListId list, Node element);
    bool match(const Complex& alternative, Node element);

private:
    using Raw = const GumboNode*;
    /// A node and the number of a step, compound or cache.
    struct Key {
        Raw node;
        std::size_t number;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const
        {
            return (reinterpret_cast<std::uintptr_t>(key.node) >> 4) * 0x9E3779B97F4A7C15u ^
                   key.number * 0xC2B2AE3D27D4EB4Fu;
        }
    };
    template <typename Value>
    using Memory = std::unordered_map<Key, Value, KeyHash>;

    /// Which child of a parent is the first to match a step, as far as was looked.
    struct FirstChild {
        std::size_t looked = 0;
        bool found = false;
    };

    bool step(const Complex& complex, std::size_t index, Node element);
    bool ancestor(const Complex& complex, std::size_t index, Node element);
    bool earlier_sibling(const Complex& complex, std::size_t index, Node element);

    bool compound(const Compound& compound, Node element);
    bool test(const ListTest& test, Node element);
    bool test(const HasTest& test, Node element);
    bool test(const NthTest& test, Node element);
    bool test(const ContainsTest& test, Node element);
    bool test(const LanguageTest& test, Node element);
    bool test(const EmptyTest& test, Node element);
    bool test(const RootTest& test, Node element);
    bool test(const ScopeTest& test, Node element);
    bool test(const LinkTest& test, Node element);
    bool test(const FirstChildTest& test, Node element);
    bool test(const LastChildTest& test, Node element);

    std::string_view language(Node element);
    std::size_t count_nodes(Node node);
    bool has_child(std::size_t compound, Node element);
    bool has_descendant(std::size_t compound, Node element);
    bool has_later_sibling(std::size_t compound, Node element);
    bool counts(const NthTest& test, Node sibling, Node element);
    long long nth_index(const NthTest& test, Node element);
    const std::vector<std::uint32_t>& numbered_children(const NthTest& test, Raw parent);

    const Selector::Program& program_;
    Node scope_;
    Memory<bool> ancestors_;                      ///< (parent, step)
    Memory<std::string_view> languages_;          ///< (element, 0)
    Memory<FirstChild> first_children_;           ///< (parent, step)
    Memory<bool> descendants_;                    ///< (element, compound)
    Memory<std::size_t> last_children_;           ///< (parent, compound): index behind the last match
    Memory<std::vector<std::uint32_t>> numbered_; ///< (parent, cache)
    Memory<std::size_t> nodes_;                   ///< (element, 0): in it
    std::size_t text_read_ = 0;                   ///< for :contains(): bytes, and as many a node
};

} // namespace baotin::parsers::html
