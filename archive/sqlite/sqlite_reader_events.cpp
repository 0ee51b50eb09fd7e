#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/search_index.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

#include <algorithm>

namespace baotin::archive::sqlite {
namespace {

StoredEvent read_event(const Query& row)
{
    return {.cursor = row.integer(0),
            .id = row.text(1),
            .type = event_type(row.text(2)),
            .at = row.time(3),
            .site = row.text(4),
            .article = row.optional_integer(5),
            .backfill = row.flag(6),
            .body = row.text(7)};
}

constexpr std::size_t most_matched = 3000; ///< events whose articles are asked for words: each some 20 µs

bool has_index(Connection& connection)
{
    return connection.query("SELECT 1 FROM search_progress WHERE revision > 0").step();
}

bool matches(Connection& connection, ArticleId article, const std::string& match)
{
    auto row = connection.query(
        "SELECT 1 FROM search_text WHERE search_text MATCH ?1 AND rowid BETWEEN ?2 AND ?3 LIMIT 1", match,
        search_row(article, 0), search_row(article + 1, 0) - 1);
    return row.step();
}

std::vector<StoredEvent> read_events(Query row)
{
    std::vector<StoredEvent> events;
    while (row.step()) {
        events.push_back(read_event(row));
    }
    return events;
}

} // namespace

std::vector<StoredEvent> SqliteReader::events(std::int64_t cursor, std::size_t limit, bool with_backfill)
{
    constexpr auto all =
        "SELECT cursor, id, type, at, site, article, backfill, body FROM event WHERE cursor > ?1 "
        "ORDER BY cursor LIMIT ?2";
    constexpr auto told =
        "SELECT cursor, id, type, at, site, article, backfill, body FROM event INDEXED BY event_told "
        "WHERE cursor > ?1 AND backfill = 0 ORDER BY cursor LIMIT ?2";
    return read_events(connection_.query(with_backfill ? all : told, cursor, limit));
}

std::vector<StoredEvent> SqliteReader::article_events(ArticleId id)
{
    return read_events(connection_.query("SELECT cursor, id, type, at, site, article, backfill, body FROM "
                                         "event WHERE article = ?1 ORDER BY cursor",
                                         id));
}

std::int64_t SqliteReader::last_cursor()
{
    auto row = connection_.query("SELECT coalesce(max(cursor), 0) FROM event");
    row.step();
    return row.integer(0);
}

std::vector<StoredEvent> SqliteReader::newest_events(const EventQuery& query)
{
    std::vector<std::string> words;
    for (auto type : query.types)
        words.emplace_back(to_string(type));
    std::string sql = "SELECT cursor, id, type, at, site, article, backfill, body FROM event INDEXED BY "
                      "event_told WHERE backfill = 0";
    if (!query.sites.empty()) sql += " AND site IN (SELECT value FROM json_each(?1))";
    if (!words.empty()) sql += " AND type IN (SELECT value FROM json_each(?2))";
    sql += " AND ?1 IS ?1 AND ?2 IS ?2 ORDER BY cursor DESC LIMIT ?3";
    SearchQuery says;
    if (query.terms) says.terms = *query.terms;
    const auto match = query.terms ? match_expressions(says).back() : std::string();
    if (query.terms && !has_index(connection_)) return {};
    const auto looked_at = query.terms ? std::max(query.limit, most_matched) : query.limit;
    std::vector<StoredEvent> events;
    auto row = connection_.query(sql, json_array(query.sites), json_array(words), looked_at);
    while (events.size() < query.limit && row.step()) {
        auto event = read_event(row);
        if (query.terms && !(event.article && matches(connection_, *event.article, match))) continue;
        events.push_back(std::move(event));
    }
    return events;
}

} // namespace baotin::archive::sqlite
