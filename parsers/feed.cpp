#include "parsers/feed.hpp"

#include "parsers/date.hpp"
#include "parsers/json_feed.hpp"
#include "parsers/links_builder.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/markup_text.hpp"
#include "parsers/url.hpp"
#include "parsers/xml.hpp"

#include <initializer_list>

namespace baotin::parsers {

namespace {

/// `xml:base` of an element resolved against what holds around it.
std::string base_inside(pugi::xml_node element, const std::string& around)
{
    const std::string_view own = element.attribute("xml:base").value();
    if (own.empty()) return around;
    return normalise_url(own, around).value_or(around);
}

std::string trimmed(std::string_view text)
{
    return canonical_line(text);
}

bool is_address(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://");
}

bool is_false(std::string_view value)
{
    return value == "false" || value == "False" || value == "FALSE";
}

std::optional<std::string> first_date(pugi::xml_node item, std::initializer_list<std::string_view> names,
                                      Time reference)
{
    for (const std::string_view name : names)
        if (const pugi::xml_node node = xml::child(item, name))
            if (auto date = read_date(xml::text_of(node), reference)) return date;
    return std::nullopt;
}

std::string title_of(pugi::xml_node item)
{
    // Not `media:title`, which is a picture's.
    for (const pugi::xml_node node : item.children())
        if (xml::local_name(node) == "title" && !std::string_view{node.name()}.starts_with("media:"))
            return markup_text(xml::text_of(node));
    return {};
}

/// A reference and the base it resolves against.
struct Address {
    std::string reference;
    std::string base;
};

/// What FeedBurner replaced by an address of its own, `<link>` with text, else a guid that is a permalink,
/// else a `<link href>` (Atom's inside RSS).
Address rss_address(pugi::xml_node item, const std::string& base)
{
    if (std::string original = trimmed(xml::text_of(xml::child(item, "origlink"))); is_address(original))
        return {std::move(original), base};
    for (const pugi::xml_node node : item.children()) {
        if (xml::local_name(node) != "link") continue;
        if (std::string text = trimmed(xml::text_of(node)); !text.empty())
            return {text, base_inside(node, base)};
    }
    if (const pugi::xml_node guid = xml::child(item, "guid")) {
        const std::string text = trimmed(xml::text_of(guid));
        if (is_address(text) && !is_false(guid.attribute("isPermaLink").value())) return {text, base};
    }
    for (const pugi::xml_node node : item.children())
        if (xml::local_name(node) == "link" && node.attribute("href")) {
            const std::string_view relation = node.attribute("rel").value();
            if (relation.empty() || relation == "alternate")
                return {node.attribute("href").value(), base_inside(node, base)};
        }
    return {item.attribute("rdf:about").value(), base};
}

void add_rss_item(pugi::xml_node item, const std::string& around, Time reference, LinksBuilder& links)
{
    const std::string base = base_inside(item, around);
    const Address address = rss_address(item, base);
    if (!address.reference.empty())
        links.add(address.reference, address.base, title_of(item),
                  first_date(item,
                             {"pubdate", "published", "date", "issued", "created", "updated", "modified"},
                             reference));
}

/// `rel=alternate` (the default), an HTML one before others; else an id that is an address.
Address atom_address(pugi::xml_node entry, const std::string& base)
{
    pugi::xml_node best;
    for (const pugi::xml_node node : entry.children()) {
        const std::string_view relation = node.attribute("rel").value();
        if (xml::local_name(node) != "link" || (!relation.empty() && relation != "alternate")) continue;
        const std::string_view type = node.attribute("type").value();
        if (!best || (type == "text/html" && std::string_view{best.attribute("type").value()} != "text/html"))
            best = node;
    }
    if (best) return {best.attribute("href").value(), base_inside(best, base)};
    std::string id = trimmed(xml::text_of(xml::child(entry, "id")));
    return {is_address(id) ? std::move(id) : std::string{}, base};
}

std::string atom_title(pugi::xml_node entry)
{
    const pugi::xml_node title = xml::child(entry, "title");
    const std::string_view type = title.attribute("type").value();
    const std::string text = xml::text_of(title);
    // Plain text is literal; but many feeds say `text`, or nothing, and escape HTML.
    const bool markup = type.find("html") != std::string_view::npos || text.find("</") != std::string::npos ||
                        text.find("&#") != std::string::npos || text.find("&amp;") != std::string::npos ||
                        text.find("&quot;") != std::string::npos || text.find("&nbsp;") != std::string::npos;
    return markup ? markup_text(text) : canonical_line(text);
}

void add_atom_entry(pugi::xml_node entry, const std::string& around, Time reference, LinksBuilder& links)
{
    const std::string base = base_inside(entry, around);
    const Address address = atom_address(entry, base);
    if (!address.reference.empty())
        links.add(address.reference, address.base, atom_title(entry),
                  first_date(entry, {"published", "issued", "created", "updated", "modified"}, reference));
}

using AddItem = void (*)(pugi::xml_node, const std::string&, Time, LinksBuilder&);

void add_all(const xml::Document& document, pugi::xml_node parent, std::string_view name,
             const std::string& base, Time reference, AddItem add, LinksBuilder& links)
{
    for (const pugi::xml_node node : parent.children())
        if (xml::local_name(node) == name && document.is_whole(node)) add(node, base, reference, links);
}

} // namespace

std::expected<Links, std::string> read_feed(std::string_view utf8, std::string_view base, Time reference)
{
    const std::size_t first = utf8.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const std::size_t begin = utf8.find_first_not_of(" \t\r\n", first);
    if (begin != std::string_view::npos && (utf8[begin] == '{' || utf8[begin] == '['))
        return read_json_feed(utf8.substr(begin), base, reference);
    const xml::Document document(utf8);
    const pugi::xml_node root = document.root();
    const std::string kind = xml::local_name(root);
    const std::string around = base_inside(root, std::string{base});
    LinksBuilder links;
    if (!document.complete()) links.set_incomplete();
    if (kind == "feed") {
        add_all(document, root, "entry", around, reference, &add_atom_entry, links);
    } else if (kind == "channel") { // without the <rss> around it
        add_all(document, root, "item", around, reference, &add_rss_item, links);
    } else if (kind == "rss" || kind == "rdf") {
        for (const pugi::xml_node channel : root.children())
            if (xml::local_name(channel) == "channel")
                add_all(document, channel, "item", base_inside(channel, around), reference, &add_rss_item,
                        links);
        add_all(document, root, "item", around, reference, &add_rss_item, links); // RDF, RSS 0.9
    } else {
        return std::unexpected(xml::complaint(utf8, document, "feed"));
    }
    return links.take();
}

} // namespace baotin::parsers
