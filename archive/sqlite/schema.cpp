#include "archive/sqlite/schema.hpp"

#include "archive/sqlite/failure.hpp"
#include "archive/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <array>

namespace baotin::archive::sqlite {
namespace {

/// Times are milliseconds since 1970 in UTC. Words (kind, outcome, state …) are those of the headers, so that
/// the `sqlite3` shell shows an archive that can be read.
constexpr const char* first_schema = R"sql(
-- URLs that we visit: sources and article pages.
CREATE TABLE page (
    id            INTEGER PRIMARY KEY,
    site          TEXT NOT NULL,
    url           TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('listing', 'feed', 'sitemap', 'article')),
    retired       INTEGER NOT NULL DEFAULT 0,   -- a source that no site file names any more: kept for its history
    etag          TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    wire_hash     INTEGER NOT NULL DEFAULT 0,   -- 64 bits, read as signed
    reading       TEXT NOT NULL DEFAULT '',
    found_at      INTEGER NOT NULL,
    next_visit    INTEGER NOT NULL,             -- no index: the frontier keeps all due pages in memory, and every visit moves it
    last_visit    INTEGER,
    last_change   INTEGER,
    completed_at  INTEGER,
    outcome       TEXT NOT NULL DEFAULT 'none',
    status        INTEGER NOT NULL DEFAULT 0,
    detail        TEXT NOT NULL DEFAULT '',
    failures      INTEGER NOT NULL DEFAULT 0,
    gone_count    INTEGER NOT NULL DEFAULT 0,   -- 404 or 410 since the last look at the page itself
    gone_since    INTEGER,
    backfill      INTEGER NOT NULL DEFAULT 0,
    article       INTEGER REFERENCES article(id),
    UNIQUE (site, url)
) STRICT;
-- Few rows each: which sites are visited, which pages an article has, how much of a site is gone.
CREATE INDEX page_sources ON page(site) WHERE kind <> 'article';
CREATE INDEX page_articles ON page(article) WHERE article IS NOT NULL;
CREATE INDEX page_gone ON page(site) WHERE gone_count > 0;

CREATE TABLE article (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,  -- told to subscribers: never given to another article
    site          TEXT NOT NULL,
    url           TEXT NOT NULL,
    page          INTEGER REFERENCES page(id),        -- its own page; the others that lead to it make no revisions
    content_hash  TEXT NOT NULL,                      -- of the latest revision
    revision      INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    changed_at    INTEGER,
    state         TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'removed'))
) STRICT;
CREATE INDEX article_age ON article(first_seen_at);
CREATE INDEX article_site ON article(site, first_seen_at, id, state);
CREATE INDEX article_text ON article(site, content_hash);  -- the same text at another URL is no second article
CREATE INDEX article_page ON article(page);

-- Every URL that is known to lead to an article, its current one included.
CREATE TABLE address (
    site    TEXT NOT NULL,
    url     TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article(id),
    PRIMARY KEY (site, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_article ON address(article);

-- Every text that an article had, whole: a damaged row costs one revision and not all that follow.
CREATE TABLE revision (
    id           INTEGER PRIMARY KEY,
    article      INTEGER NOT NULL REFERENCES article(id),
    number       INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL,
    url          TEXT NOT NULL,
    reading      TEXT NOT NULL,
    reparsed     INTEGER NOT NULL DEFAULT 0,
    significance TEXT CHECK (significance IN ('cosmetic', 'minor', 'major')),
    content_hash TEXT NOT NULL,
    chain        TEXT NOT NULL,                    -- SHA-256 over the chain before and all of this row: evidence
    title        TEXT NOT NULL,
    summary      TEXT NOT NULL,
    author       TEXT,
    published_at TEXT,
    captions     TEXT NOT NULL DEFAULT '[]',       -- JSON array of strings
    body         TEXT NOT NULL,                    -- last: it spills into overflow pages, which other columns then need not read
    UNIQUE (article, number)
) STRICT;

-- The page that a revision was read from, UTF-8 in a zstd frame; the first thing to go when space is wanted.
CREATE TABLE raw_page (
    id         INTEGER PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES article(id),
    revision   INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0,         -- a later revision exists: may be dropped by age
    frame      BLOB NOT NULL,
    UNIQUE (article, revision)
) STRICT;
CREATE INDEX raw_page_superseded ON raw_page(fetched_at) WHERE superseded = 1;

-- What was told. A cursor is never given twice, and the one writer gives them in commit order.
CREATE TABLE event (
    cursor   INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    type     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    site     TEXT NOT NULL,
    article  INTEGER REFERENCES article(id),
    backfill INTEGER NOT NULL DEFAULT 0,
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX event_told ON event(cursor) WHERE backfill = 0;  -- a first visit's backfill is long; readers mostly skip it

-- The outbox: written in the event's transaction.
CREATE TABLE delivery (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    hook         TEXT NOT NULL,
    event        INTEGER NOT NULL REFERENCES event(cursor),
    article      INTEGER,                          -- the event's, once more: deliveries of one article go out in order
    state        TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL,
    last_attempt INTEGER,
    status       INTEGER NOT NULL DEFAULT 0,
    detail       TEXT NOT NULL DEFAULT '',
    UNIQUE (event, hook)
) STRICT;
-- Only what is still to be sent: as long as the backlog, not as the history. By age, by due time, and per article.
CREATE INDEX delivery_age ON delivery(hook, id, next_attempt, article) WHERE state = 'pending';
CREATE INDEX delivery_due ON delivery(hook, next_attempt, id, article) WHERE state = 'pending';
CREATE INDEX delivery_order ON delivery(hook, article, id) WHERE state = 'pending';
CREATE INDEX delivery_dead ON delivery(hook) WHERE state = 'dead';

CREATE TABLE incident (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    site   TEXT NOT NULL,
    hook   TEXT NOT NULL,
    what   TEXT NOT NULL,
    detail TEXT NOT NULL,
    since  INTEGER NOT NULL,
    until  INTEGER
) STRICT;
CREATE UNIQUE INDEX incident_open ON incident(site, hook, what) WHERE until IS NULL;  -- one of each may be open

-- Retry-After outlives a restart.
CREATE TABLE host_pause (
    host  TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* second_schema = R"sql(
-- What the schedule has learned of a page: a Gamma distribution of its rate of change.
ALTER TABLE page ADD COLUMN change_shape    REAL NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN change_exposure REAL NOT NULL DEFAULT 0;
-- Validators hold for one variant of the page: a hash of our request headers that `Vary` named.
ALTER TABLE page ADD COLUMN variant         INTEGER NOT NULL DEFAULT 0;

-- How a host wants to be treated: Retry-After, slowing down and back-off outlive a restart.
CREATE TABLE host (
    host      TEXT PRIMARY KEY,
    until     INTEGER NOT NULL,
    slowed_by INTEGER NOT NULL DEFAULT 0,   -- milliseconds added to the delay
    failures  INTEGER NOT NULL DEFAULT 0,
    detail    TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
INSERT INTO host (host, until) SELECT host, until FROM host_pause;
DROP TABLE host_pause;

-- robots.txt by origin: a restart asks for none again before its time, and an unreachable one is bridged.
CREATE TABLE robots (
    origin            TEXT PRIMARY KEY,
    text              TEXT,                 -- NULL: never had; empty: there is none
    fetched_at        INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL,
    unreachable_since INTEGER,
    detail            TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- What visits have taught about a site; JSON, so that the shell shows it.
CREATE TABLE lesson (
    site  TEXT NOT NULL,
    what  TEXT NOT NULL,
    value TEXT NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (site, what)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* third_schema = R"sql(
-- What the latest reading said beside the text; no part of a revision.
ALTER TABLE article ADD COLUMN section     TEXT;
ALTER TABLE article ADD COLUMN modified_at TEXT;
ALTER TABLE article ADD COLUMN images      TEXT NOT NULL DEFAULT '[]';  -- JSON array of URLs

-- Of what the site's rules see of a page, counters and adverts left out; 64 bits, read as signed.
ALTER TABLE page ADD COLUMN regions_hash INTEGER NOT NULL DEFAULT 0;

-- Pages whose text could not be taken over while the site's rules did not fit it: the newest of each, UTF-8 in
-- a zstd frame. What `reparse` fills the gap from.
CREATE TABLE kept_page (
    page       INTEGER PRIMARY KEY REFERENCES page(id),
    url        TEXT NOT NULL,              -- where it was read
    fetched_at INTEGER NOT NULL,
    frame      BLOB NOT NULL
) STRICT;
CREATE INDEX kept_page_age ON kept_page(fetched_at);
)sql";

constexpr const char* delivery_schema = R"sql(
-- Replays, and what a dead letter was answered.
ALTER TABLE delivery ADD COLUMN replay   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN request  TEXT NOT NULL DEFAULT '';   -- heads of the last attempt, if it failed
ALTER TABLE delivery ADD COLUMN response TEXT NOT NULL DEFAULT '';
-- In the order of the events; replays stand behind all others.
DROP INDEX delivery_age;
DROP INDEX delivery_due;
DROP INDEX delivery_order;
CREATE INDEX delivery_age ON delivery(hook, replay, event, next_attempt, article) WHERE state = 'pending';
CREATE INDEX delivery_due ON delivery(hook, next_attempt, replay, event, article) WHERE state = 'pending';
CREATE INDEX delivery_order ON delivery(hook, article, replay, event) WHERE state = 'pending';
)sql";

constexpr const char* archive_schema = R"sql(
-- What ties a revision to its page and to the revision that was recorded before it, of whatever article: what
-- is missing shows, be it the latest revision of an article or all of it. Begins with schema 5.
CREATE TABLE evidence (
    revision  INTEGER PRIMARY KEY REFERENCES revision(id),
    page_hash TEXT NOT NULL,               -- SHA-256 of the page that it was read from (archive/page_hash.hpp); '': none was kept
    ledger    TEXT NOT NULL                -- SHA-256 over the ledger before and the revision's chain
) STRICT;

-- What stored pages of a site are packed with: archive/page_packing.hpp. One a site, and one more whenever the
-- site was built anew.
CREATE TABLE page_dictionary (
    id    INTEGER PRIMARY KEY,
    site  TEXT NOT NULL,
    ratio REAL NOT NULL,                   -- inflated to packed, of pages that it had not seen
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX page_dictionary_site ON page_dictionary(site, id);

-- Stored pages, each once however often it was read.
CREATE TABLE packed_page (
    id         INTEGER PRIMARY KEY,
    site       TEXT NOT NULL,
    hash       TEXT NOT NULL,              -- SHA-256 of what is packed
    dictionary INTEGER NOT NULL REFERENCES page_dictionary(id),
    size       INTEGER NOT NULL,           -- bytes before
    stored     INTEGER NOT NULL,           -- bytes of `frame`
    frame      BLOB NOT NULL,
    UNIQUE (site, hash)
) STRICT;
CREATE INDEX packed_page_room ON packed_page(site, size, stored);
CREATE INDEX packed_page_dictionary ON packed_page(dictionary);  -- the latest: does it still fit the site?

ALTER TABLE raw_page ADD COLUMN packed INTEGER REFERENCES packed_page(id);  -- then `frame` is empty
CREATE INDEX raw_page_unpacked ON raw_page(id) WHERE packed IS NULL;  -- few: packing follows recording
CREATE INDEX raw_page_packed ON raw_page(packed) WHERE packed IS NOT NULL;

-- A page that came compressed is packed inflated. That it is the same page is noted here while both are at hand.
CREATE TABLE packing (
    id           INTEGER PRIMARY KEY,
    revision     INTEGER NOT NULL REFERENCES revision(id),
    content_hash TEXT NOT NULL,            -- SHA-256 of the page without its Content-Encoding
    ledger       TEXT NOT NULL             -- SHA-256 over the ledger before, the revision's page_hash and content_hash
) STRICT;
CREATE INDEX packing_revision ON packing(revision);

-- The words of every revision: archive/sqlite/search_index.hpp. Derived: `baotin verify --repair` makes it anew.
CREATE TABLE search_progress (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL,             -- revisions up to this id are in the index
    edition  INTEGER NOT NULL
) STRICT;
INSERT INTO search_progress VALUES (1, 0, 0);
)sql";

constexpr const char* story_schema = R"sql(
-- Which articles carry (nearly) the same text: archive/story.hpp. Derived: `baotin verify --repair` makes it anew.
CREATE TABLE story_article (
    article INTEGER PRIMARY KEY REFERENCES article(id),
    story   INTEGER NOT NULL REFERENCES article(id),  -- where the text was seen first
    share   REAL                                      -- of the shorter text that stood in the other's; NULL: the first
) STRICT;
CREATE INDEX story_article_story ON story_article(story, article);

-- By what a text is looked up: a sample of its shingles (parsers/text/similarity.hpp), but those by which its story
-- is found already; of a shingle that many stories have, a phrase of offices, the first few.
CREATE TABLE story_sample (
    shingle INTEGER NOT NULL,              -- 64 bits, read as signed
    article INTEGER NOT NULL,
    PRIMARY KEY (shingle, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE story_progress (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL,             -- revisions up to this id have joined their stories
    told     INTEGER NOT NULL,             -- up to this id nobody is told: made anew, stories are no news
    edition  INTEGER NOT NULL
) STRICT;
INSERT INTO story_progress SELECT 1, 0, coalesce(max(id), 0), 0 FROM revision;

-- Events that are routed again once the role of their article in a story is known: a hook asked for it.
CREATE TABLE event_waiting (
    event   INTEGER PRIMARY KEY REFERENCES event(cursor),
    article INTEGER NOT NULL
) STRICT;

-- What was told of an article.
CREATE INDEX event_article ON event(article, cursor) WHERE article IS NOT NULL;
)sql";

/// Entry n brings an archive of schema n to n + 1. Entries are never edited once released.
constexpr std::array migrations = {first_schema,    second_schema,  third_schema,
                                   delivery_schema, archive_schema, story_schema};

int pragma(SQLite::Database& database, const char* name)
{
    return database.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

} // namespace

int schema_version()
{
    return static_cast<int>(migrations.size());
}

void migrate(const std::filesystem::path& file)
{
    try {
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 10'000);
        // Texts and raw pages are long: pages of 8 KiB halve what is written for them. A new file's alone.
        database.exec("PRAGMA page_size = 8192; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;");
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        // Read again under the lock: another process may have been faster.
        const auto before = pragma(database, "user_version");
        for (auto version = before; version < schema_version(); ++version) {
            database.exec(migrations[static_cast<std::size_t>(version)]);
        }
        if (before < schema_version()) {
            database.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application_id,
                                      schema_version()));
        }
        transaction.commit();
        // Readers never wait for the writer. Kept in the file from now on; it cannot be set inside the
        // transaction.
        database.exec("PRAGMA journal_mode = WAL;");
    } catch (const SQLite::Exception& error) {
        fail(file, error);
    }
}

} // namespace baotin::archive::sqlite
