#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

namespace baotin::archive::sqlite {
namespace {

/// The article of a revision, with that revision's text, from the columns behind the revision's.
Article article_of(const Revision& revision, const Query& row, int first)
{
    Article article;
    article.id = revision.article;
    article.text = revision.text;
    article.content_hash = revision.content_hash;
    article.reading = revision.reading;
    article.site = row.text(first);
    article.url = row.text(first + 1);
    article.revision = row.number(first + 2);
    article.first_seen_at = row.time(first + 3);
    article.changed_at = row.optional_time(first + 4);
    article.state = article_state(row.text(first + 5));
    article.particulars = {.section = row.optional_text(first + 6),
                           .modified_at = row.optional_text(first + 7),
                           .images = texts_of(row.text(first + 8))};
    return article;
}

} // namespace

std::vector<ArticleId> SqliteReader::article_ids(std::string_view site, ArticleId after, std::size_t limit)
{
    // `+site`: by id, so that no part is sorted.
    auto row = connection_.query(
        "SELECT id FROM article WHERE id > ?2 AND (?1 = '' OR +site = ?1) ORDER BY id LIMIT ?3", site, after,
        limit);
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
    auto row = connection_.query(
        "SELECT a.page, w.frame, coalesce(w.fetched_at, r.seen_at), w.packed FROM article a "
        "JOIN revision r ON r.article = a.id AND r.number = a.revision "
        "LEFT JOIN raw_page w ON w.article = a.id AND w.revision = a.revision "
        "WHERE a.id = ?1",
        id);
    row.step();
    stored.page = row.optional_integer(0);
    if (!row.null(1)) stored.raw_page = stored_pages_.read(row, 1, 3);
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

std::optional<UnpackedPages> SqliteReader::unpacked_pages(std::size_t limit)
{
    const Snapshot snapshot(connection_);
    auto site = connection_.query(
        "SELECT a.site FROM raw_page w INDEXED BY raw_page_unpacked CROSS JOIN article a ON a.id = w.article "
        "WHERE w.packed IS NULL GROUP BY a.site "
        "HAVING count(*) >= ?1 OR EXISTS (SELECT 1 FROM page_dictionary d WHERE d.site = a.site) LIMIT 1",
        least_training_pages);
    if (!site.step()) return std::nullopt;
    UnpackedPages unpacked;
    unpacked.site = site.text(0);
    auto known = connection_.query(
        "SELECT id, bytes, ratio FROM page_dictionary WHERE site = ?1 ORDER BY id DESC LIMIT 1",
        unpacked.site);
    if (known.step())
        unpacked.dictionary = {.id = known.integer(0), .bytes = known.text(1), .ratio = known.real(2)};
    auto row = connection_.query("SELECT w.id, w.frame FROM raw_page w INDEXED BY raw_page_unpacked "
                                 "CROSS JOIN article a ON a.id = w.article "
                                 "WHERE w.packed IS NULL AND a.site = ?1 ORDER BY w.id LIMIT ?2",
                                 unpacked.site, limit);
    while (row.step())
        unpacked.pages.push_back({.id = row.integer(0), .raw_page = row.text(1)});
    if (unpacked.dictionary) unpacked.lately = packed_lately(*unpacked.dictionary);
    return unpacked;
}

/// A site that was built anew is visited a page at a time: its pages were packed by a dictionary that does
/// not fit them before there were enough of them for another one. All of the latest pages teach that, not the
/// misfits alone: a site may have two kinds of pages for ever.
std::vector<std::string> SqliteReader::packed_lately(const PageDictionary& dictionary)
{
    std::vector<std::int64_t> latest;
    std::size_t misfits = 0;
    {
        auto row = connection_.query(
            "SELECT id, size, stored FROM packed_page WHERE dictionary = ?1 ORDER BY id DESC LIMIT ?2",
            dictionary.id, 2 * least_training_pages);
        while (row.step()) {
            latest.push_back(row.integer(0));
            misfits += !still_fits(dictionary, row.real(1) / row.real(2));
        }
    }
    if (misfits < least_training_pages) return {};
    std::vector<std::string> forms;
    for (const auto id : latest) {
        try {
            forms.push_back(stored_pages_.packed(id).substr(0, most_of_a_sample));
        } catch (const StoreError&) { // a damaged page is `verify`'s to tell; it teaches nothing
        }
    }
    return forms;
}

std::optional<KeptPage> SqliteReader::kept_page(PageId id)
{
    auto row = connection_.query("SELECT page, url, fetched_at, frame FROM kept_page WHERE page = ?1", id);
    if (!row.step()) return std::nullopt;
    return KeptPage{
        .page = row.integer(0), .url = row.text(1), .fetched_at = row.time(2), .raw_page = row.text(3)};
}

void SqliteReader::each_revision(const RevisionQuery& query,
                                 const std::function<bool(const Revision&, const Article&)>& visit)
{
    std::string sql = "SELECT " + revision_columns +
                      ", a.site, a.url, a.revision, a.first_seen_at, a.changed_at, a.state, a.section, "
                      "a.modified_at, a.images FROM revision r CROSS JOIN article a ON a.id = r.article "
                      "LEFT JOIN evidence e ON e.revision = r.id WHERE r.id > ?1";
    if (!query.sites.empty()) sql += " AND a.site IN (SELECT value FROM json_each(?2))";
    if (query.since) sql += " AND r.seen_at >= ?3";
    if (query.until) sql += " AND r.seen_at < ?4";
    sql += " AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 ORDER BY r.id LIMIT ?5";
    const auto limit = query.limit ? static_cast<std::int64_t>(*query.limit) : -1;
    auto row = connection_.query(sql, query.after, json_array(query.sites), query.since, query.until, limit);
    while (row.step()) {
        const auto revision = read_revision(row);
        if (!visit(revision, article_of(revision, row, revision_column_count))) return;
    }
}

void SqliteReader::each_raw_page(const RevisionQuery& query,
                                 const std::function<bool(const StoredRawPage&)>& visit)
{
    std::string sql = "SELECT w.id, w.article, w.revision, a.site, r.url, w.fetched_at, "
                      "coalesce(e.page_hash, ''), w.frame, w.packed FROM raw_page w "
                      "CROSS JOIN article a ON a.id = w.article "
                      "CROSS JOIN revision r ON r.article = w.article AND r.number = w.revision "
                      "LEFT JOIN evidence e ON e.revision = r.id WHERE w.id > ?1";
    if (!query.sites.empty()) sql += " AND a.site IN (SELECT value FROM json_each(?2))";
    if (query.since) sql += " AND w.fetched_at >= ?3";
    if (query.until) sql += " AND w.fetched_at < ?4";
    sql += " AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 ORDER BY w.id LIMIT ?5";
    const auto limit = query.limit ? static_cast<std::int64_t>(*query.limit) : -1;
    auto row = connection_.query(sql, query.after, json_array(query.sites), query.since, query.until, limit);
    while (row.step()) {
        StoredRawPage page;
        page.id = row.integer(0);
        page.article = row.integer(1);
        page.revision = row.number(2);
        page.site = row.text(3);
        page.url = row.text(4);
        page.fetched_at = row.time(5);
        page.page_hash = row.text(6);
        page.raw_page = stored_pages_.read(row, 7, 8);
        if (!visit(page)) return;
    }
}

} // namespace baotin::archive::sqlite
