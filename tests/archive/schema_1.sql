-- An archive as baotin of schema 1 left it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE address (
    site    TEXT NOT NULL,
    url     TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article(id),
    PRIMARY KEY (site, url)
) STRICT, WITHOUT ROWID;
INSERT INTO "address" VALUES('congan-sonla','https://congan.sonla.gov.vn/tin-1.html',1);
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
INSERT INTO "article" VALUES(1,'congan-sonla','https://congan.sonla.gov.vn/tin-1.html',2,'v1:01',2,1620259200000,1620259260000,'live');
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
INSERT INTO "delivery" VALUES(1,'newsroom',1,1,'pending',0,1620259200000,1620259200000,NULL,0,'');
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
INSERT INTO "event" VALUES(1,'evt_1','article.new',1620259200000,'congan-sonla',1,0,'{"type":"article.new"}');
CREATE TABLE host_pause (
    host  TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE incident (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    site   TEXT NOT NULL,
    hook   TEXT NOT NULL,
    what   TEXT NOT NULL,
    detail TEXT NOT NULL,
    since  INTEGER NOT NULL,
    until  INTEGER
) STRICT;
INSERT INTO "incident" VALUES(1,'congan-sonla','','failing','không trả lời',1620259200000,NULL);
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
INSERT INTO "page" VALUES(1,'congan-sonla','https://congan.sonla.gov.vn/tin','listing',0,'','',0,'l1',1620259200000,1620260000000,1620259200000,NULL,1620259200000,'announced',200,'',0,0,NULL,0,NULL);
INSERT INTO "page" VALUES(2,'congan-sonla','https://congan.sonla.gov.vn/tin-1.html','article',0,'"e1"','',0,'rules-1',1620259200000,1620260000000,1620259200000,NULL,NULL,'recorded',200,'',0,0,NULL,0,1);
CREATE TABLE raw_page (
    id         INTEGER PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES article(id),
    revision   INTEGER NOT NULL,
    fetched_at INTEGER NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0,         -- a later revision exists: may be dropped by age
    frame      BLOB NOT NULL,
    UNIQUE (article, revision)
) STRICT;
INSERT INTO "raw_page" VALUES(1,1,2,1620259260000,0,X'28B52FFD');
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
INSERT INTO "revision" VALUES(1,1,1,1620259200000,'https://congan.sonla.gov.vn/tin-1.html','rules-1',0,NULL,'v1:00','fee563d1f3a7613000ba0894f102cc3485f2f75ce0eb9237bad4ae94a6d64280','Tin cũ','Tóm tắt',NULL,NULL,'["Ảnh minh họa"]','Nội dung đã lưu từ trước.');
INSERT INTO "revision" VALUES(2,1,2,1620259260000,'https://congan.sonla.gov.vn/tin-1.html','rules-1',0,'minor','v1:01','955238ff40668ca2306496c2f3ffb6fdcab9f6a55a6e4f81e6f4387cfb444297','Tin cũ','Tóm tắt',NULL,NULL,'["Ảnh minh họa"]','Nội dung đã sửa từ trước.');
CREATE INDEX page_sources ON page(site) WHERE kind <> 'article';
CREATE INDEX page_articles ON page(article) WHERE article IS NOT NULL;
CREATE INDEX page_gone ON page(site) WHERE gone_count > 0;
CREATE INDEX article_age ON article(first_seen_at);
CREATE INDEX article_site ON article(site, first_seen_at, id, state);
CREATE INDEX article_text ON article(site, content_hash);
CREATE INDEX article_page ON article(page);
CREATE INDEX address_article ON address(article);
CREATE INDEX raw_page_superseded ON raw_page(fetched_at) WHERE superseded = 1;
CREATE INDEX event_told ON event(cursor) WHERE backfill = 0;
CREATE INDEX delivery_age ON delivery(hook, id, next_attempt, article) WHERE state = 'pending';
CREATE INDEX delivery_due ON delivery(hook, next_attempt, id, article) WHERE state = 'pending';
CREATE INDEX delivery_order ON delivery(hook, article, id) WHERE state = 'pending';
CREATE INDEX delivery_dead ON delivery(hook) WHERE state = 'dead';
CREATE UNIQUE INDEX incident_open ON incident(site, hook, what) WHERE until IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('article',1);
INSERT INTO "sqlite_sequence" VALUES('event',1);
INSERT INTO "sqlite_sequence" VALUES('delivery',1);
INSERT INTO "sqlite_sequence" VALUES('incident',1);
COMMIT;
PRAGMA application_id = 1650552692;
PRAGMA user_version = 1;
