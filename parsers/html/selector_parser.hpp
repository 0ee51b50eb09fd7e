#pragma once

#include "parsers/html/selector_program.hpp"
#include "parsers/html/selector_text.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers::html {

/// Reads a selector list by Selectors 4 into a program. Bounded in length, nesting and the parts of one
/// selector.
class SelectorParser {
public:
    static constexpr std::size_t kMaxBytes = 1u << 20;
    static constexpr int kMaxNesting = 32;
    static constexpr std::size_t kMaxSteps = 256;

    static std::expected<std::shared_ptr<const Selector::Program>, SelectorError>
    parse(std::string_view source);

private:
    explicit SelectorParser(std::string_view source);

    /// All answers: false or nothing means that text_ holds the error.
    std::optional<ListId> list();
    bool item_follows(bool first);
    bool complex(Complex& into);
    bool step(Complex& into, Combinator combinator);
    std::optional<Combinator> combinator(bool space_before);
    std::optional<std::size_t> compound(Complex* whole);
    bool type(Compound& into);
    bool attribute(Compound& into);
    bool attribute_value(AttributeTest& test);
    std::optional<AttributeTest::Operator> attribute_operator();
    bool pseudo_element(Complex* whole);

    bool pseudo_class(Compound& into);
    bool functional(Compound& into, const std::string& name, std::size_t name_at);
    bool nth(Compound& into, bool from_end, bool of_type, std::size_t opened_at);
    bool nth_formula(NthTest& test);
    bool nth_offset(NthTest& test);
    bool contains(Compound& into, std::size_t opened_at);
    bool has(Compound& into, std::size_t opened_at);
    bool language(Compound& into, std::size_t opened_at);
    void written_as(Compound& into, std::string_view selector);
    bool relative(HasTest& into);
    void unknown_pseudo_class(const std::string& name, std::size_t at);

    SelectorText text_;
    std::shared_ptr<Selector::Program> program_;
    int nesting_ = 0;
};

} // namespace baotin::parsers::html
