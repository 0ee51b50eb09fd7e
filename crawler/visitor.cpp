#include "crawler/visitor.hpp"

#include "crawler/change.hpp"
#include "crawler/gate.hpp"
#include "crawler/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using archive::Page;

constexpr std::size_t kMaxSitemaps = 20; // of one index, in one visit
constexpr std::size_t kMaxLinks =
    50'000; // of one source, in one visit: the limit of one sitemap (sitemaps.org)
constexpr auto kSettled = std::chrono::hours(24); // a source that was never read whole by then counts as read
constexpr int kAttemptsAgainstStale = 5;

const config::Source* source_of(const config::Site& site, const Page& page)
{
    auto same = [&](const config::Source& source) { return source.url == page.url; };
    auto found = std::ranges::find_if(site.sources, same);
    return found == site.sources.end() ? nullptr : &*found;
}

int failures_after(const Page& page, Outcome outcome)
{
    return archive::succeeded(outcome) ? 0 : page.failures + 1;
}

/// What the page's next visit has to know of it, once the note is written.
archive::DuePage due_page(const Page& page, const archive::VisitNote& note)
{
    archive::DuePage due{.id = page.id,
                         .site = page.site,
                         .url = page.url,
                         .kind = page.kind,
                         .next_visit = note.next_visit,
                         .found_at = page.found_at,
                         .last_visit = note.at,
                         .last_change = page.last_change};
    if (note.outcome == Outcome::recorded) due.last_change = note.at;
    due.rate = note.rate.value_or(page.rate);
    due.backfill = page.backfill;
    return due;
}

Visited visited(const Page& page, const archive::VisitNote& note)
{
    Visited result;
    result.outcome = note.outcome;
    result.detail = note.detail;
    result.status = note.status;
    result.failures = failures_after(page, note.outcome);
    result.url = page.url;
    result.kind = page.kind;
    result.again = due_page(page, note);
    return result;
}

int count_news(const archive::Announced& announced, std::optional<Time> visit)
{
    auto is_news = [&](const archive::DuePage& one) { return one.found_at == visit && !one.backfill; };
    return static_cast<int>(std::ranges::count_if(announced.fresh, is_news));
}

Visited cancelled_visit(const Page& page)
{
    Visited result;
    result.cancelled = true;
    result.url = page.url;
    result.kind = page.kind;
    return result;
}

History history_of(const Page& page, Outcome outcome)
{
    return {.kind = page.kind,
            .outcome = outcome,
            .failures = failures_after(page, outcome),
            .found_at = page.found_at,
            .last_change = page.last_change,
            .rate = page.rate};
}

/// What the server's validators say of a page that was sent whole; nothing where it has none, or was asked by
/// them and did not insist.
enum class Say { changed, unchanged };
std::optional<Say> what_validators_say(const Page& page, const net::Response& response, bool full_look)
{
    const auto& before = page.validators;
    if (before.etag.empty() && before.last_modified.empty()) return std::nullopt;
    bool same = before.etag.empty() ? before.last_modified == response.header("last-modified").value_or("")
                                    : before.etag == response.header("etag").value_or("");
    if (same && !full_look) return std::nullopt;
    return same ? Say::unchanged : Say::changed;
}

/// Does this visit tell how often the page has news? Not the first, nor the first after failures: nobody
/// knows since when what it finds is new.
bool teaches(const Page& page)
{
    bool backfill = archive::is_source(page.kind) && !page.completed_at;
    return page.last_visit && page.failures == 0 && !backfill;
}

/// Which sitemaps of an index are read: all, or the first and the last of them, since some sites put the
/// newest in front and some at the end.
std::vector<std::string> chosen_sitemaps(std::vector<std::string> all)
{
    if (all.size() <= kMaxSitemaps) return all;
    auto half = static_cast<std::ptrdiff_t>(kMaxSitemaps / 2);
    all.erase(all.begin() + half, all.end() - half);
    return all;
}

/// A failure that may be over by the next visit.
bool is_passing(Outcome outcome)
{
    return outcome == Outcome::failed || outcome == Outcome::challenged;
}

/// Did a request for an article end at the home page or a list? Then the article is not there, whatever the
/// status says.
bool leads_away(const Page& page, const std::string& url, const config::Site& site)
{
    if (url == page.url) return false;
    auto parts = parsers::split_url(url);
    auto is_url = [&](const config::Source& source) { return source.url == url; };
    return url == site.home || !parts || (parts->path == "/" && parts->query.empty()) ||
           std::ranges::any_of(site.sources, is_url);
}

} // namespace

Visitor::Visitor(PoliteFetch& fetch, ParsePool& pool, archive::Reads& reads, archive::Recorder& recorder,
                 Memory& memory, SiteLessons& lessons, Share share, PageLimits limits, Clock& clock)
    : fetch_(fetch),
      pool_(pool),
      reads_(reads),
      recorder_(recorder),
      memory_(memory),
      lessons_(lessons),
      share_(std::move(share)),
      limits_(limits),
      clock_(clock),
      not_found_(fetch, pool, memory, limits, clock)
{
}

boost::asio::awaitable<Visited> Visitor::visit(archive::PageId id, Site site, Turn turn)
{
    auto load = [id](archive::Reader& reader) { return reader.page(id); };
    auto page = co_await reads_.run(std::move(load));
    if (!page) co_return Visited{};
    if (archive::is_source(page->kind))
        co_return co_await visit_source(std::move(*page), std::move(site), std::move(turn));
    co_return co_await visit_article(std::move(*page), std::move(site), std::move(turn));
}

// --- sources ---

boost::asio::awaitable<Visited> Visitor::visit_source(Page page, Site site, Turn turn)
{
    const auto* source = source_of(*site, page);
    if (!source) co_return Visited{}; // no longer configured

    auto today = reading_of(*site, *source);
    bool gated = page.completed_at && gates_hold(page, today);
    bool full_look = gated && wants_full_look(page, *site);
    auto fetched = co_await fetch_.fetch(page, site, page.url, gated && !full_look, turn);
    if (!fetched) {
        if (fetched.error().cancelled) co_return cancelled_visit(page);
        auto failure = std::move(fetched.error());
        co_return co_await noted(std::move(page), std::move(site), failure.outcome, failure.status,
                                 std::move(failure.detail));
    }
    auto status = fetched->response.status;
    auto validators_say = what_validators_say(page, fetched->response, full_look);
    auto gate = pass_gate(page, fetched->response, gated);
    if (gate != Gate::read) {
        std::optional<archive::Validators> renewed; // a 304 has no bytes to compare with next time
        if (gate == Gate::same_bytes) renewed = std::move(fetched->validators);
        co_return co_await unchanged(std::move(page), std::move(site), status, std::move(renewed));
    }

    auto validators = std::move(fetched->validators);
    auto wire = wire_page(std::move(fetched->response), std::move(fetched->url));
    auto read = [&wire, &site, source, limits = limits_, now = clock_.now()] {
        return read_source_page(wire, *site, *source, now, limits);
    };
    auto links = co_await pool_.run(std::move(read));
    if (!links) {
        auto failure = std::move(links.error());
        co_return co_await noted(std::move(page), std::move(site), failure.outcome, status,
                                 std::move(failure.detail));
    }
    bool is_index = source->kind == config::SourceKind::sitemap && !links->more.empty();
    auto missing = co_await read_more(page, site, *source, *links, turn);
    turn.give_back();
    if (links->links.empty() && source->kind == config::SourceKind::listing) {
        auto nothing = fmt::format("no article link was found by \"{}\"", source->rules->links.source());
        co_return co_await noted(std::move(page), std::move(site), Outcome::unreadable, status,
                                 std::move(nothing));
    }

    // Until it was read whole once, what a source announces is backfill: else its old articles would be told
    // as news when the missing part comes. What is missing for ever must not silence it for ever, though.
    bool settled = clock_.now() - page.found_at > kSettled;
    bool whole = links->complete && !links->links.empty() && !missing;
    archive::SourceVisit visit;
    auto detail = missing ? missing->detail : fmt::format("{} links", links->links.size());
    visit.note = note_of(page, *site, Outcome::announced, status, std::move(detail), 0);
    // An index says nothing of its sitemaps' contents, and a half-read source is read again: no gate then.
    bool gate_next = !is_index && links->complete && !missing;
    visit.note.validators = gate_next ? std::move(validators) : archive::Validators{};
    visit.note.reading = std::move(today);
    // A whole index costs many requests: it is read rarely, unless its editor wants it otherwise.
    if (is_index && !site->visit.every) visit.note.next_visit = clock_.now() + site->visit.max;
    visit.site = site->id;
    visit.links = std::move(links->links);
    visit.completed = whole || settled;
    auto result = visited(page, visit.note);
    auto announced = co_await recorder_.record(std::move(visit));
    result.fresh = announced.fresh;
    auto news = count_news(announced, result.again->last_visit);
    if (news > 0 && teaches(page) && !is_index) co_await plan_again(page, site, news, result);
    if (news > 0 && validators_say) lessons_.validators_checked(site->id, *validators_say == Say::unchanged);
    co_await learn(std::move(page), std::move(site), news);
    co_return result;
}

/// What a source announced for the first time is known only when it is recorded; then the source's rate and
/// next visit are noted once more.
boost::asio::awaitable<void> Visitor::plan_again(Page page, Site site, int news, Visited& result)
{
    auto note = note_of(page, *site, Outcome::announced, 0, std::string(), news);
    note.outcome = Outcome::none; // the visit itself is noted already
    result.again->rate = note.rate.value_or(page.rate);
    result.again->next_visit = note.next_visit;
    result.again->last_change = note.at;
    co_await recorder_.note(std::move(note));
}

/// Follows a listing's next pages on the first visit, and a sitemap index's sitemaps on every one. Answers
/// what may be there next time: a sitemap that is gone or forbidden is not waited for, nor are a listing's
/// older pages.
boost::asio::awaitable<std::optional<Unreadable>>
Visitor::read_more(Page page, Site site, const config::Source& source, parsers::Links& links, Turn& turn)
{
    bool listing = source.kind == config::SourceKind::listing;
    if (listing && page.completed_at) co_return std::nullopt;
    auto queue = std::exchange(links.more, {});
    if (!listing) queue = chosen_sitemaps(std::move(queue));
    auto most = listing ? static_cast<std::size_t>(source.pages - 1) : queue.size();
    std::unordered_set<std::string> known;
    for (const auto& link : links.links)
        known.insert(link.url);
    std::optional<Unreadable> missing;
    for (std::size_t i = 0; i < most && i < queue.size() && links.links.size() < kMaxLinks; ++i) {
        auto more = co_await read_one_more(page, site, source, queue[i], turn);
        if (!more && !listing && is_passing(more.error().outcome)) missing = std::move(more.error());
        if (!more) continue;
        links.complete = links.complete && (listing || more->complete);
        for (auto& next : more->more)
            if (listing && std::ranges::find(queue, next) == queue.end()) queue.push_back(std::move(next));
        for (auto& link : more->links)
            if (known.insert(link.url).second) links.links.push_back(std::move(link));
    }
    co_return missing;
}

boost::asio::awaitable<std::expected<parsers::Links, Unreadable>>
Visitor::read_one_more(Page page, Site site, const config::Source& source, std::string url, Turn& turn)
{
    auto fetched = co_await fetch_.fetch(std::move(page), site, std::move(url), false, turn);
    if (!fetched) {
        Unreadable failure{fetched.error().outcome, std::move(fetched.error().detail)};
        co_return std::unexpected(std::move(failure));
    }
    auto wire = wire_page(std::move(fetched->response), std::move(fetched->url));
    auto read = [&wire, &site, &source, limits = limits_, now = clock_.now()] {
        return read_source_page(wire, *site, source, now, limits);
    };
    co_return co_await pool_.run(std::move(read));
}

// --- articles ---

boost::asio::awaitable<Visited> Visitor::visit_article(Page page, Site site, Turn turn)
{
    auto today = reading_of(*site);
    bool gates = gates_hold(page, today);
    bool full_look = gates && wants_full_look(page, *site);
    auto fetched = co_await fetch_.fetch(page, site, page.url, gates && !full_look, turn);
    bool looking = not_found_.is_due(site->id); // within this turn, once the page was read
    if (!looking) turn.give_back();
    if (!fetched) {
        auto failure = std::move(fetched.error());
        if (failure.cancelled) co_return cancelled_visit(page);
        if (failure.outcome == Outcome::gone)
            co_return co_await gone(std::move(page), std::move(site), std::move(failure));
        co_return co_await noted(std::move(page), std::move(site), failure.outcome, failure.status,
                                 std::move(failure.detail));
    }
    auto status = fetched->response.status;
    if (leads_away(page, fetched->url, *site)) {
        auto where = fmt::format("leads to {}, which is no article", fetched->url);
        co_return co_await not_the_page(std::move(page), std::move(site), status, std::move(where));
    }
    if (auto why = not_found_.by_address(site->id, page.url, fetched->url)) {
        co_return co_await not_the_page(std::move(page), std::move(site), status, std::move(*why));
    }
    // The same bytes at a new address are still news: the article has moved.
    bool gated = gates && !fetched->permanently_moved;
    auto validators_say = what_validators_say(page, fetched->response, full_look);
    auto gate = pass_gate(page, fetched->response, gated);
    if (gate != Gate::read) {
        std::optional<archive::Validators> renewed; // a 304 has no bytes to compare with next time
        if (gate == Gate::same_bytes) renewed = std::move(fetched->validators);
        co_return co_await unchanged(std::move(page), std::move(site), status, std::move(renewed));
    }

    auto validators = std::move(fetched->validators);
    auto wire = wire_page(std::move(fetched->response), fetched->url);
    auto reference = co_await first_seen(page);
    auto parse = [&wire, &site, reference, limits = limits_] {
        return read_article_page(wire, *site, reference, limits);
    };
    auto read = co_await pool_.run(std::move(parse));
    if (!read) {
        auto failure = std::move(read.error());
        auto result = co_await noted(std::move(page), std::move(site), failure.outcome, status,
                                     std::move(failure.detail));
        result.not_the_page = failure.not_the_page;
        co_return result;
    }
    if (looking) {
        auto text = read->reading.text;
        co_await not_found_.look(page.url, std::move(text), site, turn);
    }
    turn.give_back();
    if (rules_stopped_matching(page.reading, read->reading_id)) not_found_.suspect_redesign(site->id);
    if (auto why = not_found_.by_text(site->id, read->reading.text)) {
        co_return co_await not_the_page(std::move(page), std::move(site), status, std::move(*why));
    }

    bool rules_changed = page.article && !is_reading_of_today(page.reading, today);
    bool told_apart = true; // what our rules changed from what the site changed
    if (rules_changed) told_apart = co_await reread_stored_page(page, site);
    auto result = co_await record_article(page, site, std::move(*read), std::move(fetched->url),
                                          std::move(validators), fetched->permanently_moved, !told_apart);
    if (!archive::succeeded(result.outcome)) co_return result;
    bool changed = told_apart && result.recorded == archive::Recorded::What::revised;
    if (changed && validators_say) lessons_.validators_checked(site->id, *validators_say == Say::unchanged);
    auto news = changed ? 1 : 0;
    co_await learn(std::move(page), std::move(site), news);
    co_return result;
}

/// Compares with the latest revision on the pool and records; once more where another visit was faster.
/// `silent`: the difference may be our rules' alone.
boost::asio::awaitable<Visited> Visitor::record_article(Page page, Site site, ArticleRead read,
                                                        std::string url, archive::Validators validators,
                                                        bool moved, bool silent)
{
    archive::Identity identity{.site = site->id,
                               .page = page.id,
                               .url = url,
                               .canonical_url = {},
                               .title = read.reading.text.title,
                               .content_hash = read.content_hash};
    auto canonical = read.reading.canonical_url;
    if (canonical && *canonical != url && parsers::same_site(*canonical, url))
        identity.canonical_url = std::move(canonical);

    for (int attempt = 0; attempt < kAttemptsAgainstStale; ++attempt) {
        auto find = [identity](archive::Reader& reader) { return reader.identify(identity); };
        auto known = co_await reads_.run(std::move(find));
        if (known && rules_stopped_matching(known->reading, read.reading_id)) {
            co_return co_await noted(std::move(page), std::move(site), Outcome::unreadable, 200,
                                     "the site's body rules matched nothing any more");
        }
        Change change;
        if (known && read.reading.published_is_volatile)
            read.reading.text.published_at = known->text.published_at;
        if (known) {
            auto work = [&known, &read] { return compare(known->text, read.reading.text); };
            change = co_await pool_.run(std::move(work));
        }
        // Another address of an article does not speak for it: what differs there is no news.
        bool alias = known && page.article == known->id && page.url != known->url && url != known->url;
        bool same = known && page.article == known->id && (change.fields.empty() || alias);

        archive::ArticleVisit visit;
        std::optional<int>
            news; // a page that was just found, or leads elsewhere now, has no history to learn from
        if (known && page.article == known->id) news = same || silent ? 0 : 1;
        visit.note = note_of(page, *site, same ? Outcome::unchanged : Outcome::recorded, 200, {}, news);
        visit.note.validators = validators;
        visit.note.reading = read.reading_id;
        visit.identity = identity;
        visit.text = read.reading.text;
        visit.reading = read.reading_id;
        visit.permanently_moved = moved;
        if (known) visit.base = archive::Base{known->id, known->revision};
        visit.changes = std::move(change.fields);
        visit.significance = change.significance;
        visit.reparsed = silent && known;
        visit.raw_page = read.raw_page;
        auto result = visited(page, visit.note);
        auto recorded = co_await recorder_.record(std::move(visit));
        if (recorded.what == archive::Recorded::What::stale) continue;
        result.recorded = recorded.what;
        result.deliveries = recorded.deliveries;
        co_return result;
    }
    co_return co_await noted(std::move(page), std::move(site), Outcome::failed, 200,
                             "the article kept changing in the archive while this visit compared it");
}

/// The rules or the reader changed since the article was read: reads the stored page of its latest revision
/// by today's rules first, and records what differs by that alone as a silent revision. False where there is
/// no stored page to tell by.
boost::asio::awaitable<bool> Visitor::reread_stored_page(Page page, Site site)
{
    struct Stored {
        std::optional<archive::Article> article;
        std::optional<std::string> raw_page;
    };
    auto load = [id = *page.article](archive::Reader& reader) {
        Stored stored;
        stored.article = reader.article(id);
        stored.raw_page = reader.raw_page(id);
        return stored;
    };
    auto stored = co_await reads_.run(std::move(load));
    if (!stored.article || !stored.raw_page) co_return false;
    auto parse = [&stored, &site, limits = limits_] {
        return reread_article_page(*stored.raw_page, stored.article->url, *site,
                                   stored.article->first_seen_at, limits);
    };
    auto read = co_await pool_.run(std::move(parse));
    if (!read) co_return false;
    auto text = std::move(read->reading.text);
    if (read->reading.published_is_volatile) text.published_at = stored.article->text.published_at;
    auto work = [&stored, &text] { return compare(stored.article->text, text); };
    auto change = co_await pool_.run(std::move(work));
    if (change.fields.empty()) co_return true;
    archive::ArticleVisit visit;
    visit.note = note_of(page, *site, Outcome::none, 0, std::string());
    visit.note.next_visit = {}; // no visit of the page: it stays due
    visit.identity = {site->id, page.id, stored.article->url, {}, text.title, parsers::content_hash(text)};
    visit.text = std::move(text);
    visit.reading = std::move(read->reading_id);
    visit.base = archive::Base{stored.article->id, stored.article->revision};
    visit.changes = std::move(change.fields);
    visit.significance = change.significance;
    visit.reparsed = true;
    visit.raw_page = std::move(*stored.raw_page);
    auto recorded = co_await recorder_.record(std::move(visit));
    co_return recorded.what != archive::Recorded::What::stale;
}

boost::asio::awaitable<Visited> Visitor::gone(Page page, Site site, NotFetched answer)
{
    archive::GoneVisit visit;
    visit.note = note_of(page, *site, Outcome::gone, answer.status, std::move(answer.detail));
    visit.confirmations = kRemovalConfirmations;
    visit.over = removal_takes(site->visit);
    auto result = visited(page, visit.note);
    auto gone = co_await recorder_.record(std::move(visit));
    result.deliveries = gone.deliveries;
    if (gone.what == archive::Gone::What::held)
        result.detail += "; so much of the site is gone that none is removed";
    co_return result;
}

// --- both ---

/// A visit that changes nothing but the page's own history.
boost::asio::awaitable<Visited> Visitor::noted(Page page, Site site, Outcome outcome, int status,
                                               std::string detail)
{
    auto note = note_of(page, *site, outcome, status, std::move(detail));
    auto result = visited(page, note);
    co_await recorder_.note(std::move(note));
    co_return result;
}

/// An answer that is whole but not what was asked for.
boost::asio::awaitable<Visited> Visitor::not_the_page(Page page, Site site, int status, std::string detail)
{
    auto result =
        co_await noted(std::move(page), std::move(site), Outcome::unreadable, status, std::move(detail));
    result.not_the_page = true;
    co_return result;
}

boost::asio::awaitable<Time> Visitor::first_seen(const Page& page)
{
    if (!page.article) co_return clock_.now();
    auto load = [id = *page.article](archive::Reader& reader) { return reader.article(id); };
    auto article = co_await reads_.run(std::move(load));
    co_return article ? article->first_seen_at : clock_.now();
}

archive::VisitNote Visitor::note_of(const Page& page, const config::Site& site, Outcome outcome, int status,
                                    std::string detail, std::optional<int> news)
{
    auto now = clock_.now();
    auto outlook = lessons_.outlook(site.id, share_(page, site));
    auto history = history_of(page, outcome);
    archive::VisitNote note;
    if (news && teaches(page)) {
        note.rate = after_visit(history, outlook, *page.last_visit, now, *news);
        history.rate = *note.rate;
    }
    if (news.value_or(0) > 0 || outcome == Outcome::recorded) history.last_change = now;
    note.page = page.id;
    note.at = now;
    note.next_visit = next_visit(history, outlook, site.visit, now, chance());
    note.outcome = outcome;
    note.status = status;
    note.detail = std::move(detail);
    return note;
}

/// A visit that showed the page as it was before.
boost::asio::awaitable<Visited> Visitor::unchanged(Page page, Site site, int status,
                                                   std::optional<archive::Validators> renewed)
{
    auto note = note_of(page, *site, Outcome::unchanged, status, std::string(), 0);
    if (renewed && *renewed != page.validators) note.validators = std::move(renewed);
    auto result = visited(page, note);
    co_await recorder_.note(std::move(note));
    co_await learn(std::move(page), std::move(site), 0);
    co_return result;
}

/// The site's own lessons from a page that was seen as it is.
boost::asio::awaitable<void> Visitor::learn(Page page, Site site, int news)
{
    auto now = clock_.now();
    if (teaches(page) && archive::is_source(page.kind))
        lessons_.source_seen(site->id, *page.last_visit, now, news);
    if (teaches(page) && !archive::is_source(page.kind)) {
        auto history = history_of(page, Outcome::unchanged);
        lessons_.article_seen(site->id, age_of(history, *page.last_visit), age_of(history, now), news > 0);
    }
    auto lessons = lessons_.to_keep(site->id, now);
    for (auto& lesson : lessons)
        co_await memory_.keep(std::move(lesson));
}

/// Could the page be asked for conditionally, and is it time to see whether its validators tell the truth?
bool Visitor::wants_full_look(const Page& page, const config::Site& site)
{
    bool has_validators = !page.validators.etag.empty() || !page.validators.last_modified.empty();
    return has_validators && lessons_.wants_full_look(site.id, chance());
}

} // namespace baotin::crawler
