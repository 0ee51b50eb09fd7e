#include "web/atom_feed.hpp"

#include "parsers/hash.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <sstream>

namespace baotin::web {
namespace {

namespace json = boost::json;

/// Canonical text has none, but incidents tell what servers said, and XML 1.0 cannot hold these at all.
std::string without_controls(std::string_view text)
{
    std::string clean(text);
    std::erase_if(clean, [](unsigned char c) { return c < 0x20 && c != '\n' && c != '\t'; });
    return clean;
}

void add_text(pugi::xml_node parent, const char* name, std::string_view text)
{
    parent.append_child(name).text().set(without_controls(text).c_str());
}

void add_link(pugi::xml_node parent, const char* rel, const std::string& href)
{
    auto link = parent.append_child("link");
    link.append_attribute("rel") = rel;
    link.append_attribute("href") = without_controls(href).c_str();
}

/// A text member, or nothing where there is none.
std::string member(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

const json::object& part(const json::object& object, std::string_view name)
{
    static const json::object none;
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_object() ? value->get_object() : none;
}

/// What happened, before the article's title: a new article needs no word.
std::string_view prefix(archive::EventType type)
{
    using enum archive::EventType;
    switch (type) {
    case article_new:
        return "";
    case article_changed:
        return "[sửa] ";
    case article_removed:
        return "[gỡ] ";
    case article_restored:
        return "[đăng lại] ";
    case article_moved:
        return "[chuyển địa chỉ] ";
    case story_spread:
        return "[đăng ở nơi khác] ";
    case site_failing:
    case site_recovered:
    case site_drift:
    case site_silent:
    case site_challenge:
    case hook_failing:
        return "";
    }
    return "";
}

std::string changes_of(const json::object& data)
{
    std::string text;
    const auto* changes = data.if_contains("changes");
    if (changes == nullptr || !changes->is_array()) return text;
    for (const auto& change : changes->get_array()) {
        if (const auto* one = change.if_object())
            text += fmt::format("{}: {} → {}\n", member(*one, "field"), member(*one, "before"),
                                member(*one, "after"));
    }
    return text;
}

void add_entry(pugi::xml_node feed, const archive::StoredEvent& event)
{
    boost::system::error_code error;
    const auto body = json::parse(event.body, error);
    static const json::object none;
    const auto& data = !error && body.is_object() ? part(body.get_object(), "data") : none;
    const auto& article = part(data, "article");
    const auto& incident = part(data, "incident");
    const auto hook = member(part(data, "hook"), "name");
    const auto type = archive::to_string(event.type);

    auto entry = feed.append_child("entry");
    add_text(entry, "id", "urn:baotin:" + event.id);
    add_text(entry, "updated", parsers::rfc3339(event.at));
    entry.append_child("category").append_attribute("term") = std::string(type).c_str();
    if (!article.empty()) {
        add_text(entry, "title", std::string(prefix(event.type)) + member(article, "title"));
        add_link(entry, "alternate", member(article, "url"));
    } else {
        add_text(entry, "title", fmt::format("{} {}", type, event.site.empty() ? hook : event.site));
    }
    const auto name = member(part(data, "site"), "name");
    add_text(entry.append_child("author"), "name", name.empty() ? event.site + hook : name);
    auto content = changes_of(data);
    if (content.empty()) content = member(article, "summary");
    if (content.empty())
        content = member(article.empty() ? incident : article, article.empty() ? "detail" : "body");
    auto node = entry.append_child("content");
    node.append_attribute("type") = "text";
    node.text().set(without_controls(content).c_str());
}

} // namespace

Reply atom_reply(const FeedWanted& wanted, const std::vector<archive::StoredEvent>& events)
{
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "utf-8";
    auto feed = document.append_child("feed");
    feed.append_attribute("xmlns") = "http://www.w3.org/2005/Atom";
    // The same question is the same feed, wherever it is asked.
    add_text(feed, "id", "urn:baotin:feed:" + parsers::sha256_hex(wanted.target).substr(0, 32));
    add_text(feed, "title", wanted.name);
    add_link(feed, "self", wanted.target);
    const auto updated =
        events.empty() ? parsers::Time() : std::ranges::max(events, {}, &archive::StoredEvent::at).at;
    add_text(feed, "updated", parsers::rfc3339(updated));
    for (const auto& event : events)
        add_entry(feed, event);
    std::ostringstream text;
    document.save(text, " ", pugi::format_indent, pugi::encoding_utf8);
    Reply reply;
    reply.type = "application/atom+xml; charset=utf-8";
    reply.body = std::move(text).str();
    return reply;
}

} // namespace baotin::web
