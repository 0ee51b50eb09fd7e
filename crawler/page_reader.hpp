#pragma once

#include "archive/page.hpp"
#include "config/config.hpp"
#include "net/http.hpp"
#include "parsers/article.hpp"
#include "parsers/compression.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/links.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::crawler {

using parsers::Time;

/// A page as it came over the wire.
struct WirePage {
    std::string url;
    std::string body; ///< as sent
    std::string content_encoding;
    std::string content_type;
};
WirePage wire_page(net::Response response, std::string url);

/// What a page may grow to.
struct PageLimits {
    PageLimits(std::size_t its_bytes, std::size_t its_ratio = parsers::kAnyRatio)
        : bytes(its_bytes), ratio(its_ratio)
    {
    }
    explicit PageLimits(const config::Crawler& settings) : PageLimits(settings.max_page, settings.max_ratio)
    {
    }

    std::size_t bytes; ///< once inflated
    std::size_t ratio; ///< inflated to sent
};

/// Why a page gives no reading.
struct Unreadable {
    archive::Outcome outcome = archive::Outcome::unreadable; ///< or `challenged`
    std::string detail;
    bool not_the_page = false; ///< something else stands where it should: an error page, an empty one …
    std::vector<parsers::RuleMatch> rule_matches{}; ///< of a page that was read, but gave no text
    std::string raw_page{};                         ///< … and the page, as in ArticleRead
};

struct ArticleRead {
    parsers::ArticleReading reading;
    std::string content_hash;
    std::string reading_id; ///< reading_of() the site, marked with the fields whose rules matched nothing
    std::string raw_page;   ///< raw_page_of() the article's pages, in their order; most have one
    std::uint64_t regions_hash = 0; ///< of what the site's rules see of the page; 0: they needed all of it
};

/// By what pages are compared with their last visit before they are parsed.
struct RegionGate {
    std::shared_ptr<const parsers::html::RegionPlan> plan; ///< null: whole pages only
    std::uint64_t known = 0;                               ///< the last visit's `regions_hash`; 0: none
};

/// An article's page that was read, or shows what it did at the last visit in all that the site's rules see.
struct ArticleLook {
    std::optional<ArticleRead> read; ///< nothing: it shows the same
};

/// The same of a source.
struct SourceLook {
    std::optional<parsers::Links> links; ///< nothing: it shows the same
    std::uint64_t regions_hash = 0;      ///< 0: only the whole page tells
};

/// Pages of one article that are followed: more than any editor would cut a text into.
inline constexpr int kMostArticlePages = 20;

/// Which rules and which reader a page would be read by today; compared with Page::reading and
/// Article::reading.
std::string reading_of(const config::Site& site);
std::string reading_of(const config::Site& site, const config::Source& source);

/// Was `reading` made by the rules and reader that `today` names?
bool is_reading_of_today(std::string_view reading, std::string_view today);

/// Did the site's own body rules match in `before`, but the fallback fill in for them in `after`? Then the
/// site was rebuilt and the rules want mending: the difference is no edit.
bool rules_stopped_matching(std::string_view before, std::string_view after);

/// A body without its Content-Encoding.
std::expected<std::string, parsers::CompressionError> inflated(std::string_view body,
                                                               std::string_view encoding, PageLimits limits);

/// Bytes → charset → tree → article, whatever of it was found: for `baotin try`.
std::expected<ArticleRead, Unreadable> examine_article_page(const WirePage& page, const config::Site& site,
                                                            Time reference, PageLimits limits);

/// The same, of a page that has a title and a body. Pure; runs on the parse pool. `limits` bounds the
/// inflated page.
std::expected<ArticleRead, Unreadable> read_article_page(const WirePage& page, const config::Site& site,
                                                         Time reference, PageLimits limits);

/// The same, but a page that passes the gate is not parsed.
std::expected<ArticleLook, Unreadable> look_at_article_page(const WirePage& page, const config::Site& site,
                                                            Time reference, PageLimits limits,
                                                            const RegionGate& gate);

/// Adds the article's next page, `article.reading.more`, to what was read of it before. Pure.
std::expected<void, Unreadable> read_next_page(ArticleRead& article, const WirePage& page,
                                               const config::Site& site, Time reference, PageLimits limits);

/// The same from a stored raw page.
std::expected<ArticleRead, Unreadable> reread_article_page(std::string_view raw_page, std::string_view url,
                                                           const config::Site& site, Time reference,
                                                           PageLimits limits);

/// Bytes → tree, for `baotin add`, which looks at pages before there are rules for them.
std::expected<parsers::html::Tree, Unreadable> page_tree(const WirePage& page, PageLimits limits);

/// The tree of the first page of a stored article.
std::expected<parsers::html::Tree, Unreadable> stored_tree(std::string_view raw_page, PageLimits limits);

/// Bytes → links of a listing, feed or sitemap: those on the same site that the site's `urls` globs take for
/// articles.
std::expected<parsers::Links, Unreadable> read_source_page(const WirePage& page, const config::Site& site,
                                                           const config::Source& source, Time reference,
                                                           PageLimits limits);

/// The same, but a listing that passes the gate is not parsed.
std::expected<SourceLook, Unreadable> look_at_source_page(const WirePage& page, const config::Site& site,
                                                          const config::Source& source, Time reference,
                                                          PageLimits limits, const RegionGate& gate);

} // namespace baotin::crawler
