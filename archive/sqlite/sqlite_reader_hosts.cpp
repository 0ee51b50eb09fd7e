#include "archive/sqlite/sqlite_reader.hpp"

namespace baotin::archive::sqlite {

std::vector<HostState> SqliteReader::hosts()
{
    std::vector<HostState> hosts;
    auto row = connection_.query("SELECT host, until, slowed_by, failures, detail FROM host ORDER BY host");
    while (row.step()) {
        hosts.push_back({.host = row.text(0),
                         .until = row.time(1),
                         .slowed_by = std::chrono::milliseconds(row.integer(2)),
                         .failures = row.number(3),
                         .detail = row.text(4)});
    }
    return hosts;
}

std::vector<RobotsFile> SqliteReader::robots_files()
{
    std::vector<RobotsFile> files;
    auto row = connection_.query(
        "SELECT origin, text, fetched_at, expires_at, unreachable_since, detail FROM robots ORDER BY origin");
    while (row.step()) {
        files.push_back({.origin = row.text(0),
                         .text = row.optional_text(1),
                         .fetched_at = row.time(2),
                         .expires_at = row.time(3),
                         .unreachable_since = row.optional_time(4),
                         .detail = row.text(5)});
    }
    return files;
}

std::vector<Lesson> SqliteReader::lessons()
{
    std::vector<Lesson> lessons;
    auto row = connection_.query("SELECT site, what, value, at FROM lesson ORDER BY site, what");
    while (row.step()) {
        lessons.push_back(
            {.site = row.text(0), .what = row.text(1), .value = row.text(2), .at = row.time(3)});
    }
    return lessons;
}

} // namespace baotin::archive::sqlite
