#include "archive/sqlite/sqlite_writer.hpp"

namespace baotin::archive::sqlite {
namespace {

using What = Gone::What;

/// Editors take down a few articles now and then; more of a site at once is the site's trouble.
constexpr int few = 3;

} // namespace

Gone SqliteWriter::record(const GoneVisit& visit, const Router& router)
{
    const auto page = page_of(visit.note.page);
    auto noted = visit.note;
    noted.outcome = Outcome::gone;
    note(noted);
    auto row = connection_.query("UPDATE page SET gone_count = gone_count + 1, gone_since = coalesce("
                                 "gone_since, ?2) WHERE id = ?1 RETURNING gone_count, gone_since",
                                 page.id, visit.note.at);
    row.step();
    const bool confirmed = row.integer(0) >= visit.confirmations && visit.note.at - row.time(1) >= visit.over;
    if (!confirmed || !page.article) return {.what = What::waiting};
    const auto known = known_article(*page.article);
    if (known.article.state == ArticleState::removed) return {.what = What::waiting};
    if (site_in_trouble(page.site)) return {.what = What::held};
    if (auto moved = move_away(page, known, visit.note.at, router)) return *moved;
    // Another of its pages decides where this one is only an alias.
    if (known.page && known.page != page.id) return {.what = What::waiting};
    return remove(known.article.id, visit.note.at, router);
}

/// A removal is believed only of a site whose sources answer and most of whose pages are there.
bool SqliteWriter::site_in_trouble(const std::string& site)
{
    auto sources = connection_.query("SELECT count(*), "
                                     "coalesce(sum(outcome IN ('failed', 'challenged')), 0), "
                                     "coalesce(sum(outcome IN ('announced', 'unchanged', 'none')), 0) "
                                     "FROM page WHERE site = ?1 AND kind <> 'article' AND retired = 0",
                                     site);
    sources.step();
    const bool some_fail = sources.integer(1) > 0;
    const bool none_answers = sources.integer(0) > 0 && sources.integer(2) == 0; // 404 for everything, say
    if (some_fail || none_answers) return true;
    auto gone = connection_.query(
        "SELECT count(*), min(p.gone_since) FROM page p JOIN article a ON a.id = p.article AND a.page = p.id "
        "WHERE p.site = ?1 AND p.gone_count > 0 AND a.state = 'live'",
        site);
    gone.step();
    const auto count = gone.integer(0);
    if (count <= few) return false;
    // More than a third of what was looked at since the first of them went? Old pages, visited rarely, prove
    // nothing.
    auto visited = connection_.query(
        "SELECT count(*) FROM (SELECT 1 FROM page p JOIN article a ON a.id = p.article AND a.page = p.id "
        "WHERE p.site = ?1 AND a.state = 'live' AND p.last_visit >= ?3 LIMIT ?2)",
        site, 3 * count, gone.time(1));
    visited.step();
    return visited.integer(0) < 3 * count;
}

std::optional<Gone> SqliteWriter::move_away(const VisitedPage& page, const Known& known, Time at,
                                            const Router& router)
{
    auto other = connection_.query(
        "SELECT id, url FROM page WHERE article = ?1 AND id <> ?2 AND kind = 'article' "
        "AND outcome IN ('recorded', 'unchanged') ORDER BY url <> ?3, last_visit DESC, id DESC LIMIT 1",
        known.article.id, page.id, known.article.url);
    if (!other.step()) return std::nullopt;
    Gone gone{.what = What::moved};
    if (known.page && known.page != page.id) return gone; // only an alias went: the article stays where it is
    const auto id = other.integer(0);
    const auto url = other.text(1);
    connection_.run("UPDATE article SET page = ?2, url = ?3 WHERE id = ?1", known.article.id, id, url);
    // Its text did not count until now: the next visit must read it, whatever the gates remember.
    connection_.run("UPDATE page SET etag = '', last_modified = '', wire_hash = 0, regions_hash = 0, reading "
                    "= '' WHERE id = ?1",
                    id);
    if (url == known.article.url) return gone;
    auto article = known.article;
    article.url = url;
    Event event;
    event.type = EventType::article_moved;
    event.at = at;
    event.site = article.site;
    event.changes = {FieldChange{.field = "url", .before = known.article.url, .after = url}};
    gone.deliveries = raise(std::move(event), &article, router);
    return gone;
}

Gone SqliteWriter::remove(ArticleId id, Time at, const Router& router)
{
    connection_.run("UPDATE article SET state = 'removed' WHERE id = ?1", id);
    const auto article = known_article(id).article;
    Event event;
    event.type = EventType::article_removed;
    event.at = at;
    event.site = article.site;
    return {.what = What::removed, .deliveries = raise(std::move(event), &article, router)};
}

} // namespace baotin::archive::sqlite
