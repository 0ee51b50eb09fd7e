#include "archive/sqlite/sqlite_writer.hpp"

namespace baotin::archive::sqlite {

void SqliteWriter::keep(const HostState& host)
{
    connection_.run(
        "INSERT OR REPLACE INTO host (host, until, slowed_by, failures, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        host.host, host.until, static_cast<std::int64_t>(host.slowed_by.count()), host.failures, host.detail);
}

void SqliteWriter::keep(const RobotsFile& robots)
{
    connection_.run(
        "INSERT OR REPLACE INTO robots (origin, text, fetched_at, expires_at, unreachable_since, detail) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        robots.origin, robots.text, robots.fetched_at, robots.expires_at, robots.unreachable_since,
        robots.detail);
}

void SqliteWriter::keep(const Lesson& lesson)
{
    connection_.run("INSERT OR REPLACE INTO lesson (site, what, value, at) VALUES (?1, ?2, ?3, ?4)",
                    lesson.site, lesson.what, lesson.value, lesson.at);
}

} // namespace baotin::archive::sqlite
