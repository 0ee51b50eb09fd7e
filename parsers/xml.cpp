#include "parsers/xml.hpp"

#include "parsers/text/ascii.hpp"
#include "parsers/xml_lenient.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace baotin::parsers::xml {

namespace {

/// Byte order mark, blank lines and PHP warnings, with tags of their own, before the document.
std::string_view from_first_tag(std::string_view text)
{
    constexpr std::size_t warnings = 4096;
    if (const std::size_t declaration = text.substr(0, warnings).find("<?xml ");
        declaration != std::string_view::npos)
        return text.substr(declaration);
    return text.substr(std::min(text.find('<'), text.size()));
}

} // namespace

Document::Document(std::string_view utf8)
{
    std::string without_nul;
    if (utf8.find('\0') != std::string_view::npos) {
        without_nul.assign(utf8);
        std::erase(without_nul, '\0');
        utf8 = without_nul;
    }
    const std::string_view text = from_first_tag(utf8);
    // Undeclared entities (`&nbsp;`) stay as they are written. No DOCTYPE is read, so none expands.
    const auto result =
        document_.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (result.status != pugi::status_ok) open_ = read_leniently(text, document_);
}

bool Document::is_whole(pugi::xml_node element) const
{
    return std::ranges::find(open_, element) == open_.end();
}

std::string local_name(pugi::xml_node node)
{
    std::string_view name = node.name();
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos)
        name.remove_prefix(colon + 1);
    return lowered(name);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view local, std::string_view prefix)
{
    for (const pugi::xml_node node : parent.children()) {
        const std::string_view name = node.name();
        if (node.type() == pugi::node_element && local_name(node) == local &&
            (prefix.empty() ||
             (name.size() > prefix.size() && name.starts_with(prefix) && name[prefix.size()] == ':')))
            return node;
    }
    return {};
}

std::string text_of(pugi::xml_node node)
{
    std::string text;
    pugi::xml_node at = node;
    for (bool down = true; at;) {
        if (down && (at.type() == pugi::node_pcdata || at.type() == pugi::node_cdata)) text += at.value();
        if (down && at.first_child()) {
            at = at.first_child();
        } else if (at == node) {
            break;
        } else if (at.next_sibling()) {
            at = at.next_sibling();
            down = true;
        } else {
            at = at.parent();
            down = false;
        }
    }
    return text;
}

std::string complaint(std::string_view utf8, const Document& document, std::string_view wanted)
{
    if (utf8.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return fmt::format("The document is empty, no {}.", wanted);
    const std::string name = local_name(document.root());
    const std::string head = lowered(from_first_tag(utf8).substr(0, 64));
    if (name == "html" || head.starts_with("<!doctype html") || head.starts_with("<html"))
        return fmt::format("The document is an HTML page, no {}.", wanted);
    if (name == "urlset" || name == "sitemapindex")
        return fmt::format("The document is a sitemap, no {}.", wanted);
    if (name.empty()) return fmt::format("The document holds no XML element, so it is no {}.", wanted);
    return fmt::format("The document's root element is <{}>, so it is no {}.", name.substr(0, 40), wanted);
}

} // namespace baotin::parsers::xml
