#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

#include <fmt/format.h>

namespace baotin::archive::sqlite {
namespace {

constexpr auto seldom_again = std::chrono::hours(1);

} // namespace

Page SqliteWriter::page_of(PageId id)
{
    auto page = load_page(connection_, id);
    if (!page) throw StoreError(fmt::format("archive {} has no page {}", connection_.file().string(), id));
    return *std::move(page);
}

void SqliteWriter::sync(const std::vector<SitePlan>& plans, Time now)
{
    std::set<std::pair<std::string, std::string>> named;
    for (const auto& plan : plans) {
        for (const auto& source : plan.sources) {
            sync_source(plan.site, source, now);
            named.emplace(plan.site, source.url);
        }
    }
    retire_unnamed(named);
}

void SqliteWriter::sync_source(const std::string& site, const SitePlan::Source& source, Time now)
{
    auto row = connection_.query("SELECT id, kind, retired FROM page WHERE site = ?1 AND url = ?2", site,
                                 source.url);
    if (!row.step()) {
        connection_.run(
            "INSERT INTO page (site, url, kind, found_at, next_visit) VALUES (?1, ?2, ?3, ?4, ?4)", site,
            source.url, to_string(source.kind), now);
        return;
    }
    const auto id = row.integer(0);
    const auto kind = page_kind(row.text(1));
    if (kind == source.kind && !row.flag(2)) return;
    // Named again, or read as something else from now on: what was seen of it says nothing about today's
    // reading.
    connection_.run("UPDATE page SET kind = ?2, retired = 0, next_visit = ?3, etag = '', last_modified = '', "
                    "wire_hash = 0, regions_hash = 0, variant = 0, change_shape = 0, change_exposure = 0, "
                    "reading = '', backfill = 0, article = NULL WHERE id = ?1",
                    id, to_string(source.kind), now);
    if (!is_source(kind)) connection_.run("UPDATE article SET page = NULL WHERE page = ?1", id);
}

void SqliteWriter::retire_unnamed(const std::set<std::pair<std::string, std::string>>& named)
{
    std::vector<PageId> unnamed;
    auto row = connection_.query("SELECT id, site, url FROM page WHERE kind <> 'article' AND retired = 0");
    while (row.step()) {
        if (!named.contains({row.text(1), row.text(2)})) unnamed.push_back(row.integer(0));
    }
    for (auto id : unnamed) {
        connection_.run("UPDATE page SET retired = 1 WHERE id = ?1", id);
    }
}

void SqliteWriter::note(const VisitNote& note)
{
    if (note.validators) {
        connection_.run("UPDATE page SET etag = ?2, last_modified = ?3, wire_hash = ?4, variant = ?5, "
                        "regions_hash = ?6 WHERE id = ?1",
                        note.page, note.validators->etag, note.validators->last_modified,
                        note.validators->wire_hash, note.validators->variant, note.validators->regions_hash);
    }
    std::optional<double> shape, exposure;
    if (note.rate) {
        shape = note.rate->shape;
        exposure = note.rate->exposure;
    }
    // `none` is no visit: a stored page was read again, or a visit was put off.
    const bool visited = note.outcome != Outcome::none;
    if (!visited) {
        connection_.run("UPDATE page SET reading = coalesce(?2, reading), next_visit = coalesce(?3, "
                        "next_visit), change_shape = coalesce(?4, change_shape), change_exposure = "
                        "coalesce(?5, change_exposure) WHERE id = ?1",
                        note.page, note.reading,
                        note.next_visit == Time{} ? std::nullopt : std::optional(note.next_visit), shape,
                        exposure);
        return;
    }
    const int rows = connection_.run(
        "UPDATE page SET last_visit = ?2, next_visit = ?3, outcome = ?4, status = ?5, detail = ?6, "
        "reading = coalesce(?7, reading), last_change = CASE WHEN ?4 = 'recorded' THEN ?2 ELSE last_change "
        "END, "
        "failures = CASE WHEN ?8 THEN 0 ELSE failures + 1 END, gone_count = CASE WHEN ?8 THEN 0 ELSE "
        "gone_count END, "
        "gone_since = CASE WHEN ?8 THEN NULL ELSE gone_since END, change_shape = coalesce(?9, change_shape), "
        "change_exposure = coalesce(?10, change_exposure) WHERE id = ?1",
        note.page, note.at, note.next_visit, to_string(note.outcome), note.status, note.detail, note.reading,
        succeeded(note.outcome), shape, exposure);
    if (rows == 0)
        throw StoreError(fmt::format("archive {} has no page {}", connection_.file().string(), note.page));
}

Announced SqliteWriter::record(const SourceVisit& visit)
{
    const auto source = page_of(visit.note.page);
    Announced announced;
    bool news = false;
    for (const auto& link : visit.links) {
        auto one = announce(visit, link.url, !source.completed_at);
        if (one.due) announced.fresh.push_back(*std::move(one.due));
        news = news || one.fresh;
    }
    note(visit.note);
    connection_.run(
        "UPDATE page SET last_change = CASE WHEN ?3 THEN ?2 ELSE last_change END, "
        "completed_at = CASE WHEN ?4 THEN coalesce(completed_at, ?2) ELSE completed_at END WHERE id = ?1",
        source.id, visit.note.at, news, visit.completed);
    return announced;
}

SqliteWriter::Announcement SqliteWriter::announce(const SourceVisit& visit, const std::string& url,
                                                  bool backfill)
{
    DuePage due{.id = 0,
                .site = visit.site,
                .url = url,
                .kind = PageKind::article,
                .next_visit = visit.note.at,
                .found_at = visit.note.at,
                .backfill = backfill};
    auto known = connection_.query(
        "SELECT p.id, p.kind, p.gone_count > 0 OR coalesce(a.state, 'live') = 'removed', p.found_at, "
        "p.last_visit, p.last_change, p.change_shape, p.change_exposure, p.backfill "
        "FROM page p LEFT JOIN article a ON a.id = p.article WHERE p.site = ?1 AND p.url = ?2",
        visit.site, url);
    if (!known.step()) {
        connection_.run("INSERT INTO page (site, url, kind, found_at, next_visit, backfill) "
                        "VALUES (?1, ?2, 'article', ?3, ?3, ?4)",
                        visit.site, url, due.next_visit, backfill);
        due.id = connection_.last_id();
        return {.fresh = true, .due = std::move(due)};
    }
    const bool back = known.flag(2);
    if (is_source(page_kind(known.text(1))) || !back) return {};
    due.id = known.integer(0);
    due.found_at = known.time(3);
    due.last_visit = known.optional_time(4);
    due.last_change = known.optional_time(5);
    due.rate = {.shape = known.real(6), .exposure = known.real(7)};
    due.backfill = known.flag(8);
    // A list may go on naming an article that is gone: it is not asked for again with every look at the list.
    const bool just_seen = due.last_visit && visit.note.at - *due.last_visit < seldom_again;
    if (just_seen) return {};
    connection_.run("UPDATE page SET next_visit = ?2 WHERE id = ?1", due.id, due.next_visit);
    return {.fresh = false, .due = std::move(due)};
}

} // namespace baotin::archive::sqlite
