#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

namespace baotin::archive::sqlite {

std::vector<ArticleId> SqliteReader::article_ids(std::string_view site, ArticleId after, std::size_t limit)
{
    // `+site`: by id, so that no part is sorted.
    auto row = connection_.query("SELECT id FROM article WHERE id > ?2 AND +site = ?1 ORDER BY id LIMIT ?3",
                                 site, after, limit);
    std::vector<ArticleId> ids;
    while (row.step()) {
        ids.push_back(row.integer(0));
    }
    return ids;
}

std::optional<StoredArticle> SqliteReader::stored_article(ArticleId id)
{
    const Snapshot snapshot(connection_);
    auto article = load_article(connection_, id);
    if (!article) return std::nullopt;
    StoredArticle stored;
    stored.article = *std::move(article);
    auto row = connection_.query("SELECT a.page, w.frame, coalesce(w.fetched_at, r.seen_at) FROM article a "
                                 "JOIN revision r ON r.article = a.id AND r.number = a.revision "
                                 "LEFT JOIN raw_page w ON w.article = a.id AND w.revision = a.revision "
                                 "WHERE a.id = ?1",
                                 id);
    row.step();
    stored.page = row.optional_integer(0);
    stored.raw_page = row.optional_text(1);
    stored.fetched_at = row.time(2);
    return stored;
}

std::vector<PageId> SqliteReader::kept_pages(std::string_view site, PageId after, std::size_t limit)
{
    auto row = connection_.query("SELECT k.page FROM kept_page k CROSS JOIN page p ON p.id = k.page "
                                 "WHERE k.page > ?2 AND p.site = ?1 ORDER BY k.page LIMIT ?3",
                                 site, after, limit);
    std::vector<PageId> pages;
    while (row.step()) {
        pages.push_back(row.integer(0));
    }
    return pages;
}

std::optional<KeptPage> SqliteReader::kept_page(PageId id)
{
    auto row = connection_.query("SELECT page, url, fetched_at, frame FROM kept_page WHERE page = ?1", id);
    if (!row.step()) return std::nullopt;
    return KeptPage{
        .page = row.integer(0), .url = row.text(1), .fetched_at = row.time(2), .raw_page = row.text(3)};
}

} // namespace baotin::archive::sqlite
