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

Revision read_revision(const Query& row)
{
    Revision revision;
    revision.article = row.integer(0);
    revision.number = row.number(1);
    revision.seen_at = row.time(2);
    revision.url = row.text(3);
    revision.reading = row.text(4);
    revision.reparsed = row.flag(5);
    revision.significance = significance(row.optional_text(6));
    revision.content_hash = row.text(7);
    revision.chain = row.text(8);
    revision.text.title = row.text(9);
    revision.text.summary = row.text(10);
    revision.text.author = row.optional_text(11);
    revision.text.published_at = row.optional_text(12);
    revision.text.captions = texts_of(row.text(13));
    revision.text.body = row.text(14);
    return revision;
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
    auto row = connection_.query(
        "SELECT w.frame FROM raw_page w JOIN article a ON a.id = w.article AND a.revision = w.revision "
        "WHERE a.id = ?1",
        article);
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
    auto row = connection_.query(
        "SELECT article, number, seen_at, url, reading, reparsed, significance, content_hash, chain, title, "
        "summary, author, published_at, captions, body FROM revision WHERE article = ?1 ORDER BY number",
        id);
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
