#pragma once

#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "config/config.hpp"
#include "crawler/change.hpp"
#include "crawler/gate.hpp"
#include "crawler/gate_plans.hpp"
#include "crawler/not_found_probe.hpp"
#include "crawler/page_reader.hpp"
#include "crawler/parse_pool.hpp"
#include "crawler/polite_fetch.hpp"
#include "crawler/recent_pages.hpp"
#include "crawler/returns.hpp"
#include "crawler/second_looks.hpp"
#include "crawler/site_lessons.hpp"
#include "crawler/todays_readings.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::crawler {

/// How much of a page was parsed.
enum class ReadBy {
    regions,   ///< what the site's rules see of it
    whole_page ///< all: its markup, or the rules, left doubt about less
};
std::string_view to_string(ReadBy by);

/// What one visit came to.
struct Visited {
    archive::Outcome outcome = archive::Outcome::none;
    std::string detail;
    int status = 0;
    int failures = 0; ///< of the page, in a row, this one included
    std::string url;
    archive::PageKind kind = archive::PageKind::article;
    std::optional<archive::DuePage> again;           ///< nothing: the page is not to be visited any more
    std::vector<archive::DuePage> fresh;             ///< pages that a source announced for the first time
    std::optional<archive::Recorded::What> recorded; ///< of an article's page that was read
    std::optional<Gate> gate;                        ///< what said that the page shows what it did
    std::optional<ReadBy> read_by;                   ///< of an HTML page that was parsed
    int deliveries = 0;
    bool left_to_drift = false; ///< a listing that had links and has none: no failure, but perhaps drift
    bool not_the_page = false; ///< something else stood where the page should: an error page, a challenge …
    bool cancelled = false;    ///< we are shutting down: nothing was noted, the page is still due
};

/// Visits one page: fetch, gate, read, record what changed. The story of docs/architecture.md, steps 2 to 6.
///
/// Its members stand in one file per kind of page, `visitor_sources.cpp` and `visitor_articles.cpp`; what
/// decides whether a difference is news in `visitor_differences.cpp`.
///
/// Lives on the loop; parses and compares on the pool; answers once what it found is durable; the note of a
/// visit that found nothing follows within a second (RecentPages). Everything that it is made of must outlive
/// it. A misbehaving site is an Outcome; cancellation and a broken store throw.
class Visitor {
public:
    /// Outlook::share of the page's host.
    using Share = std::function<double(const archive::Page&, const config::Site&)>;

    Visitor(PoliteFetch& fetch, ParsePool& pool, archive::Reads& reads, archive::Recorder& recorder,
            Memory& memory, SiteLessons& lessons, Share share, PageLimits limits, Clock& clock);

    /// Tell every difference at the first look: there will be no second one.
    void look_once() { looks_twice_ = false; }

    /// What the archive remembers of the sites, at the start.
    void load(const std::vector<archive::Lesson>& lessons) { not_found_.load(lessons); }

    boost::asio::awaitable<Visited> visit(archive::PageId page, std::shared_ptr<const config::Site> site,
                                          Turn turn);

    /// The pages that were visited last. Their notes are to be written when they are due, and all of them at
    /// the end.
    RecentPages& recent_pages() { return recent_pages_; }
    /// The configuration has changed, and the archive with it.
    void reloaded();

private:
    using Site = std::shared_ptr<const config::Site>;

    boost::asio::awaitable<Visited> visit_source(archive::Page page, Site site, Turn turn);
    boost::asio::awaitable<Visited> visit_article(archive::Page page, Site site, Turn turn);

    boost::asio::awaitable<std::optional<Unreadable>>
    read_more(archive::Page page, Site site, const config::Source& source, parsers::Links& links, Turn& turn);
    boost::asio::awaitable<std::expected<parsers::Links, Unreadable>>
    read_one_more(archive::Page page, Site site, const config::Source& source, std::string url, Turn& turn);
    boost::asio::awaitable<std::optional<NotFetched>>
    read_rest(archive::Page page, Site site, ArticleRead& read, Time reference, Turn& turn);
    boost::asio::awaitable<void> learn_links(archive::Page page, Site site, const config::Source& source,
                                             bool found);
    boost::asio::awaitable<Visited> record_article(archive::Page page, Site site, ArticleRead read,
                                                   std::string url, archive::Validators validators,
                                                   bool moved, bool silent);
    /// Whether a difference is news; where that cannot be told yet, when to look at the page again.
    struct Difference {
        enum class What { news, by_itself, unclear } what = What::news;
        std::chrono::milliseconds look_after{};
        const char* why = "";
    };
    boost::asio::awaitable<Difference> weigh(archive::Page page, Site site, const archive::Article& known,
                                             const ArticleRead& read, const Change& change);
    boost::asio::awaitable<std::chrono::milliseconds> until_return_counts(const archive::Page& page,
                                                                          Site site,
                                                                          const archive::Article& known,
                                                                          const ArticleRead& read);
    boost::asio::awaitable<bool> same_but_volatile(Site site, const archive::Article& known,
                                                   const ArticleRead& read);
    boost::asio::awaitable<bool> learn_by_second_look(Site site, SecondLooks::Look first,
                                                      const ArticleRead& read);
    boost::asio::awaitable<Visited> look_again(archive::Page page, Site site, Difference difference);
    boost::asio::awaitable<bool> reread_stored_page(archive::Page page, Site site);
    boost::asio::awaitable<void> learn_coverage(archive::Page page, Site site,
                                                std::vector<parsers::RuleMatch> matches);
    boost::asio::awaitable<Visited> unreadable(archive::Page page, Site site, Unreadable failure,
                                               std::string url, int status);
    boost::asio::awaitable<Visited> hold(archive::Page page, Site site, std::string why, std::string url,
                                         std::string raw_page);
    boost::asio::awaitable<Visited> gone(archive::Page page, Site site, NotFetched answer);
    boost::asio::awaitable<Visited> noted(archive::Page page, Site site, archive::Outcome outcome, int status,
                                          std::string detail);

    /// `news`: what is new on a page that was seen as it is; nothing where it was not, or for the first time.
    archive::VisitNote note_of(const archive::Page& page, const config::Site& site, archive::Outcome outcome,
                               int status, std::string detail, std::optional<int> news = {});
    boost::asio::awaitable<Visited> unchanged(archive::Page page, Site site, Gate gate, Fetched fetched);
    boost::asio::awaitable<Visited> not_the_page(archive::Page page, Site site, int status,
                                                 std::string detail);
    boost::asio::awaitable<void> plan_again(archive::Page page, Site site, int news, Visited& result);
    void learn(const archive::Page& page, const config::Site& site, int news);
    boost::asio::awaitable<void> keep_lessons(std::string site);
    bool wants_full_look(const archive::Page& page, const config::Site& site);
    double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

    PoliteFetch& fetch_;
    ParsePool& pool_;
    archive::Reads& reads_;
    archive::Recorder& recorder_;
    Memory& memory_;
    SiteLessons& lessons_;
    Share share_;
    PageLimits limits_;
    Clock& clock_;
    NotFoundProbe not_found_;
    SecondLooks second_looks_;
    Returns returns_;
    RecentPages recent_pages_;
    TodaysReadings todays_readings_;
    GatePlans gate_plans_;
    bool looks_twice_ = true;
    std::minstd_rand random_{clock_.seed()}; // jitter; nothing secret
};

} // namespace baotin::crawler
