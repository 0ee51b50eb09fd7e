#include "crawler/change.hpp"
#include "crawler/drift.hpp"
#include "crawler/gate.hpp"
#include "crawler/reading_mark.hpp"
#include "crawler/visit_note.hpp"
#include "crawler/visitor.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using archive::Page;

constexpr int kAttemptsAgainstStale = 5;

bool has_further_pages(const config::Site& site)
{
    return std::ranges::any_of(site.rules.generations, [](const auto& one) { return !one.more.empty(); });
}

/// Did a request for an article end at the home page or a list? Then the article is not there, whatever the
/// status says.
bool leads_away(const std::string& asked, const std::string& url, const config::Site& site)
{
    if (url == asked) return false;
    auto parts = parsers::split_url(url);
    auto is_url = [&](const config::Source& source) { return source.url == url; };
    return url == site.home || !parts || (parts->path == "/" && parts->query.empty()) ||
           std::ranges::any_of(site.sources, is_url);
}

} // namespace

boost::asio::awaitable<Visited> Visitor::visit_article(Page page, Site site, Turn turn)
{
    auto today = todays_readings_.of(site);
    bool gates = gates_hold(page, today);
    bool full_look = gates && wants_full_look(page, *site);
    auto fetched = co_await fetch_.fetch(page, site, page.url, gates && !full_look, turn);
    bool looking = not_found_.is_due(site->id); // within this turn, once the page was read
    bool may_go_on = has_further_pages(*site);
    if (!looking && !may_go_on) turn.give_back();
    if (!fetched) {
        auto failure = std::move(fetched.error());
        if (failure.cancelled) co_return cancelled_visit(page);
        if (failure.outcome == Outcome::gone)
            co_return co_await gone(std::move(page), std::move(site), std::move(failure));
        co_return co_await noted(std::move(page), std::move(site), failure.outcome, failure.status,
                                 std::move(failure.detail));
    }
    auto status = fetched->response.status;
    if (leads_away(page.url, fetched->url, *site)) {
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
    if (gate != Gate::read)
        co_return co_await unchanged(std::move(page), std::move(site), gate, std::move(*fetched));

    auto validators = std::move(fetched->validators);
    auto wire = wire_page(std::move(fetched->response), fetched->url);
    auto reference = page.first_seen_at.value_or(clock_.now());
    RegionGate region_gate{gate_plans_.of(site, lessons_.volatility(site->id), clock_.now()),
                           gated ? page.validators.regions_hash : 0};
    auto parse = [&wire, &site, reference, &region_gate, limits = limits_] {
        return look_at_article_page(wire, *site, reference, limits, region_gate);
    };
    auto look = co_await pool_.run(std::move(parse));
    if (!look) {
        co_return co_await unreadable(std::move(page), std::move(site), std::move(look.error()),
                                      std::move(fetched->url), status);
    }
    if (!look->read) {
        fetched->validators = std::move(validators);
        co_return co_await unchanged(std::move(page), std::move(site), Gate::same_regions,
                                     std::move(*fetched));
    }
    auto read = std::move(look->read);
    validators.regions_hash = read->regions_hash;
    auto read_by = read->regions_hash != 0 ? ReadBy::regions : ReadBy::whole_page;
    if (read->reading.more) {
        // The first page's validators say nothing of the others.
        validators = {};
        auto failure = co_await read_rest(page, site, *read, reference, turn);
        if (failure && failure->cancelled) co_return cancelled_visit(page);
        if (failure)
            co_return co_await noted(std::move(page), std::move(site), failure->outcome, failure->status,
                                     std::move(failure->detail));
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

    co_await learn_coverage(page, site, read->reading.rule_matches);
    bool rules_changed = page.article && !is_reading_of_today(page.reading, today);
    // What our rules changed from what the site changed. The first reading by mended rules tells of the
    // redesign, too.
    bool told_apart = !rules_changed || !lessons_.coverage(site->id).left_behind(unmarked(page.reading));
    if (rules_changed && told_apart) told_apart = co_await reread_stored_page(page, site);
    auto result = co_await record_article(page, site, std::move(*read), std::move(fetched->url),
                                          std::move(validators), fetched->permanently_moved, !told_apart);
    result.read_by = read_by;
    if (!archive::succeeded(result.outcome)) co_return result;
    bool changed = told_apart && result.recorded == archive::Recorded::What::revised;
    if (changed && validators_say) lessons_.validators_checked(site->id, *validators_say == Say::unchanged);
    auto news = changed ? 1 : 0;
    learn(page, *site, news);
    co_await keep_lessons(site->id);
    co_return result;
}

/// Follows the links to the article's next pages. A page that cannot be read now fails the whole visit: half
/// an article would look like an edit.
boost::asio::awaitable<std::optional<NotFetched>> Visitor::read_rest(Page page, Site site, ArticleRead& read,
                                                                     Time reference, Turn& turn)
{
    std::set<std::string> seen{page.url};
    while (read.reading.more && static_cast<int>(seen.size()) < kMostArticlePages) {
        auto url = *std::exchange(read.reading.more, std::nullopt);
        if (!seen.insert(url).second) break;
        auto fetched = co_await fetch_.fetch(page, site, url, false, turn);
        if (!fetched) {
            auto failure = std::move(fetched.error());
            if (failure.outcome == Outcome::gone) failure.outcome = Outcome::failed; // the article is not
            failure.detail = fmt::format("next page {}: {}", url, failure.detail);
            co_return failure;
        }
        if (leads_away(url, fetched->url, *site)) {
            NotFetched failure;
            failure.outcome = Outcome::unreadable;
            failure.detail = fmt::format("next page {} leads to {}, which is no article", url, fetched->url);
            co_return failure;
        }
        auto wire = wire_page(std::move(fetched->response), std::move(fetched->url));
        auto work = [&read, &wire, &site, reference, limits = limits_] {
            return read_next_page(read, wire, *site, reference, limits);
        };
        auto added = co_await pool_.run(std::move(work));
        if (!added) {
            NotFetched failure;
            failure.outcome = added.error().outcome;
            failure.detail = std::move(added.error().detail);
            co_return failure;
        }
    }
    co_return std::nullopt;
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
        Change change;
        auto text = read.reading.text;
        bool clock =
            read.reading.published_is_volatile || lessons_.volatility(site->id).published(clock_.now());
        if (known && clock) text.published_at = known->text.published_at;
        if (known) {
            auto work = [&known, &text] { return compare(known->text, text); };
            change = co_await pool_.run(std::move(work));
            auto why = why_held(lessons_.coverage(site->id), known->reading, read.reading_id, change);
            if (why)
                co_return co_await hold(std::move(page), std::move(site), std::move(*why), std::move(url),
                                        std::move(read.raw_page));
        }
        // Another address of an article does not speak for it: what differs there is no news.
        bool alias = known && page.article == known->id && page.url != known->url && url != known->url;
        if (known && page.article == known->id && !change.fields.empty() && !alias && !silent) {
            auto difference = co_await weigh(page, site, *known, read, change);
            if (difference == Difference::unclear)
                co_return co_await look_again(std::move(page), std::move(site));
            if (difference == Difference::by_itself) change = {};
        }
        // What differs without being a change, a counter, is not written down either.
        if (known && change.fields.empty()) text = known->text;
        if (known && change.fields.empty()) second_looks_.forget(page.id);
        bool same = known && page.article == known->id && (change.fields.empty() || alias);

        archive::ArticleVisit visit;
        std::optional<int>
            news; // a page that was just found, or leads elsewhere now, has no history to learn from
        if (known && page.article == known->id) news = same || silent ? 0 : 1;
        visit.note = note_of(page, *site, same ? Outcome::unchanged : Outcome::recorded, 200, {}, news);
        visit.note.validators = validators;
        visit.note.reading = read.reading_id;
        visit.identity = identity;
        visit.text = std::move(text);
        visit.particulars = read.reading.particulars;
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
    if (would_lose_text(stored.article->reading, read->reading_id)) co_return false;
    auto text = std::move(read->reading.text);
    auto particulars = std::move(read->reading.particulars);
    if (read->reading.published_is_volatile) text.published_at = stored.article->text.published_at;
    auto work = [&stored, &text] { return compare(stored.article->text, text); };
    auto change = co_await pool_.run(std::move(work));
    if (change.fields.empty()) co_return true;
    archive::ArticleVisit visit;
    visit.note = note_of(page, *site, Outcome::none, 0, std::string());
    visit.note.next_visit = {}; // no visit of the page: it stays due
    visit.identity = {site->id, page.id, stored.article->url, {}, text.title, parsers::content_hash(text)};
    visit.text = std::move(text);
    visit.particulars = std::move(particulars);
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
    // Another page may stand for it now: what is known of the others is loaded again, behind this record.
    auto article = page.article;
    if (article) recent_pages_.forget_article(*article);
    auto gone = co_await recorder_.record(std::move(visit));
    if (article) recent_pages_.forget_article(*article);
    result.deliveries = gone.deliveries;
    if (gone.what == archive::Gone::What::held)
        result.detail += "; so much of the site is gone that none is removed";
    co_return result;
}

} // namespace baotin::crawler
