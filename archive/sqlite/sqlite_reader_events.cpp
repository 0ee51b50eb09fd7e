#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

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

} // namespace

std::vector<StoredEvent> SqliteReader::events(std::int64_t cursor, std::size_t limit, bool with_backfill)
{
    constexpr auto all =
        "SELECT cursor, id, type, at, site, article, backfill, body FROM event WHERE cursor > ?1 "
        "ORDER BY cursor LIMIT ?2";
    constexpr auto told =
        "SELECT cursor, id, type, at, site, article, backfill, body FROM event INDEXED BY event_told "
        "WHERE cursor > ?1 AND backfill = 0 ORDER BY cursor LIMIT ?2";
    std::vector<StoredEvent> events;
    auto row = connection_.query(with_backfill ? all : told, cursor, limit);
    while (row.step()) {
        events.push_back(read_event(row));
    }
    return events;
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
    if (query.article) sql += " AND article = ?3";
    sql += " AND ?1 IS ?1 AND ?2 IS ?2 AND ?3 IS ?3 ORDER BY cursor DESC LIMIT ?4";
    std::vector<StoredEvent> events;
    auto row = connection_.query(sql, json_array(query.sites), json_array(words), query.article, query.limit);
    while (row.step()) {
        events.push_back(read_event(row));
    }
    return events;
}

} // namespace baotin::archive::sqlite
