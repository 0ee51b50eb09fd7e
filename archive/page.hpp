#pragma once

#include "parsers/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::archive {

using parsers::Time;
using PageId = std::int64_t;
using ArticleId = std::int64_t;

enum class PageKind { listing, feed, sitemap, article };
std::string_view to_string(PageKind kind);
std::optional<PageKind> parse_page_kind(std::string_view word);
inline bool is_source(PageKind kind)
{
    return kind != PageKind::article;
}

/// How one visit ended.
enum class Outcome {
    none,       ///< never visited yet
    announced,  ///< a source was read
    recorded,   ///< a new article, a new revision or an alias
    unchanged,  ///< 304, the same bytes or the same text
    gone,       ///< 404 or 410
    forbidden,  ///< robots.txt says no
    challenged, ///< an anti-bot stub instead of the page
    unreadable, ///< a page, but not what the rules or the reader can read
    failed      ///< no answer, an error status, a limit passed
};
std::string_view to_string(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view word);

/// Did the visit see the page as it is? A visit that did not leaves validators and text alone and counts as a
/// failure.
bool succeeded(Outcome outcome);

/// What a conditional request and the same-bytes gate compare.
struct Validators {
    std::string etag;
    std::string last_modified;
    std::uint64_t wire_hash = 0; ///< parsers::quick_hash() of the body as sent; 0: none
    std::uint64_t regions_hash =
        0;                     ///< of what the site's rules see of the page (html::Regions::hash); 0: none
    std::uint64_t variant = 0; ///< of our request headers that the answer's `Vary` named; 0: none
    bool operator==(const Validators&) const = default;
};

/// What visits have taught about how often a page has something new: a Gamma distribution of its rate. What
/// one unit of exposure is depends on the kind of page (crawler/change_rate.hpp). Shape 0: nothing yet.
struct ChangeRate {
    double shape = 0;
    double exposure = 0;
    bool operator==(const ChangeRate&) const = default;
};

/// A URL that we visit: a source or an article's page.
struct Page {
    PageId id = 0;
    std::string site;
    std::string url; ///< normalised; unique within the site
    PageKind kind = PageKind::article;
    Validators validators;
    std::string reading; ///< reading_id() that the last read used; the gates hold only while it is today's
    Time found_at{};
    Time next_visit{};
    std::optional<Time> last_visit;   ///< of any outcome
    std::optional<Time> last_change;  ///< last visit that announced or recorded something new
    std::optional<Time> completed_at; ///< sources: when the first visit was completed; until then what it
                                      ///< announces is backfill
    Outcome outcome = Outcome::none;  ///< of the last visit
    int status = 0;                   ///< HTTP status of the last visit, 0 where there was no answer
    std::string detail;               ///< of the last visit, one line
    int failures = 0;                 ///< in a row
    ChangeRate rate;
    bool backfill = false; ///< article pages: announced by a source's first completed visit
    std::optional<ArticleId> article;
    std::optional<Time> first_seen_at; ///< of its article
};

/// A page whose text was not taken over, because the site's rules did not fit it: kept until they do.
struct KeptPage {
    PageId page = 0;
    std::string url; ///< where it was read
    Time fetched_at{};
    std::string raw_page; ///< zstd frames, as crawler/raw_page makes them
    bool operator==(const KeptPage&) const = default;
};

/// What one visit leaves on its page.
struct VisitNote {
    PageId page = 0;
    Time at{};
    Time next_visit{};
    Outcome outcome = Outcome::none;
    int status = 0;
    std::string detail;
    std::optional<Validators> validators; ///< where set, replaces what the page has
    std::optional<std::string> reading;   ///< where set, replaces what the page has
    std::optional<ChangeRate> rate{};     ///< where set, replaces what the page has
};

} // namespace baotin::archive
