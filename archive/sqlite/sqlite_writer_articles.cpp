#include "archive/chain.hpp"
#include "archive/changes.hpp"
#include "archive/page_hash.hpp"
#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"
#include "parsers/hash.hpp"

#include <utility>

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
    const auto id = identify(visit.identity, page);
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
    const auto recorded = known ? apply(visit, page, *std::move(known), router) : create(visit, page, router);
    auto noted = visit.note;
    if (noted.outcome != Outcome::none) {
        // A revision of our own making is no news of the page.
        const bool same =
            recorded.what == What::unchanged || (recorded.what == What::revised && visit.reparsed);
        noted.outcome = same ? Outcome::unchanged : Outcome::recorded;
    }
    if (page.article != recorded.article && (!known || seen_live(visit))) {
        note_article(noted, recorded.article);
    } else {
        note(noted);
    }
    if (page.kept && seen_live(visit)) drop_kept_page(page.id, visit.note.at);
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

std::optional<ArticleId> SqliteWriter::identify(const Identity& identity, const VisitedPage& page)
{
    if (identity.page != page.id) return sqlite::identify(connection_, identity);
    return page.article ? page.article : identify_beyond_page(connection_, identity);
}

SqliteWriter::Known SqliteWriter::known_article(ArticleId id)
{
    static const auto sql = "SELECT " + article_columns +
                            ", a.page, r.chain FROM article a JOIN revision r ON r.article = a.id "
                            "AND r.number = a.revision WHERE a.id = ?1";
    auto row = connection_.query(sql, id);
    if (!row.step())
        throw StoreError("archive " + connection_.file().string() +
                         " has an article without its latest revision");
    return {.article = read_article(row), .page = row.optional_integer(18), .chain = row.text(19)};
}

Recorded SqliteWriter::create(const ArticleVisit& visit, const VisitedPage& page, const Router& router)
{
    const auto& particulars = visit.particulars;
    connection_.run("INSERT INTO article (site, url, page, content_hash, revision, first_seen_at, section, "
                    "modified_at, images) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8)",
                    page.site, visit.identity.url, page.id, visit.identity.content_hash, visit.note.at,
                    particulars.section, particulars.modified_at, json_array(particulars.images));
    const auto id = connection_.last_id();
    add_address(page.site, visit.identity.url, id);
    if (page.url != visit.identity.url) add_address(page.site, page.url, id);
    add_revision(visit, id, 1, {});
    keep_raw_page(visit, id, 1);
    Recorded recorded{.what = What::created, .article = id, .revision = 1};
    if (!visit.reparsed) recorded.deliveries = tell_of_new(visit, page, id, router);
    return recorded;
}

Recorded SqliteWriter::apply(const ArticleVisit& visit, const VisitedPage& page, Known known,
                             const Router& router)
{
    const auto id = known.article.id;
    const auto step = plan(visit, page, known);
    Recorded recorded{.what = What::unchanged, .article = id, .revision = known.article.revision};
    if (step.moved) {
        connection_.run("UPDATE article SET url = ?2 WHERE id = ?1", id, step.moved->after);
        add_address(page.site, step.moved->after, id);
        recorded.what = What::aliased;
    }
    if (seen_live(visit) && lead_to(visit, page, id)) recorded.what = What::aliased;
    if (step.own && known.page != page.id)
        connection_.run("UPDATE article SET page = ?2 WHERE id = ?1", id, page.id);
    if (step.restored) connection_.run("UPDATE article SET state = 'live' WHERE id = ?1", id);
    if (step.revised) {
        recorded.what = What::revised;
        ++recorded.revision;
        add_revision(visit, id, recorded.revision, known.chain);
        revise(visit, id, recorded.revision);
    } else if (step.own) {
        if (visit.particulars != known.article.particulars) keep_particulars(visit, id);
        if (is_page_of(visit, id, recorded.revision)) keep_raw_page(visit, id, recorded.revision);
    }
    recorded.deliveries = tell(visit, step, std::move(known.article), router);
    return recorded;
}

SqliteWriter::Step SqliteWriter::plan(const ArticleVisit& visit, const VisitedPage& page, const Known& known)
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

/// Makes the visited page and where it was read addresses of `article`, if they are not. Those of a page that
/// leads there already are.
bool SqliteWriter::lead_to(const ArticleVisit& visit, const VisitedPage& page, ArticleId article)
{
    const auto& url = visit.identity.url;
    const bool links = page.article != article;
    const bool read_at = (links || url != page.url) && add_further_address(page.site, url, article);
    const bool found_at = links && url != page.url && add_further_address(page.site, page.url, article);
    return links || read_at || found_at;
}

bool SqliteWriter::add_further_address(const std::string& site, const std::string& url, ArticleId article)
{
    {
        auto known = connection_.query("SELECT 1 FROM address WHERE site = ?1 AND url = ?2", site, url);
        if (known.step()) return false;
    }
    auto row = connection_.query("SELECT count(*) FROM address WHERE article = ?1", article);
    row.step();
    return row.integer(0) < most_addresses && add_address(site, url, article);
}

bool SqliteWriter::add_address(const std::string& site, const std::string& url, ArticleId article)
{
    return connection_.run("INSERT INTO address (site, url, article) VALUES (?1, ?2, ?3) "
                           "ON CONFLICT (site, url) DO NOTHING",
                           site, url, article) > 0;
}

bool SqliteWriter::free_address(const std::string& site, const std::string& url, ArticleId article)
{
    auto row = connection_.query("SELECT 1 FROM address WHERE site = ?1 AND url = ?2 AND article <> ?3", site,
                                 url, article);
    return !row.step();
}

void SqliteWriter::add_revision(const ArticleVisit& visit, ArticleId article, int number,
                                std::string_view previous)
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
    revision.page_hash = page_hash(visit.raw_page);
    revision.chain = chain_link(previous, revision);
    connection_.run("INSERT INTO revision (article, number, seen_at, url, reading, reparsed, significance, "
                    "content_hash, chain, "
                    "title, summary, author, published_at, captions, body) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                    article, number, revision.seen_at, revision.url, revision.reading, revision.reparsed,
                    revision.significance ? std::optional(to_string(*revision.significance)) : std::nullopt,
                    revision.content_hash, revision.chain, revision.text.title, revision.text.summary,
                    revision.text.author, revision.text.published_at, json_array(revision.text.captions),
                    revision.text.body);
    add_evidence(*revision.page_hash, revision.chain);
}

/// Of the revision that was just written.
void SqliteWriter::add_evidence(const std::string& page_hash, const std::string& chain)
{
    const auto id = connection_.last_id();
    auto row = connection_.query("SELECT ledger FROM evidence ORDER BY revision DESC LIMIT 1");
    const auto previous = row.step() ? row.text(0) : std::string();
    connection_.run("INSERT INTO evidence (revision, page_hash, ledger) VALUES (?1, ?2, ?3)", id, page_hash,
                    ledger_entry(previous, chain));
}

void SqliteWriter::revise(const ArticleVisit& visit, ArticleId article, int number)
{
    const auto& particulars = visit.particulars;
    connection_.run("UPDATE article SET revision = ?2, content_hash = ?3, "
                    "changed_at = CASE WHEN ?4 THEN changed_at ELSE ?5 END, section = ?6, modified_at = ?7, "
                    "images = ?8 WHERE id = ?1",
                    article, number, visit.identity.content_hash, visit.reparsed, visit.note.at,
                    particulars.section, particulars.modified_at, json_array(particulars.images));
    if (visit.reparsed) {
        // The same stored page, read by other rules: it goes along with the text that it now says. A packed
        // one is read in the form that was packed.
        const int moved = connection_.run(
            "UPDATE raw_page SET revision = ?2 WHERE article = ?1 AND revision = ?2 - 1 "
            "AND (?3 = x'' OR frame = ?3 OR packed IN (SELECT id FROM packed_page WHERE hash = ?4 "
            "AND site = (SELECT site FROM article WHERE id = ?1)))",
            article, number, Blob{visit.raw_page}, parsers::sha256_hex(visit.raw_page));
        if (moved > 0) return;
    }
    connection_.run("UPDATE raw_page SET superseded = 1 WHERE article = ?1 AND superseded = 0", article);
    keep_raw_page(visit, article, number);
}

void SqliteWriter::keep_particulars(const ArticleVisit& visit, ArticleId article)
{
    const auto& particulars = visit.particulars;
    connection_.run("UPDATE article SET section = ?2, modified_at = ?3, images = ?4 WHERE id = ?1", article,
                    particulars.section, particulars.modified_at, json_array(particulars.images));
}

/// Was the revision read from this page, and was that dropped since? Another page may show the same text, but
/// it proves nothing of the revision.
bool SqliteWriter::is_page_of(const ArticleVisit& visit, ArticleId article, int revision)
{
    auto row =
        connection_.query("SELECT e.page_hash FROM revision r JOIN evidence e ON e.revision = r.id WHERE "
                          "r.article = ?1 AND r.number = ?2 AND e.page_hash <> '' AND NOT EXISTS (SELECT 1 "
                          "FROM raw_page w WHERE w.article = r.article AND w.revision = r.number)",
                          article, revision);
    return row.step() && !visit.raw_page.empty() && page_hash(visit.raw_page) == row.text(0);
}

void SqliteWriter::keep_raw_page(const ArticleVisit& visit, ArticleId article, int revision)
{
    if (visit.raw_page.empty()) return;
    connection_.run("INSERT INTO raw_page (article, revision, fetched_at, frame) VALUES (?1, ?2, ?3, ?4) "
                    "ON CONFLICT (article, revision) DO NOTHING",
                    article, revision, visit.note.at, Blob{visit.raw_page});
}

int SqliteWriter::tell_of_new(const ArticleVisit& visit, const VisitedPage& page, ArticleId id,
                              const Router& router)
{
    Article article;
    article.id = id;
    article.site = page.site;
    article.url = visit.identity.url;
    article.text = visit.text;
    article.particulars = visit.particulars;
    article.content_hash = visit.identity.content_hash;
    article.reading = visit.reading;
    article.revision = 1;
    article.first_seen_at = visit.note.at;
    Event event;
    event.type = EventType::article_new;
    event.at = visit.note.at;
    event.site = page.site;
    event.backfill = page.backfill;
    return raise(std::move(event), &article, router);
}

int SqliteWriter::tell(const ArticleVisit& visit, const Step& step, Article article, const Router& router)
{
    const bool changed = step.revised && !visit.reparsed;
    if (!step.restored && !step.moved && !changed) return 0;
    std::vector<FieldChange> changes;
    if (changed) changes = visit.changes.empty() ? changes_between(article.text, visit.text) : visit.changes;
    article = applied(visit, step, std::move(article));
    Event event;
    event.at = visit.note.at;
    event.site = article.site;
    int deliveries = 0;
    if (step.moved && !step.restored) {
        event.type = EventType::article_moved;
        event.changes = {*step.moved};
        deliveries += raise(event, &article, router);
        if (!changed) return deliveries;
    }
    event.type = step.restored ? EventType::article_restored : EventType::article_changed;
    event.changes = std::move(changes);
    if (changed) event.significance = visit.significance;
    if (step.restored && step.moved) event.changes.push_back(*step.moved);
    return deliveries + raise(std::move(event), &article, router);
}

/// The article as it is stored after `step`, without reading it back.
Article SqliteWriter::applied(const ArticleVisit& visit, const Step& step, Article article)
{
    if (step.moved) article.url = step.moved->after;
    if (step.restored) article.state = ArticleState::live;
    if (step.own) article.particulars = visit.particulars;
    if (!step.revised) return article;
    article.text = visit.text;
    article.content_hash = visit.identity.content_hash;
    article.reading = visit.reading;
    ++article.revision;
    if (!visit.reparsed) article.changed_at = visit.note.at;
    return article;
}

} // namespace baotin::archive::sqlite
