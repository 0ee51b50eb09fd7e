#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

namespace baotin::archive::sqlite {
namespace {

std::vector<StoredEvent> read_events(Query row)
{
    std::vector<StoredEvent> events;
    while (row.step()) {
        events.push_back({.cursor = row.integer(0),
                          .id = row.text(1),
                          .type = event_type(row.text(2)),
                          .at = row.time(3),
                          .site = row.text(4),
                          .article = row.optional_integer(5),
                          .backfill = row.flag(6),
                          .body = row.text(7)});
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

} // namespace baotin::archive::sqlite
