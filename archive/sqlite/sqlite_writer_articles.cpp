#include "archive/chain.hpp"
#include "archive/changes.hpp"
#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

#include <limits>

namespace baotin::archive::sqlite {
namespace {

/// A site that redirects to a new session URL on every visit must not grow the archive for ever.
constexpr int most_addresses = 32;

using What = Recorded::What;

/// A stored page that is read again, without a visit, says nothing about where and whether the article lives
/// today.
bool seen_live(const ArticleVisit& visit)
{
    return visit.note.outcome != Outcome::none;
}

} // namespace

Recorded SqliteWriter::record(const ArticleVisit& visit, const Router& router)
{
    const auto page = page_of(visit.note.page);
    const auto id = identify(connection_, visit.identity);
    std::optional<Known> known;
    std::optional<Base> latest;
    if (id) {
        known = known_article(*id);
        latest = Base{.article = *id, .revision = known->article.revision};
    }
    if (latest != visit.base) {
        const auto now = latest.value_or(Base{});
        return {.what = What::stale, .article = now.article, .revision = now.revision};
    }
    const auto recorded = known ? apply(visit, page, *known, router) : create(visit, page, router);
    auto noted = visit.note;
    if (noted.outcome != Outcome::none) {
        // A revision of our own making is no news of the page.
        const bool same =
            recorded.what == What::unchanged || (recorded.what == What::revised && visit.reparsed);
        noted.outcome = same ? Outcome::unchanged : Outcome::recorded;
    }
    note(noted);
    if (seen_live(visit)) drop_kept_page(page.id, visit.note.at);
    return recorded;
}

void SqliteWriter::hold(const HeldVisit& visit)
{
    note(visit.note);
    connection_.run("INSERT OR REPLACE INTO kept_page (page, url, fetched_at, frame) VALUES (?1, ?2, ?3, ?4)",
                    visit.note.page, visit.url, visit.note.at, Blob{visit.raw_page});
}

void SqliteWriter::drop_kept_page(PageId page, Time fetched_at)
{
    connection_.run("DELETE FROM kept_page WHERE page = ?1 AND fetched_at <= ?2", page, fetched_at);
}

SqliteWriter::Known SqliteWriter::known_article(ArticleId id)
{
    auto article = load_article(connection_, id);
    if (!article)
        throw StoreError("archive " + connection_.file().string() +
                         " has an article without its latest revision");
    auto row = connection_.query("SELECT page FROM article WHERE id = ?1", id);
    row.step();
    return {.article = *std::move(article), .page = row.optional_integer(0)};
}

Recorded SqliteWriter::create(const ArticleVisit& visit, const Page& page, const Router& router)
{
    connection_.run("INSERT INTO article (site, url, page, content_hash, revision, first_seen_at) "
                    "VALUES (?1, ?2, ?3, ?4, 1, ?5)",
                    page.site, visit.identity.url, page.id, visit.identity.content_hash, visit.note.at);
    const auto id = connection_.last_id();
    lead_to(visit, page, id);
    add_revision(visit, id, 1);
    keep_particulars(visit, id);
    keep_raw_page(visit, id, 1, true);
    Recorded recorded{.what = What::created, .article = id, .revision = 1};
    if (visit.reparsed) return recorded;
    Event event;
    event.type = EventType::article_new;
    event.at = visit.note.at;
    event.site = page.site;
    event.backfill = page.backfill;
    const auto article = known_article(id).article;
    recorded.deliveries = raise(std::move(event), &article, router);
    return recorded;
}

Recorded SqliteWriter::apply(const ArticleVisit& visit, const Page& page, const Known& known,
                             const Router& router)
{
    const auto id = known.article.id;
    const auto step = plan(visit, page, known);
    Recorded recorded{.what = What::unchanged, .article = id, .revision = known.article.revision};
    if (step.moved) {
        connection_.run("UPDATE article SET url = ?2 WHERE id = ?1", id, step.moved->after);
        add_address(page.site, step.moved->after, id, std::numeric_limits<int>::max());
        recorded.what = What::aliased;
    }
    if (seen_live(visit) && lead_to(visit, page, id)) recorded.what = What::aliased;
    if (step.own && known.page != page.id)
        connection_.run("UPDATE article SET page = ?2 WHERE id = ?1", id, page.id);
    if (step.restored) connection_.run("UPDATE article SET state = 'live' WHERE id = ?1", id);
    if (step.revised) {
        recorded.what = What::revised;
        ++recorded.revision;
        add_revision(visit, id, recorded.revision);
        connection_.run("UPDATE article SET revision = ?2, content_hash = ?3, "
                        "changed_at = CASE WHEN ?4 THEN changed_at ELSE ?5 END WHERE id = ?1",
                        id, recorded.revision, visit.identity.content_hash, visit.reparsed, visit.note.at);
    }
    if (step.own && visit.particulars != known.article.particulars) keep_particulars(visit, id);
    if (step.own) keep_raw_page(visit, id, recorded.revision, step.revised);
    recorded.deliveries = tell(visit, step, known.article, router);
    return recorded;
}

SqliteWriter::Step SqliteWriter::plan(const ArticleVisit& visit, const Page& page, const Known& known)
{
    const auto& article = known.article;
    const auto& url = visit.identity.url;
    const bool was_own = known.page == page.id;
    const bool gone = article.state == ArticleState::removed || !known.page;
    Step step;
    // Another page takes the article over where its own is gone, or where the article has moved to that
    // page's URL.
    step.own = was_own || (seen_live(visit) && (gone || page.url == article.url));
    step.revised = step.own && visit.text != article.text;
    if (!seen_live(visit)) return step;
    step.restored = article.state == ArticleState::removed;
    const bool leaves = step.own && url != article.url && (visit.permanently_moved || (gone && !was_own));
    if (leaves && free_address(page.site, url, article.id)) {
        step.moved = FieldChange{.field = "url", .before = article.url, .after = url};
    }
    return step;
}

bool SqliteWriter::lead_to(const ArticleVisit& visit, const Page& page, ArticleId article)
{
    const bool linked = page.article != article;
    if (linked) connection_.run("UPDATE page SET article = ?2 WHERE id = ?1", page.id, article);
    const bool read_at = add_address(page.site, visit.identity.url, article, most_addresses);
    const bool found_at = add_address(page.site, page.url, article, most_addresses);
    return linked || read_at || found_at;
}

bool SqliteWriter::add_address(const std::string& site, const std::string& url, ArticleId article, int most)
{
    return connection_.run("INSERT INTO address (site, url, article) SELECT ?1, ?2, ?3 "
                           "WHERE (SELECT count(*) FROM address WHERE article = ?3) < ?4 ON CONFLICT (site, "
                           "url) DO NOTHING",
                           site, url, article, most) > 0;
}

bool SqliteWriter::free_address(const std::string& site, const std::string& url, ArticleId article)
{
    auto row = connection_.query("SELECT 1 FROM address WHERE site = ?1 AND url = ?2 AND article <> ?3", site,
                                 url, article);
    return !row.step();
}

void SqliteWriter::add_revision(const ArticleVisit& visit, ArticleId article, int number)
{
    Revision revision;
    revision.article = article;
    revision.number = number;
    revision.text = visit.text;
    revision.content_hash = visit.identity.content_hash;
    revision.reading = visit.reading;
    revision.seen_at = visit.note.at;
    revision.reparsed = visit.reparsed;
    if (number > 1) revision.significance = visit.significance;
    revision.url = visit.identity.url;
    std::string previous;
    if (auto row = connection_.query("SELECT chain FROM revision WHERE article = ?1 AND number = ?2", article,
                                     number - 1);
        row.step()) {
        previous = row.text(0);
    }
    connection_.run("INSERT INTO revision (article, number, seen_at, url, reading, reparsed, significance, "
                    "content_hash, chain, "
                    "title, summary, author, published_at, captions, body) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                    article, number, revision.seen_at, revision.url, revision.reading, revision.reparsed,
                    revision.significance ? std::optional(to_string(*revision.significance)) : std::nullopt,
                    revision.content_hash, chain_link(previous, revision), revision.text.title,
                    revision.text.summary, revision.text.author, revision.text.published_at,
                    json_array(revision.text.captions), revision.text.body);
}

void SqliteWriter::keep_particulars(const ArticleVisit& visit, ArticleId article)
{
    const auto& particulars = visit.particulars;
    connection_.run("UPDATE article SET section = ?2, modified_at = ?3, images = ?4 WHERE id = ?1", article,
                    particulars.section, particulars.modified_at, json_array(particulars.images));
}

void SqliteWriter::keep_raw_page(const ArticleVisit& visit, ArticleId article, int revision, bool revised)
{
    if (revised && visit.reparsed) {
        // The same stored page, read by other rules: it goes along with the text that it now says.
        const int moved =
            connection_.run("UPDATE raw_page SET revision = ?2 WHERE article = ?1 AND revision = ?2 - 1 "
                            "AND (?3 = x'' OR frame = ?3)",
                            article, revision, Blob{visit.raw_page});
        if (moved > 0) return;
    }
    if (revised)
        connection_.run("UPDATE raw_page SET superseded = 1 WHERE article = ?1 AND superseded = 0", article);
    if (visit.raw_page.empty()) return;
    // For an unchanged text the first page stands: it is what the revision was read from.
    connection_.run("INSERT INTO raw_page (article, revision, fetched_at, frame) VALUES (?1, ?2, ?3, ?4) "
                    "ON CONFLICT (article, revision) DO NOTHING",
                    article, revision, visit.note.at, Blob{visit.raw_page});
}

int SqliteWriter::tell(const ArticleVisit& visit, const Step& step, const Article& before,
                       const Router& router)
{
    const bool changed = step.revised && !visit.reparsed;
    if (!step.restored && !step.moved && !changed) return 0;
    const auto article = known_article(before.id).article;
    Event event;
    event.at = visit.note.at;
    event.site = article.site;
    int deliveries = 0;
    if (step.moved && !step.restored) {
        event.type = EventType::article_moved;
        event.changes = {*step.moved};
        deliveries += raise(event, &article, router);
        if (!changed) return deliveries;
        event.changes.clear();
    }
    event.type = step.restored ? EventType::article_restored : EventType::article_changed;
    if (changed) {
        event.changes = visit.changes.empty() ? changes_between(before.text, article.text) : visit.changes;
        event.significance = visit.significance;
    }
    if (step.restored && step.moved) event.changes.push_back(*step.moved);
    return deliveries + raise(event, &article, router);
}

} // namespace baotin::archive::sqlite
