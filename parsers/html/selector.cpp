#include "parsers/html/selector.hpp"

#include "parsers/html/selector_match.hpp"
#include "parsers/html/selector_parser.hpp"

#include <gumbo.h>

#include <algorithm>

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
    Matching matching(*program_, root);
    // Every page is walked once a selector, hence without Node's checks.
    struct Level {
        const GumboVector* children;
        unsigned next;
    };
    std::vector<Level> levels;
    auto visit = [&](const GumboNode* node) {
        if (const auto* alternative = matching.match(ListId{0}, Node(node)))
            found.push_back({Node(node), alternative->attribute, alternative->own_text});
        // As in browsers, what stands inside a <template> is not part of the page.
        if (node->type != GUMBO_NODE_TEMPLATE) levels.push_back({&node->v.element.children, 0});
    };
    visit(root.raw());
    while (!levels.empty()) {
        auto& level = levels.back();
        if (level.next == level.children->length) {
            levels.pop_back();
            continue;
        }
        const auto* child = static_cast<const GumboNode*>(level.children->data[level.next++]);
        if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE) visit(child);
    }
    return found;
}

bool Selector::matches(Node element) const
{
    return element.is_element() && Matching(*program_, element).match(ListId{0}, element);
}

} // namespace baotin::parsers::html
