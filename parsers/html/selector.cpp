#include "parsers/html/selector.hpp"

#include "parsers/html/element_index.hpp"
#include "parsers/html/selector_match.hpp"
#include "parsers/html/selector_parser.hpp"

#include <algorithm>
#include <optional>

namespace baotin::parsers::html {

std::expected<Selector, SelectorError> Selector::compile(std::string_view source)
{
    auto program = SelectorParser::parse(source);
    if (!program) return std::unexpected(std::move(program.error()));
    return Selector(std::move(*program));
}

const std::string& Selector::source() const
{
    return program_->source;
}

bool Selector::selects_whole_elements() const
{
    return std::ranges::all_of(program_->lists[0].alternatives,
                               [](const Complex& one) { return one.attribute.empty() && !one.own_text; });
}

bool Selector::selects_text() const
{
    return std::ranges::any_of(program_->lists[0].alternatives, &Complex::own_text);
}

std::vector<Selector::Match> Selector::select(Node root) const
{
    std::vector<Match> found;
    if (!root.is_element()) return found;
    std::optional<ElementIndex> part; // of the page, below an element that is not its root
    if (!root.index()) part.emplace(root.raw());
    const auto& alternatives = program_->lists[0].alternatives;
    std::vector<const Compound*> last;
    for (const auto& alternative : alternatives)
        last.push_back(&program_->compounds[alternative.steps.back().compound]);
    Alternatives list(last);
    Matching matching(*program_, root);
    for (const auto& entry : (part ? *part : *root.index()).entries()) {
        Node node(entry.element);
        auto match = list.first(entry, [&](auto i) { return matching.match(alternatives[i], node); });
        if (match) found.push_back({node, alternatives[*match].attribute, alternatives[*match].own_text});
    }
    return found;
}

bool Selector::matches(Node element) const
{
    return element.is_element() && Matching(*program_, element).match(ListId{0}, element);
}

} // namespace baotin::parsers::html
