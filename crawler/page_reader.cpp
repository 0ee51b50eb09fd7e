#include "crawler/page_reader.hpp"

#include "crawler/raw_page.hpp"
#include "crawler/reading_mark.hpp"
#include "parsers/compression.hpp"
#include "parsers/feed.hpp"
#include "parsers/hash.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/link_blocks.hpp"
#include "parsers/listing.hpp"
#include "parsers/not_the_page.hpp"
#include "parsers/page_regions.hpp"
#include "parsers/sitemap.hpp"
#include "parsers/text/charset.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using parsers::html::RegionPlan;
using parsers::html::Regions;
using parsers::html::Tree;

std::unexpected<Unreadable> unreadable(std::string detail)
{
    return std::unexpected(Unreadable{Outcome::unreadable, std::move(detail), false, {}, {}});
}

/// A page, but no article that could be told: what the rules matched still says how they do.
std::unexpected<Unreadable> without_text(std::string detail, ArticleRead read)
{
    return std::unexpected(Unreadable{Outcome::unreadable, std::move(detail), false,
                                      std::move(read.reading.rule_matches), std::move(read.raw_page)});
}

std::expected<std::string, Unreadable> inflate(const WirePage& page, PageLimits limits)
{
    auto content = inflated(page.body, page.content_encoding, limits);
    if (content) return std::move(*content);
    switch (content.error()) {
    case parsers::CompressionError::broken:
        return unreadable(fmt::format("the {} body is broken or cut off",
                                      page.content_encoding.empty() ? "gzip" : page.content_encoding));
    case parsers::CompressionError::too_large:
        return unreadable(fmt::format("the page is larger than {} bytes once inflated", limits.bytes));
    case parsers::CompressionError::bomb:
        return unreadable(fmt::format("a decompression bomb: {} bytes inflate to more than {} times as many",
                                      page.body.size(), limits.ratio));
    case parsers::CompressionError::unknown_coding:
        return unreadable(fmt::format("unknown Content-Encoding \"{}\"", page.content_encoding));
    }
    std::unreachable();
}

Unreadable stands_in(parsers::NotThePage what)
{
    bool guarded = what == parsers::NotThePage::challenge || what == parsers::NotThePage::login_wall;
    auto outcome = guarded ? Outcome::challenged : Outcome::unreadable;
    return {outcome, fmt::format("{}, not the page", parsers::describe(what)), true, {}, {}};
}

/// The page's text; what is not the page is told apart before anything reads it as one.
std::expected<std::string, Unreadable> text_of(const WirePage& page, PageLimits limits)
{
    auto bytes = inflate(page, limits);
    if (!bytes) return std::unexpected(std::move(bytes.error()));
    auto text = parsers::decode(std::move(*bytes), page.content_type).text;
    if (auto what = parsers::not_the_page(text)) return std::unexpected(stands_in(*what));
    return text;
}

std::expected<Tree, Unreadable> tree_of(std::string text)
{
    auto tree = Tree::parse(std::move(text));
    if (tree) return std::move(*tree);
    return unreadable(parsers::html::describe(tree.error()));
}

/// What a page's rules see of it, where that is all they could see of the whole page.
std::optional<Regions> regions_of(std::string_view text, const std::shared_ptr<const RegionPlan>& plan)
{
    return plan ? parsers::html::cut_regions(text, *plan) : std::nullopt;
}

struct PageReading {
    parsers::ArticleReading reading;
    std::uint64_t regions_hash = 0; ///< 0: the whole page was read
};

/// By its regions alone; nothing where only the whole page will do.
std::optional<PageReading> read_regions(std::optional<Regions> regions, std::string_view url,
                                        const config::Site& site, Time reference)
{
    if (!regions) return std::nullopt;
    auto tree = Tree::parse(std::move(regions->html));
    if (!tree) return std::nullopt;
    auto reading = parsers::read_article(*tree, site.rules, url, reference);
    if (!parsers::reads_as_the_whole_page(reading, site.rules)) return std::nullopt;
    return PageReading{std::move(reading), regions->hash};
}

std::expected<PageReading, Unreadable> read_page(std::string text, std::optional<Regions> regions,
                                                 std::string_view url, const config::Site& site,
                                                 Time reference)
{
    if (auto reading = read_regions(std::move(regions), url, site, reference)) return std::move(*reading);
    auto tree = tree_of(std::move(text));
    if (!tree) return std::unexpected(std::move(tree.error()));
    return PageReading{parsers::read_article(*tree, site.rules, url, reference), 0};
}

/// `text` is the article's next page, kept as `raw_page`.
std::expected<void, Unreadable> add_text(ArticleRead& article, std::string text, std::string_view raw_page,
                                         std::string_view url, const config::Site& site, Time reference)
{
    auto regions = regions_of(text, site.regions);
    auto page = read_page(std::move(text), std::move(regions), url, site, reference);
    if (!page) return std::unexpected(std::move(page.error()));
    bool guessed = article.reading.by_rule("body") && !page->reading.by_rule("body");
    if (page->reading.text.body.empty() || guessed)
        return unreadable(fmt::format("no body was found on the article's next page, {}", url));
    parsers::add_next_page(article.reading, std::move(page->reading));
    article.content_hash = parsers::content_hash(article.reading.text);
    article.raw_page += raw_page;
    article.regions_hash = 0; // of the first page alone
    return {};
}

std::expected<ArticleRead, Unreadable> read_text(std::string text, std::optional<Regions> regions,
                                                 std::string raw_page, std::string_view url,
                                                 const config::Site& site, Time reference)
{
    auto page = read_page(std::move(text), std::move(regions), url, site, reference);
    if (!page) return std::unexpected(std::move(page.error()));
    ArticleRead read{.reading = std::move(page->reading),
                     .content_hash = {},
                     .reading_id = reading_of(site),
                     .raw_page = std::move(raw_page),
                     .regions_hash = page->regions_hash};
    read.reading_id = marked(std::move(read.reading_id), read.reading.rule_matches);
    read.content_hash = parsers::content_hash(read.reading.text);
    return read;
}

/// An article has a title and a body.
std::expected<ArticleRead, Unreadable> whole(std::expected<ArticleRead, Unreadable> read)
{
    if (read && read->reading.text.title.empty()) return without_text("no title was found", std::move(*read));
    if (read && read->reading.text.body.empty()) return without_text("no body was found", std::move(*read));
    return read;
}

/// `regions`: of a listing with rules, where they were cut out.
std::expected<parsers::Links, Unreadable> links_of(std::string text, std::optional<Regions> regions,
                                                   const WirePage& page, const config::Site& site,
                                                   const config::Source& source, Time reference)
{
    auto complain = [](auto& links) { return unreadable(std::move(links.error())); };
    switch (source.kind) {
    case config::SourceKind::feed: {
        auto links = parsers::read_feed(text, page.url, reference);
        if (!links) return complain(links);
        return std::move(*links);
    }
    case config::SourceKind::sitemap: {
        auto links = parsers::read_sitemap(text, page.url, reference);
        if (!links) return complain(links);
        return std::move(*links);
    }
    case config::SourceKind::listing: {
        auto tree = tree_of(regions ? std::move(regions->html) : std::move(text));
        if (!tree) return std::unexpected(std::move(tree.error()));
        if (!source.rules) return parsers::find_article_links(*tree, page.url);
        return parsers::read_listing(*tree, *source.rules, site.articles, page.url);
    }
    }
    std::unreachable();
}

/// Addresses that differ in what the site file ignores are one.
void drop_parameters(std::vector<parsers::Link>& links, const config::Site& site)
{
    if (site.ignore_parameters.empty()) return;
    std::unordered_set<std::string> seen;
    std::erase_if(links, [&](parsers::Link& link) {
        link.url = parsers::without_parameters(link.url, site.ignore_parameters);
        return !seen.insert(link.url).second;
    });
}

} // namespace

WirePage wire_page(net::Response response, std::string url)
{
    auto encoding = std::string(response.header("content-encoding").value_or(""));
    auto type = std::string(response.header("content-type").value_or(""));
    return {std::move(url), std::move(response.body), std::move(encoding), std::move(type)};
}

std::string reading_of(const config::Site& site)
{
    return site.rules.reading_id();
}

std::string reading_of(const config::Site& site, const config::Source& source)
{
    auto words = fmt::format("{}\n", config::to_string(source.kind));
    if (source.rules) {
        words += source.rules->links.source();
        if (source.rules->next) words += "\nnext " + source.rules->next->source();
    }
    for (const auto& glob : site.articles.globs())
        words += "\nurls " + glob;
    for (const auto& parameter : site.ignore_parameters)
        words += "\nignore " + parameter;
    return parsers::sha256_hex(words).substr(0, 16);
}

bool is_reading_of_today(std::string_view reading, std::string_view today)
{
    return unmarked(reading) == today;
}

bool rules_stopped_matching(std::string_view before, std::string_view after)
{
    auto misses_body = [](std::string_view reading) {
        return std::ranges::count(missed_fields(reading), "body") > 0;
    };
    return !misses_body(before) && misses_body(after) && unmarked(before) == unmarked(after);
}

std::expected<std::string, parsers::CompressionError> inflated(std::string_view body,
                                                               std::string_view encoding, PageLimits limits)
{
    auto content = parsers::decompress(body, encoding, limits.bytes, limits.ratio);
    // A gzip file that is sent as the content itself: `sitemap.xml.gz`, or a page packed twice.
    if (content && content->starts_with("\x1F\x8B\x08"))
        return parsers::decompress(*content, "gzip", limits.bytes, limits.ratio);
    return content;
}

std::expected<ArticleLook, Unreadable> look_at_article_page(const WirePage& page, const config::Site& site,
                                                            Time reference, PageLimits limits,
                                                            const RegionGate& gate)
{
    auto text = text_of(page, limits);
    if (!text) return std::unexpected(std::move(text.error()));
    auto regions = regions_of(*text, gate.plan);
    if (regions && gate.known != 0 && regions->hash == gate.known) return ArticleLook{};
    auto raw_page = raw_page_of(page, *text);
    auto read = whole(
        read_text(std::move(*text), std::move(regions), std::move(raw_page), page.url, site, reference));
    if (!read) return std::unexpected(std::move(read.error()));
    return ArticleLook{std::move(*read)};
}

std::expected<ArticleRead, Unreadable> read_article_page(const WirePage& page, const config::Site& site,
                                                         Time reference, PageLimits limits)
{
    return whole(examine_article_page(page, site, reference, limits));
}

std::expected<ArticleRead, Unreadable> examine_article_page(const WirePage& page, const config::Site& site,
                                                            Time reference, PageLimits limits)
{
    auto text = text_of(page, limits);
    if (!text) return std::unexpected(std::move(text.error()));
    auto regions = regions_of(*text, site.regions);
    auto raw_page = raw_page_of(page, *text);
    return read_text(std::move(*text), std::move(regions), std::move(raw_page), page.url, site, reference);
}

std::expected<ArticleRead, Unreadable> reread_article_page(std::string_view raw_page, std::string_view url,
                                                           const config::Site& site, Time reference,
                                                           PageLimits limits)
{
    auto frames = parsers::zstd_frames(raw_page);
    if (frames.empty()) frames.emplace_back(); // which cannot be inflated
    auto text = text_of_raw_page(frames[0], limits);
    if (!text) return std::unexpected(std::move(text.error()));
    auto regions = regions_of(*text, site.regions);
    auto article =
        whole(read_text(std::move(*text), std::move(regions), std::string(frames[0]), url, site, reference));
    for (std::size_t i = 1; article && i < frames.size(); ++i) {
        auto next = text_of_raw_page(frames[i], limits);
        if (!next) return std::unexpected(std::move(next.error()));
        if (auto added = add_text(*article, std::move(*next), frames[i], url, site, reference); !added)
            return std::unexpected(std::move(added.error()));
    }
    return article;
}

std::expected<Tree, Unreadable> stored_tree(std::string_view raw_page, PageLimits limits)
{
    auto frames = parsers::zstd_frames(raw_page);
    auto text = text_of_raw_page(frames.empty() ? std::string_view() : frames[0], limits);
    if (!text) return std::unexpected(std::move(text.error()));
    return tree_of(std::move(*text));
}

std::expected<void, Unreadable> read_next_page(ArticleRead& article, const WirePage& page,
                                               const config::Site& site, Time reference, PageLimits limits)
{
    auto text = text_of(page, limits);
    if (!text) return std::unexpected(std::move(text.error()));
    auto raw_page = raw_page_of(page, *text);
    return add_text(article, std::move(*text), raw_page, page.url, site, reference);
}

std::expected<Tree, Unreadable> page_tree(const WirePage& page, PageLimits limits)
{
    auto text = text_of(page, limits);
    if (!text) return std::unexpected(std::move(text.error()));
    return tree_of(std::move(*text));
}

std::expected<parsers::Links, Unreadable> read_source_page(const WirePage& page, const config::Site& site,
                                                           const config::Source& source, Time reference,
                                                           PageLimits limits)
{
    auto look = look_at_source_page(page, site, source, reference, limits, {source.regions});
    if (!look) return std::unexpected(std::move(look.error()));
    return std::move(*look->links);
}

std::expected<SourceLook, Unreadable> look_at_source_page(const WirePage& page, const config::Site& site,
                                                          const config::Source& source, Time reference,
                                                          PageLimits limits, const RegionGate& gate)
{
    auto text = text_of(page, limits);
    if (!text) return std::unexpected(std::move(text.error()));
    auto regions = regions_of(*text, gate.plan);
    SourceLook look{.links = {}, .regions_hash = regions ? regions->hash : 0};
    if (look.regions_hash != 0 && look.regions_hash == gate.known) return look;
    auto links = links_of(std::move(*text), std::move(regions), page, site, source, reference);
    if (!links) return std::unexpected(std::move(links.error()));
    auto is_elsewhere = [&](const std::string& url) {
        return !source.url.empty() && !parsers::same_site(url, source.url); // `baotin try` may have no source
    };
    std::erase_if(links->links, [&](const parsers::Link& link) {
        bool wanted = site.articles.empty() || site.articles.matches(link.url);
        return !wanted || is_elsewhere(link.url);
    });
    drop_parameters(links->links, site);
    // Another site's sitemap is none of ours, whatever an index says.
    std::erase_if(links->more, is_elsewhere);
    look.links = std::move(*links);
    return look;
}

} // namespace baotin::crawler
