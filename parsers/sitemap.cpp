#include "parsers/sitemap.hpp"

#include "parsers/date.hpp"
#include "parsers/feed.hpp"
#include "parsers/links_builder.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/markup_text.hpp"
#include "parsers/xml.hpp"

#include <algorithm>

namespace baotin::parsers {

namespace {

std::string location(pugi::xml_node entry)
{
    return canonical_line(xml::text_of(xml::child(entry, "loc")));
}

void add_page(pugi::xml_node entry, std::string_view base, Time reference, LinksBuilder& links)
{
    const std::string url = location(entry);
    if (url.empty()) return;
    const pugi::xml_node news = xml::child(entry, "news");
    std::optional<std::string> published_at;
    if (const pugi::xml_node date = xml::child(news, "publication_date"))
        published_at = read_date(xml::text_of(date), reference);
    links.add(url, base, markup_text(xml::text_of(xml::child(news, "title"))), std::move(published_at));
}

/// sitemaps.org's plain form: one address a line and nothing else.
std::optional<Links> read_lines(std::string_view text)
{
    LinksBuilder links;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const std::string url = canonical_line(line);
        if (url.empty()) continue;
        if (!url.starts_with("http://") && !url.starts_with("https://")) return std::nullopt;
        links.add(url, {}, {}, std::nullopt);
    }
    return links.take();
}

} // namespace

std::expected<Links, std::string> read_sitemap(std::string_view utf8, std::string_view base, Time reference)
{
    const xml::Document document(utf8);
    const std::string kind = xml::local_name(document.root());
    LinksBuilder links;
    if (!document.complete()) links.set_incomplete();
    if (kind == "urlset") {
        for (const pugi::xml_node entry : document.root().children())
            if (xml::local_name(entry) == "url" && document.is_whole(entry))
                add_page(entry, base, reference, links);
    } else if (kind == "sitemapindex") {
        for (const pugi::xml_node entry : document.root().children())
            if (xml::local_name(entry) == "sitemap" && document.is_whole(entry))
                links.add_more(location(entry), base);
    } else if (kind == "rss" || kind == "rdf" || kind == "feed") {
        return read_feed(utf8, base, reference); // sitemaps.org allows feeds as sitemaps
    } else {
        if (kind.empty())
            if (auto lines = read_lines(utf8); lines && !lines->links.empty()) return std::move(*lines);
        return std::unexpected(xml::complaint(utf8, document, "sitemap"));
    }
    return links.take();
}

} // namespace baotin::parsers
