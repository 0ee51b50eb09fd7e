#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

#include <fmt/format.h>

namespace baotin::archive::sqlite {
namespace {

constexpr auto seldom_again = std::chrono::hours(1);

/// One UPDATE for all that a visit leaves on its page, `besides` included, which may use ?16. A note without
/// an outcome is no visit: a stored page was read again, or a visit was put off.
struct NoteSql {
    explicit NoteSql(std::string_view besides)
        : visit(written("last_visit = ?2, next_visit = ?3, outcome = ?4, status = ?5, detail = ?6, "
                        "failures = CASE WHEN ?8 THEN 0 ELSE failures + 1 END, "
                        "gone_count = CASE WHEN ?8 THEN 0 ELSE gone_count END, "
                        "gone_since = CASE WHEN ?8 THEN NULL ELSE gone_since END",
                        besides)),
          no_visit(written("next_visit = coalesce(?3, next_visit)", besides))
    {
    }

    std::string visit, no_visit;

private:
    static std::string written(std::string_view visit, std::string_view besides)
    {
        return fmt::format(
            "UPDATE page SET {}, reading = coalesce(?7, reading), "
            "change_shape = coalesce(?9, change_shape), change_exposure = coalesce(?10, change_exposure), "
            "etag = coalesce(?11, etag), last_modified = coalesce(?12, last_modified), "
            "wire_hash = coalesce(?13, wire_hash), regions_hash = coalesce(?14, regions_hash), "
            "variant = coalesce(?15, variant), {} WHERE id = ?1 AND ?16 IS ?16",
            visit, besides);
    }
};

constexpr auto changed_if_recorded = "last_change = CASE WHEN ?4 = 'recorded' THEN ?2 ELSE last_change END";

} // namespace

SqliteWriter::VisitedPage SqliteWriter::page_of(PageId id)
{
    auto row = connection_.query("SELECT id, site, url, article, completed_at IS NOT NULL, backfill, "
                                 "EXISTS (SELECT 1 FROM kept_page WHERE page = ?1) FROM page WHERE id = ?1",
                                 id);
    if (!row.step())
        throw StoreError(fmt::format("archive {} has no page {}", connection_.file().string(), id));
    return {.id = row.integer(0),
            .site = row.text(1),
            .url = row.text(2),
            .article = row.optional_integer(3),
            .completed = row.flag(4),
            .backfill = row.flag(5),
            .kept = row.flag(6)};
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
    static const NoteSql sql(changed_if_recorded);
    leave(note, note.outcome == Outcome::none ? sql.no_visit : sql.visit, std::nullopt);
}

void SqliteWriter::note_article(const VisitNote& note, ArticleId article)
{
    static const NoteSql sql(fmt::format("article = ?16, {}", changed_if_recorded));
    leave(note, note.outcome == Outcome::none ? sql.no_visit : sql.visit, article);
}

void SqliteWriter::note_source(const VisitNote& note, bool news, bool completed)
{
    constexpr int for_news = 1, for_completed = 2;
    static const NoteSql sql(
        fmt::format("last_change = CASE WHEN ?16 & {} THEN ?2 ELSE last_change END, "
                    "completed_at = CASE WHEN ?16 & {} THEN coalesce(completed_at, ?2) ELSE completed_at END",
                    for_news, for_completed));
    leave(note, note.outcome == Outcome::none ? sql.no_visit : sql.visit,
          (news ? for_news : 0) | (completed ? for_completed : 0));
}

void SqliteWriter::leave(const VisitNote& note, const std::string& sql, std::optional<std::int64_t> besides)
{
    const bool visited = note.outcome != Outcome::none;
    const bool planned = visited || note.next_visit != Time{};
    std::optional<double> shape, exposure;
    if (note.rate) {
        shape = note.rate->shape;
        exposure = note.rate->exposure;
    }
    std::optional<std::string_view> etag, last_modified;
    std::optional<std::uint64_t> wire_hash, regions_hash, variant;
    if (note.validators) {
        etag = note.validators->etag;
        last_modified = note.validators->last_modified;
        wire_hash = note.validators->wire_hash;
        regions_hash = note.validators->regions_hash;
        variant = note.validators->variant;
    }
    const int rows = connection_.run(
        sql, note.page, note.at, planned ? std::optional(note.next_visit) : std::nullopt,
        to_string(note.outcome), note.status, note.detail, note.reading, succeeded(note.outcome), shape,
        exposure, etag, last_modified, wire_hash, regions_hash, variant, besides);
    if (visited && rows == 0)
        throw StoreError(fmt::format("archive {} has no page {}", connection_.file().string(), note.page));
}

Announced SqliteWriter::record(const SourceVisit& visit)
{
    const auto source = page_of(visit.note.page);
    Announced announced;
    bool news = false;
    for (const auto& link : visit.links) {
        auto one = announce(visit, link.url, !source.completed);
        if (one.due) announced.fresh.push_back(*std::move(one.due));
        news = news || one.fresh;
    }
    note_source(visit.note, news, visit.completed);
    return announced;
}

SqliteWriter::Announcement SqliteWriter::announce(const SourceVisit& visit, const std::string& url,
                                                  bool backfill)
{
    // Nearly all links of nearly all visits are known and there: that is all this has to be quick for.
    auto known = connection_.query(
        "SELECT p.kind = 'article' AND (p.gone_count > 0 OR coalesce(a.state, 'live') = 'removed'), p.id, "
        "p.found_at, p.last_visit, p.last_change, p.change_shape, p.change_exposure, p.backfill "
        "FROM page p LEFT JOIN article a ON a.id = p.article WHERE p.site = ?1 AND p.url = ?2",
        visit.site, url);
    const bool fresh = !known.step();
    if (!fresh && !known.flag(0)) return {};
    DuePage due{.id = 0,
                .site = visit.site,
                .url = url,
                .kind = PageKind::article,
                .next_visit = visit.note.at,
                .found_at = visit.note.at,
                .backfill = backfill};
    if (fresh) {
        connection_.run("INSERT INTO page (site, url, kind, found_at, next_visit, backfill) "
                        "VALUES (?1, ?2, 'article', ?3, ?3, ?4)",
                        visit.site, url, due.next_visit, backfill);
        due.id = connection_.last_id();
        return {.fresh = true, .due = std::move(due)};
    }
    due.id = known.integer(1);
    due.found_at = known.time(2);
    due.last_visit = known.optional_time(3);
    due.last_change = known.optional_time(4);
    due.rate = {.shape = known.real(5), .exposure = known.real(6)};
    due.backfill = known.flag(7);
    // A list may go on naming an article that is gone: it is not asked for again with every look at the list.
    const bool just_seen = due.last_visit && visit.note.at - *due.last_visit < seldom_again;
    if (just_seen) return {};
    connection_.run("UPDATE page SET next_visit = ?2 WHERE id = ?1", due.id, due.next_visit);
    return {.fresh = false, .due = std::move(due)};
}

} // namespace baotin::archive::sqlite
