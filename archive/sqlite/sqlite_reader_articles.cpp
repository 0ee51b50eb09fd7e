#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

namespace baotin::archive::sqlite {
namespace {

/// Walks an index that is in the wanted order already, so that a million bodies are never sorted. Several
/// sites are a filter on that walk (`+` keeps SQLite from using their index instead).
std::string articles_sql(const ArticleQuery& query)
{
    auto sql =
        "SELECT " + article_columns +
        " FROM article a CROSS JOIN revision r ON r.article = a.id AND r.number = a.revision WHERE ?1 IS ?1";
    if (query.sites.size() == 1) sql += " AND a.site = ?1";
    if (query.sites.size() > 1) sql += " AND +a.site IN (SELECT value FROM json_each(?1))";
    if (query.state) sql += " AND a.state = ?2";
    if (query.since) sql += " AND a.first_seen_at >= ?3";
    return sql + " AND ?2 IS ?2 AND ?3 IS ?3 ORDER BY a.first_seen_at DESC, a.id DESC LIMIT ?4";
}

} // namespace

std::optional<Article> SqliteReader::identify(const Identity& identity)
{
    const Snapshot snapshot(connection_);
    const auto id = sqlite::identify(connection_, identity);
    return id ? load_article(connection_, *id) : std::nullopt;
}

std::optional<std::string> SqliteReader::raw_page(ArticleId article)
{
    auto row = connection_.query("SELECT w.frame, w.packed FROM raw_page w JOIN article a ON a.id = "
                                 "w.article AND a.revision = w.revision "
                                 "WHERE a.id = ?1",
                                 article);
    if (!row.step()) return std::nullopt;
    return stored_pages_.read(row, 0, 1);
}

std::optional<std::string> SqliteReader::packed_page_hash(ArticleId article, int revision)
{
    auto row = connection_.query("SELECT p.content_hash FROM packing p JOIN revision r ON r.id = p.revision "
                                 "WHERE r.article = ?1 AND r.number = ?2",
                                 article, revision);
    if (!row.step()) return std::nullopt;
    return row.text(0);
}

void SqliteReader::each_article(const ArticleQuery& query, const std::function<bool(const Article&)>& visit)
{
    std::optional<std::string> sites;
    if (query.sites.size() == 1) sites = query.sites.front();
    if (query.sites.size() > 1) sites = json_array(query.sites);
    const auto state = query.state ? std::optional(to_string(*query.state)) : std::nullopt;
    const auto limit = query.limit ? static_cast<std::int64_t>(*query.limit) : -1;
    auto row = connection_.query(articles_sql(query), sites, state, query.since, limit);
    while (row.step()) {
        if (!visit(read_article(row))) return;
    }
}

std::optional<Article> SqliteReader::article(ArticleId id)
{
    return load_article(connection_, id);
}

std::vector<Revision> SqliteReader::revisions(ArticleId id)
{
    std::vector<Revision> revisions;
    static const auto sql = "SELECT " + revision_columns +
                            " FROM revision r LEFT JOIN evidence e ON e.revision = r.id "
                            "WHERE r.article = ?1 ORDER BY r.number";
    auto row = connection_.query(sql, id);
    while (row.step()) {
        revisions.push_back(read_revision(row));
    }
    return revisions;
}

int SqliteReader::earlier_revisions(ArticleId id, std::string_view content_hash)
{
    auto row = connection_.query("SELECT count(*) FROM revision WHERE article = ?1 AND content_hash = ?2 AND "
                                 "number < (SELECT max(number) FROM revision WHERE article = ?1)",
                                 id, content_hash);
    row.step();
    return row.number(0);
}

std::vector<std::string> SqliteReader::aliases(ArticleId id)
{
    std::vector<std::string> aliases;
    auto row = connection_.query("SELECT d.url FROM address d JOIN article a ON a.id = d.article "
                                 "WHERE d.article = ?1 AND d.url <> a.url ORDER BY d.url",
                                 id);
    while (row.step()) {
        aliases.push_back(row.text(0));
    }
    return aliases;
}

} // namespace baotin::archive::sqlite
