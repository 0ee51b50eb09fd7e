#pragma once

#include "archive/sqlite/connection.hpp"
#include "archive/store.hpp"

#include <filesystem>
#include <utility>

namespace baotin::archive::sqlite {

/// The reading side over one read-only connection; its members stand in one file per noun
/// (`sqlite_reader_pages.cpp` …).
class SqliteReader final : public Reader {
public:
    explicit SqliteReader(std::filesystem::path file) : connection_(std::move(file), Access::read) {}

    std::vector<DuePage> due_pages(PageId after, std::size_t limit) override;
    std::optional<Page> page(PageId id) override;
    std::vector<Page> pages(std::string_view site) override;
    std::vector<HostState> hosts() override;
    std::vector<RobotsFile> robots_files() override;
    std::vector<Lesson> lessons() override;

    std::optional<Article> identify(const Identity& identity) override;
    std::optional<std::string> raw_page(ArticleId article) override;
    std::vector<ArticleId> article_ids(std::string_view site, ArticleId after, std::size_t limit) override;
    std::optional<StoredArticle> stored_article(ArticleId id) override;
    std::vector<PageId> kept_pages(std::string_view site, PageId after, std::size_t limit) override;
    std::optional<KeptPage> kept_page(PageId id) override;
    void each_article(const ArticleQuery& query, const std::function<bool(const Article&)>& visit) override;
    std::optional<Article> article(ArticleId id) override;
    std::vector<Revision> revisions(ArticleId id) override;
    std::vector<std::string> aliases(ArticleId id) override;

    std::vector<StoredEvent> events(std::int64_t cursor, std::size_t limit, bool with_backfill) override;
    std::vector<StoredEvent> article_events(ArticleId id) override;
    std::int64_t last_cursor() override;

    std::vector<SiteHealth> sites() override;
    std::vector<Incident> open_incidents() override;

    std::vector<Delivery> deliveries(const DeliveryQuery& query) override;
    std::optional<Delivery> delivery(DeliveryId id) override;
    std::vector<Delivery> due_deliveries(std::string_view hook, Time now, std::size_t limit) override;
    std::optional<Time> next_delivery(const std::vector<std::string>& hooks) override;

private:
    Connection connection_;
};

} // namespace baotin::archive::sqlite
