#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

#include <algorithm>
#include <map>

namespace baotin::archive::sqlite {

std::vector<DuePage> SqliteReader::due_pages(PageId after, std::size_t limit)
{
    // A site none of whose sources is named any more has left the configuration: its articles are not visited
    // either.
    // `+site`: by id and not by the index of sites, which would sort all pages for each part.
    auto row = connection_.query(
        "SELECT id, site, url, kind, next_visit, found_at, last_visit, last_change, change_shape, "
        "change_exposure, backfill FROM page WHERE id > ?1 AND retired = 0 "
        "AND +site IN (SELECT site FROM page WHERE kind <> 'article' AND retired = 0) ORDER BY id LIMIT ?2",
        after, limit);
    std::vector<DuePage> pages;
    while (row.step()) {
        pages.push_back({.id = row.integer(0),
                         .site = row.text(1),
                         .url = row.text(2),
                         .kind = page_kind(row.text(3)),
                         .next_visit = row.time(4),
                         .found_at = row.time(5),
                         .last_visit = row.optional_time(6),
                         .last_change = row.optional_time(7),
                         .rate = {.shape = row.real(8), .exposure = row.real(9)},
                         .backfill = row.flag(10)});
    }
    return pages;
}

std::optional<Page> SqliteReader::page(PageId id)
{
    return load_page(connection_, id);
}

std::vector<Page> SqliteReader::pages(std::string_view site)
{
    static const auto sql =
        "SELECT " + page_columns + " FROM page WHERE site = ?1 AND retired = 0 ORDER BY kind = 'article', id";
    std::vector<Page> pages;
    auto row = connection_.query(sql, site);
    while (row.step()) {
        pages.push_back(read_page(row));
    }
    return pages;
}

std::vector<SiteHealth> SqliteReader::sites()
{
    const Snapshot snapshot(connection_);
    std::map<std::string, SiteHealth> sites;
    // A gone article is the editors' will and no failure; a gone source is one.
    auto pages = connection_.query(
        "SELECT site, count(*) FILTER (WHERE kind <> 'article'), count(*), "
        "count(*) FILTER (WHERE outcome IN ('forbidden', 'challenged', 'unreadable', 'failed') "
        "OR (outcome = 'gone' AND kind <> 'article')), max(last_visit) "
        "FROM page WHERE retired = 0 GROUP BY site");
    while (pages.step()) {
        if (pages.integer(1) == 0) continue; // left the configuration
        const auto site = pages.text(0);
        sites[site] = {.site = site,
                       .sources = static_cast<std::size_t>(pages.integer(1)),
                       .articles = 0,
                       .pages = static_cast<std::size_t>(pages.integer(2)),
                       .failing = static_cast<std::size_t>(pages.integer(3)),
                       .last_visit = pages.optional_time(4),
                       .last_new = std::nullopt,
                       .raw_pages = {},
                       .incidents = {}};
    }
    auto articles = connection_.query(
        "SELECT site, count(*) FILTER (WHERE state = 'live'), max(first_seen_at) FROM article GROUP BY site");
    while (articles.step()) {
        const auto place = sites.find(articles.text(0));
        if (place == sites.end()) continue;
        place->second.articles = static_cast<std::size_t>(articles.integer(1));
        place->second.last_new = articles.optional_time(2);
    }
    auto raw_pages = connection_.query(
        "SELECT site, count(*), sum(stored), sum(size), sum(stored) FROM packed_page GROUP BY site UNION ALL "
        "SELECT a.site, count(*), sum(length(w.frame)), 0, 0 FROM raw_page w INDEXED BY raw_page_unpacked "
        "CROSS JOIN article a ON a.id = w.article WHERE w.packed IS NULL GROUP BY a.site");
    while (raw_pages.step()) {
        const auto place = sites.find(raw_pages.text(0));
        if (place == sites.end()) continue;
        auto& room = place->second.raw_pages;
        const auto bytes = [&](int column) { return static_cast<std::uint64_t>(raw_pages.integer(column)); };
        room.pages += bytes(1);
        room.stored += bytes(2);
        room.packed_from += bytes(3);
        room.packed_stored += bytes(4);
    }
    for (auto& incident : open_incidents()) {
        if (const auto place = sites.find(incident.site); place != sites.end()) {
            place->second.incidents.push_back(std::move(incident));
        }
    }
    std::vector<SiteHealth> health;
    for (auto& [site, one] : sites) {
        health.push_back(std::move(one));
    }
    return health;
}

std::vector<Incident> SqliteReader::open_incidents()
{
    static const auto sql =
        "SELECT " + incident_columns + " FROM incident WHERE until IS NULL ORDER BY since, id";
    std::vector<Incident> incidents;
    auto row = connection_.query(sql);
    while (row.step()) {
        incidents.push_back(read_incident(row));
    }
    return incidents;
}

bool SqliteReader::knows_any(std::string_view site, const std::vector<std::string>& urls)
{
    return std::ranges::any_of(urls, [&](const std::string& url) {
        return connection_.query("SELECT 1 FROM page WHERE site = ?1 AND url = ?2", site, url).step();
    });
}

} // namespace baotin::archive::sqlite
