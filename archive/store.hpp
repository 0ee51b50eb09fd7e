#pragma once

#include "archive/article.hpp"
#include "archive/delivery.hpp"
#include "archive/event.hpp"
#include "archive/host.hpp"
#include "archive/lesson.hpp"
#include "archive/page.hpp"
#include "archive/page_packing.hpp"
#include "archive/search.hpp"
#include "archive/source_visit.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

/// The store is broken, foreign, unwritable or in use. what() is one sentence for the operator, with the
/// file's name.
class StoreError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Nothing can be written at the moment: the disk is full or read-only, or it failed. What was to be written
/// may be tried again as it is.
class StoreUnwritable : public StoreError {
    using StoreError::StoreError;
};

/// The writing side of a store. Lives on one thread, the recorder's. Every call happens between begin() and
/// commit() or rollback(), but for those two. Calls throw StoreError; after a throw the caller rolls back to
/// the last savepoint.
class Writer {
public:
    virtual ~Writer() = default;

    virtual void begin() = 0;
    virtual void commit() = 0; ///< returns once durable
    virtual void rollback() = 0;
    virtual void savepoint() = 0;             ///< one command inside the group begins
    virtual void release_savepoint() = 0;     ///< … and ends well
    virtual void rollback_to_savepoint() = 0; ///< … or did not happen

    /// Makes pages agree with the configured sources: new ones are due at `now`, unnamed ones retire.
    virtual void sync(const std::vector<SitePlan>& plans, Time now) = 0;

    virtual void note(const VisitNote& note) = 0;
    virtual void keep(const HostState& host) = 0;
    virtual void keep(const RobotsFile& robots) = 0;
    virtual void keep(const Lesson& lesson) = 0;
    virtual Announced record(const SourceVisit& visit) = 0;
    virtual Recorded record(const ArticleVisit& visit, const Router& router) = 0;
    virtual Gone record(const GoneVisit& visit, const Router& router) = 0;
    /// Notes the visit and keeps the page. An ArticleVisit of the same page, once recorded, drops it again.
    virtual void hold(const HeldVisit& visit) = 0;
    /// Drops what is kept of `page`, unless something newer than `fetched_at` is.
    virtual void drop_kept_page(PageId page, Time fetched_at) = 0;

    /// Opens an incident unless one of the same site, hook and `what` is open; then only its detail moves.
    /// Raises `type`, if one is given, where it was opened. Answers the number of deliveries queued.
    virtual int open_incident(const Incident& incident, std::optional<EventType> type,
                              const Router& router) = 0;
    /// Closes it at `until`, if open; raises `type` where one is given.
    virtual int close_incident(const Incident& incident, std::optional<EventType> type,
                               const Router& router) = 0;

    virtual void attempted(const DeliveryAttempt& attempt) = 0;
    /// Makes the matching dead deliveries (pending ones too, where named by id or hook) due at `now`, with
    /// their attempts counted anew. A named hook's open incidents end. Answers how many.
    virtual std::size_t retry_deliveries(const DeliveryQuery& query, Time now) = 0;
    /// Queues the events at `cursors` for `hook`, those that it had too: what was delivered or never queued
    /// becomes a replay, what is dead is brought back, what is pending stays. Answers how many are queued.
    virtual std::size_t replay_events(std::string_view hook, const std::vector<std::int64_t>& cursors,
                                      Time now) = 0;

    /// Deletes raw and kept pages fetched before `before`, but for the one that an article's latest revision
    /// was read from. At most `limit` in one call. Answers how many.
    virtual std::size_t drop_raw_pages(Time before, std::size_t limit) = 0;
    /// Deletes raw pages of every site whose raw pages take more than `bytes`, until they do not: superseded
    /// ones first, the oldest visit first. At most `limit` of a site in one call. Answers how many.
    virtual std::size_t drop_raw_pages_beyond(std::uint64_t bytes, std::size_t limit) = 0;
    /// Keeps raw pages as pack() made them. Those that are gone by now are left out.
    virtual void keep_packed(const PackedPages& pages) = 0;

    /// Takes the oldest revisions that search does not know yet into its index, at most `limit`. Answers how
    /// many: fewer than `limit` where none is left.
    virtual std::size_t index_revisions(std::size_t limit) = 0;
    /// Empties the search index; index_revisions() makes it anew from the revisions.
    virtual void clear_search_index() = 0;

    /// Takes the oldest revisions that stories do not know yet into theirs, at most `limit`, raises
    /// story.spread, and queues events for hooks that waited for the role of their article. Without a router
    /// it stops at what nobody was told of yet.
    virtual StoriesJoined join_stories(std::size_t limit, const Router* router) = 0;
    /// Forgets all stories; join_stories() makes them anew from the revisions, without telling of them again.
    virtual void clear_stories() = 0;
};

/// Which articles; empty fields do not restrict.
struct ArticleQuery {
    std::vector<std::string> sites;
    std::optional<ArticleState> state;
    std::optional<Time> since; ///< first seen at or after
    std::optional<std::size_t> limit;
};

/// Which events; empty fields do not restrict.
struct EventQuery {
    std::vector<std::string> sites;
    std::vector<EventType> types;
    std::optional<SearchTerms> terms; ///< that any revision of the event's article says
    std::size_t limit = 50;
};

/// A site's health, as `baotin sites` shows it.
struct SiteHealth {
    std::string site;
    std::size_t sources = 0;
    std::size_t articles = 0; ///< live
    std::size_t pages = 0;    ///< visited or to be visited
    std::size_t failing = 0;  ///< pages whose last visit failed
    std::optional<Time> last_visit;
    std::optional<Time> last_new; ///< newest article's first_seen_at
    PageRoom raw_pages;
    std::vector<Incident> incidents; ///< open
};

/// The reading side of a store: a read-only connection with a consistent snapshot per call. Lives on one
/// thread.
class Reader {
public:
    virtual ~Reader() = default;

    /// Pages that are to be visited, by id, those after `after` (0: from the first), at most `limit`.
    virtual std::vector<DuePage> due_pages(PageId after, std::size_t limit) = 0;
    virtual std::optional<Page> page(PageId id) = 0;
    virtual std::vector<Page> pages(std::string_view site) = 0; ///< `baotin sites SITE`: sources first
    virtual bool knows_any(std::string_view site,
                           const std::vector<std::string>& urls) = 0; ///< a page of them
    virtual std::vector<HostState> hosts() = 0;
    virtual std::vector<RobotsFile> robots_files() = 0;
    virtual std::vector<Lesson> lessons() = 0; ///< of all sites

    /// The article that a reading belongs to, with its latest text; nothing: a new one.
    virtual std::optional<Article> identify(const Identity& identity) = 0;
    /// The page (zstd frames, as crawler/raw_page makes them) that the article's latest revision was read
    /// from; nothing where it was dropped.
    virtual std::optional<std::string> raw_page(ArticleId article) = 0;
    /// SHA-256 of the page that the revision was read from, without its Content-Encoding, as it was noted
    /// when the page was packed; nothing where it was not.
    virtual std::optional<std::string> packed_page_hash(ArticleId article, int revision) = 0;

    /// Raw pages that are not packed yet, the oldest first, at most `limit`, of a site that has a dictionary
    /// or enough of them to train one; nothing where there is none.
    virtual std::optional<UnpackedPages> unpacked_pages(std::size_t limit) = 0;
    /// Articles of a site (empty: of all) by id, those after `after` (0: from the first), at most `limit`;
    /// and each as stored.
    virtual std::vector<ArticleId> article_ids(std::string_view site, ArticleId after, std::size_t limit) = 0;
    virtual std::optional<StoredArticle> stored_article(ArticleId id) = 0;
    /// Pages of a site of which one is kept, in the same way.
    virtual std::vector<PageId> kept_pages(std::string_view site, PageId after, std::size_t limit) = 0;
    virtual std::optional<KeptPage> kept_page(PageId id) = 0;

    /// Newest first (first_seen_at, then id); stops when `visit` answers false.
    virtual void each_article(const ArticleQuery& query,
                              const std::function<bool(const Article&)>& visit) = 0;
    virtual std::optional<Article> article(ArticleId id) = 0;
    virtual std::vector<Revision> revisions(ArticleId id) = 0; ///< oldest first
    /// How many revisions of the article, but the latest, have this text.
    virtual int earlier_revisions(ArticleId id, std::string_view content_hash) = 0;
    virtual std::vector<std::string> aliases(ArticleId id) = 0; ///< further addresses
    virtual std::optional<StoryId> story_of(ArticleId article) = 0;
    virtual std::optional<StoryRole> story_role(ArticleId article) = 0; ///< nothing: not known yet
    /// Its articles, at most `limit`: where it began, then by when they were first seen. None where there is
    /// no such story.
    virtual std::vector<StoryArticle> story(StoryId id, std::size_t limit) = 0;

    /// Of the newest thousand or so that fit: what has more hits than that is ranked among these.
    virtual SearchAnswer search(const SearchQuery& query) = 0;
    /// In the order of recording, with each one's article, whose text is this revision's; stops when `visit`
    /// answers false.
    virtual void each_revision(const RevisionQuery& query,
                               const std::function<bool(const Revision&, const Article&)>& visit) = 0;
    /// Stored pages in the order of keeping; `query` speaks of pages: their ids, and when they were fetched.
    virtual void each_raw_page(const RevisionQuery& query,
                               const std::function<bool(const StoredRawPage&)>& visit) = 0;

    /// After `cursor` (exclusive), in commit order.
    virtual std::vector<StoredEvent> events(std::int64_t cursor, std::size_t limit, bool with_backfill) = 0;
    virtual std::vector<StoredEvent> article_events(ArticleId id) = 0; ///< backfill too
    virtual std::int64_t last_cursor() = 0;                            ///< 0 where there is no event
    /// The newest that were told, newest first; with `terms`, of the newest thousands.
    virtual std::vector<StoredEvent> newest_events(const EventQuery& query) = 0;

    virtual std::vector<SiteHealth> sites() = 0;
    virtual std::vector<Incident> open_incidents() = 0;

    virtual std::vector<Delivery>
    deliveries(const DeliveryQuery& query) = 0;                  ///< newest first, without bodies
    virtual std::optional<Delivery> delivery(DeliveryId id) = 0; ///< with its body and heads
    virtual Backlog backlog(std::string_view hook) = 0;
    /// Pending deliveries of `hook` that are due at `now` and have no earlier pending one of the same hook
    /// and article, with bodies: in the order of their events, replays after all others (and in an order of
    /// their own). One that would wait for more than a day was planned by a clock that was wrong, and is due.
    virtual std::vector<Delivery> due_deliveries(std::string_view hook, Time now, std::size_t limit) = 0;
    /// When the next pending delivery of any of `hooks` will be due.
    virtual std::optional<Time> next_delivery(const std::vector<std::string>& hooks) = 0;
};

/// An archive: opened once, handing out its one Writer and any number of Readers. Safe to call from any
/// thread.
class Store {
public:
    virtual ~Store() = default;

    /// Takes the archive for this process's crawling until the Store is destroyed. Throws StoreError naming
    /// the process that has it.
    virtual void claim() = 0;
    /// Was the process that had it before ended by force (a crash, a power cut)? Known once it is claimed.
    [[nodiscard]] virtual bool left_by_force() const = 0;
    virtual std::unique_ptr<Writer> writer() = 0;
    virtual std::unique_ptr<Reader> reader() = 0;
};

enum class OpenMode {
    create,  ///< make it where it does not exist, migrate it where it is older
    existing ///< must exist and have this version's schema (or be migrated, where writable)
};

/// Opens (and migrates) an SQLite archive: WAL, synchronous=FULL, foreign keys. Throws StoreError: unwritable
/// folder, not a database, another program's database, a newer schema.
std::unique_ptr<Store> open_sqlite(const std::filesystem::path& file, OpenMode mode);

} // namespace baotin::archive
