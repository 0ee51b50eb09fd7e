#pragma once

#include "archive/sqlite/connection.hpp"
#include "archive/sqlite/packed_pages.hpp"
#include "archive/store.hpp"

#include <filesystem>
#include <utility>

namespace baotin::archive::sqlite {

/// The reading side over one read-only connection; its members stand in one file per noun
/// (`sqlite_reader_pages.cpp` …).
class SqliteReader final : public Reader {
public:
    explicit SqliteReader(std::filesystem::path file);

    std::vector<DuePage> due_pages(PageId after, std::size_t limit) override;
    std::optional<Page> page(PageId id) override;
    std::vector<Page> pages(std::string_view site) override;
    bool knows_any(std::string_view site, const std::vector<std::string>& urls) override;
    std::vector<HostState> hosts() override;
    std::vector<RobotsFile> robots_files() override;
    std::vector<Lesson> lessons() override;

    std::optional<Article> identify(const Identity& identity) override;
    std::optional<std::string> raw_page(ArticleId article) override;
    std::optional<std::string> packed_page_hash(ArticleId article, int revision) override;
    std::optional<UnpackedPages> unpacked_pages(std::size_t limit) override;
    std::vector<ArticleId> article_ids(std::string_view site, ArticleId after, std::size_t limit) override;
    std::optional<StoredArticle> stored_article(ArticleId id) override;
    std::vector<PageId> kept_pages(std::string_view site, PageId after, std::size_t limit) override;
    std::optional<KeptPage> kept_page(PageId id) override;
    void each_article(const ArticleQuery& query, const std::function<bool(const Article&)>& visit) override;
    std::optional<Article> article(ArticleId id) override;
    std::vector<Revision> revisions(ArticleId id) override;
    int earlier_revisions(ArticleId id, std::string_view content_hash) override;
    std::vector<std::string> aliases(ArticleId id) override;
    std::optional<StoryId> story_of(ArticleId article) override;
    std::optional<StoryRole> story_role(ArticleId article) override;
    std::vector<StoryArticle> story(StoryId id, std::size_t limit) override;
    SearchAnswer search(const SearchQuery& query) override;
    void each_revision(const RevisionQuery& query,
                       const std::function<bool(const Revision&, const Article&)>& visit) override;
    void each_raw_page(const RevisionQuery& query,
                       const std::function<bool(const StoredRawPage&)>& visit) override;

    std::vector<StoredEvent> events(std::int64_t cursor, std::size_t limit, bool with_backfill) override;
    std::vector<StoredEvent> article_events(ArticleId id) override;
    std::int64_t last_cursor() override;
    std::vector<StoredEvent> newest_events(const EventQuery& query) override;

    std::vector<SiteHealth> sites() override;
    std::vector<Incident> open_incidents() override;

    std::vector<Delivery> deliveries(const DeliveryQuery& query) override;
    std::optional<Delivery> delivery(DeliveryId id) override;
    Backlog backlog(std::string_view hook) override;
    std::vector<Delivery> due_deliveries(std::string_view hook, Time now, std::size_t limit) override;
    std::optional<Time> next_delivery(const std::vector<std::string>& hooks) override;

private:
    /// One row that fits, before the best are read whole.
    struct Candidate {
        ArticleId article = 0;
        int revision = 0;
        std::size_t tier = 0; ///< which of match_expressions() found it
        double score = 0;
        Time first_seen_at{};
    };
    std::vector<std::string> packed_lately(const PageDictionary& dictionary);
    SearchQuery within_archive(SearchQuery query);
    std::vector<Candidate> candidates(const SearchQuery& query);
    ArticleId oldest_of_newest(std::size_t count, const std::optional<Time>& until);
    SearchHit hit(const SearchQuery& query, const Candidate& candidate);

    Connection connection_;
    StoredPages stored_pages_{connection_};
};

} // namespace baotin::archive::sqlite
