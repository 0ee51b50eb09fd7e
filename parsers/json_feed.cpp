#include "parsers/json_feed.hpp"

#include "parsers/date.hpp"
#include "parsers/links_builder.hpp"
#include "parsers/text/canonical.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace baotin::parsers {

namespace {

namespace json = boost::json;

std::string_view string_at(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    if (value == nullptr || !value->is_string()) return {};
    return value->get_string();
}

bool is_address(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://");
}

void add_item(const json::value& item, std::string_view base, Time reference, LinksBuilder& links)
{
    if (!item.is_object()) return;
    const json::object& object = item.get_object();
    std::string_view url = string_at(object, "url");
    if (url.empty()) url = string_at(object, "external_url");
    if (url.empty() && is_address(string_at(object, "id"))) url = string_at(object, "id");
    if (url.empty()) return;
    auto date = read_date(string_at(object, "date_published"), reference);
    if (!date) date = read_date(string_at(object, "date_modified"), reference);
    links.add(url, base, canonical_line(string_at(object, "title")), std::move(date));
}

/// The objects of the array behind `"items"` that end before the text breaks.
void salvage(std::string_view text, std::string_view base, Time reference, LinksBuilder& links)
{
    std::size_t at = text.find("\"items\"");
    if (at == std::string_view::npos || (at = text.find('[', at)) == std::string_view::npos) return;
    int depth = 0;
    bool in_string = false;
    std::size_t begin = at;
    for (++at; at < text.size() && depth >= 0; ++at) {
        const char c = text[at];
        if (in_string) {
            at += c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (depth++ == 0) begin = at;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            json::error_code error;
            const json::value item = json::parse(text.substr(begin, at + 1 - begin), error);
            if (!error) add_item(item, base, reference, links);
        }
    }
}

} // namespace

std::expected<Links, std::string> read_json_feed(std::string_view utf8, std::string_view base, Time reference)
{
    LinksBuilder links;
    json::error_code error;
    const json::value document = json::parse(utf8, error);
    if (error) {
        if (utf8.find("jsonfeed.org/version/") == std::string_view::npos)
            return std::unexpected("The document is broken JSON, no feed.");
        links.set_incomplete();
        salvage(utf8, base, reference, links);
        return links.take();
    }
    const json::object* feed = document.if_object();
    const json::value* items = feed != nullptr ? feed->if_contains("items") : nullptr;
    if (items == nullptr || !items->is_array() ||
        string_at(*feed, "version").find("jsonfeed.org/version/") == std::string_view::npos)
        return std::unexpected("The document is JSON, but no JSON Feed.");
    for (const json::value& item : items->get_array())
        add_item(item, base, reference, links);
    return links.take();
}

} // namespace baotin::parsers
