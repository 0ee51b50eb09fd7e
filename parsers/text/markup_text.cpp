#include "parsers/text/markup_text.hpp"

#include "parsers/text/canonical.hpp"

#include <gumbo.h>

#include <memory>

namespace baotin::parsers {

namespace {

/// A title is a line with a few tags. Gumbo is quadratic in their depth, and worse with open `<b>`s.
constexpr std::size_t kMaxMarkup = 8u << 10;
constexpr int kMaxTags = 64;

std::string_view bounded(std::string_view markup)
{
    markup = markup.substr(0, kMaxMarkup);
    std::size_t at = 0;
    for (int tags = 0; (at = markup.find('<', at)) != std::string_view::npos; ++at)
        if (++tags > kMaxTags) return markup.substr(0, at);
    return markup;
}

bool is_unseen(const GumboNode& node)
{
    return node.type == GUMBO_NODE_ELEMENT &&
           (node.v.element.tag == GUMBO_TAG_SCRIPT || node.v.element.tag == GUMBO_TAG_STYLE);
}

const GumboVector* children_of(const GumboNode& node)
{
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE ? &node.v.element.children
                                                                               : nullptr;
}

void collect(const GumboNode& node, std::string& text)
{
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA) {
        text += node.v.text.text;
        return;
    }
    if (node.type == GUMBO_NODE_ELEMENT && node.v.element.tag == GUMBO_TAG_BR) text += ' ';
    const GumboVector* children = is_unseen(node) ? nullptr : children_of(node);
    for (unsigned i = 0; children != nullptr && i < children->length; ++i)
        collect(*static_cast<const GumboNode*>(children->data[i]), text);
}

} // namespace

std::string markup_text(std::string_view utf8)
{
    if (utf8.find_first_of("&<") == std::string_view::npos) return canonical_line(utf8);
    const std::string_view markup = bounded(utf8);
    const auto destroy = [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> output(
        gumbo_parse_with_options(&kGumboDefaultOptions, markup.data(), markup.size()), destroy);
    std::string text;
    collect(*output->root, text);
    return canonical_line(text);
}

} // namespace baotin::parsers
