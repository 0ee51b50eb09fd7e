#pragma once

#include "archive/sqlite/connection.hpp"
#include "archive/store.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::archive::sqlite {

/// The writing side over one connection; its members stand in one file per noun (`sqlite_writer_pages.cpp`
/// …).
class SqliteWriter final : public Writer {
public:
    explicit SqliteWriter(std::filesystem::path file) : connection_(std::move(file), Access::write) {}
    ~SqliteWriter() override;
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;

    void begin() override;
    void commit() override;
    void rollback() override;
    void savepoint() override;
    void release_savepoint() override;
    void rollback_to_savepoint() override;

    void sync(const std::vector<SitePlan>& plans, Time now) override;
    void note(const VisitNote& note) override;
    void keep(const HostState& host) override;
    void keep(const RobotsFile& robots) override;
    void keep(const Lesson& lesson) override;
    Announced record(const SourceVisit& visit) override;
    Recorded record(const ArticleVisit& visit, const Router& router) override;
    Gone record(const GoneVisit& visit, const Router& router) override;
    void hold(const HeldVisit& visit) override;
    void drop_kept_page(PageId page, Time fetched_at) override;
    int open_incident(const Incident& incident, std::optional<EventType> type, const Router& router) override;
    int close_incident(const Incident& incident, std::optional<EventType> type,
                       const Router& router) override;
    void attempted(const DeliveryAttempt& attempt) override;
    std::size_t retry_deliveries(const DeliveryQuery& query, Time now) override;
    std::size_t replay_events(std::string_view hook, const std::vector<std::int64_t>& cursors,
                              Time now) override;
    std::size_t drop_raw_pages(Time before, std::size_t limit) override;
    std::size_t drop_raw_pages_beyond(std::uint64_t bytes, std::size_t limit) override;
    void keep_packed(const PackedPages& pages) override;
    std::size_t index_revisions(std::size_t limit) override;
    void clear_search_index() override;
    StoriesJoined join_stories(std::size_t limit, const Router* router) override;
    void clear_stories() override;

private:
    /// What a record needs of the visited page.
    struct VisitedPage {
        PageId id = 0;
        std::string site;
        std::string url;
        std::optional<ArticleId> article;
        bool completed = false; ///< a source whose first visit was completed
        bool backfill = false;
        bool kept = false; ///< one that was held is kept
    };
    /// An article with the page that is its own.
    struct Known {
        Article article;
        std::optional<PageId> page;
        std::string chain; ///< of its latest revision
    };
    /// What one visit means for a known article.
    struct Step {
        bool own = false; ///< the visited page is, or now becomes, the article's own: its text counts
        bool restored = false;
        bool revised = false;
        std::optional<FieldChange> moved;
    };
    /// What one link means for the frontier.
    struct Announcement {
        bool fresh = false; ///< never seen before
        std::optional<DuePage> due;
    };

    // pages
    VisitedPage page_of(PageId id);
    void note_article(const VisitNote& note, ArticleId article); ///< to which the page leads from now on
    void note_source(const VisitNote& note, bool news, bool completed);
    void leave(const VisitNote& note, const std::string& sql, std::optional<std::int64_t> besides);
    void sync_source(const std::string& site, const SitePlan::Source& source, Time now);
    void retire_unnamed(const std::set<std::pair<std::string, std::string>>& named);
    Announcement announce(const SourceVisit& visit, const std::string& url, bool backfill);

    // articles
    std::optional<ArticleId> identify(const Identity& identity, const VisitedPage& page);
    Known known_article(ArticleId id);
    Recorded create(const ArticleVisit& visit, const VisitedPage& page, const Router& router);
    Recorded apply(const ArticleVisit& visit, const VisitedPage& page, Known known, const Router& router);
    Step plan(const ArticleVisit& visit, const VisitedPage& page, const Known& known);
    void add_revision(const ArticleVisit& visit, ArticleId article, int number, std::string_view previous);
    void add_evidence(const std::string& page_hash, const std::string& chain);
    void revise(const ArticleVisit& visit, ArticleId article, int number);
    void keep_particulars(const ArticleVisit& visit, ArticleId article);
    void keep_packed(const PackedPages::Page& page, const std::string& site, std::int64_t dictionary);
    void note_packing(const PackedPages::Page& page, std::int64_t revision);
    std::uint64_t drop_raw_page(std::int64_t id);
    bool is_page_of(const ArticleVisit& visit, ArticleId article, int revision);
    void keep_raw_page(const ArticleVisit& visit, ArticleId article, int revision);
    bool lead_to(const ArticleVisit& visit, const VisitedPage& page, ArticleId article);
    bool add_further_address(const std::string& site, const std::string& url, ArticleId article);
    bool add_address(const std::string& site, const std::string& url, ArticleId article);
    bool free_address(const std::string& site, const std::string& url, ArticleId article);
    int tell_of_new(const ArticleVisit& visit, const VisitedPage& page, ArticleId id, const Router& router);
    int tell(const ArticleVisit& visit, const Step& step, Article article, const Router& router);
    static Article applied(const ArticleVisit& visit, const Step& step, Article article);

    // gone
    bool site_in_trouble(const std::string& site);
    std::optional<Gone> move_away(const VisitedPage& page, const Known& known, Time at, const Router& router);
    Gone remove(ArticleId article, Time at, const Router& router);

    // stories
    struct Likeness;
    struct Joined;
    bool join_story(ArticleId article, std::string_view body);
    Likeness likeness_of(ArticleId article, std::string_view body);
    std::optional<Joined> nearest(const Likeness& likeness);
    bool add_to_story(ArticleId article, const Joined& joined);
    bool finds_story(std::uint64_t shingle, StoryId story);
    int tell_of_spread(ArticleId article, bool is_new, Time at, const Router& router);
    int tell_what_waited(const Router& router);
    std::optional<Article> article_as_of(ArticleId article, Time at);

    // events
    int raise(Event event, const Article* article, const Router& router);
    int queue(const std::vector<std::string>& hooks, const Event& event, std::optional<ArticleId> about);

    Connection connection_;
};

} // namespace baotin::archive::sqlite
