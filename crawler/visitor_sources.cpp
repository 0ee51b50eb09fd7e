#include "crawler/gate.hpp"
#include "crawler/visit_note.hpp"
#include "crawler/visitor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using archive::Page;

constexpr std::size_t kMaxSitemaps = 20;  // of one index, in one visit
constexpr std::size_t kMostToCatchUp = 5; // pages of a listing behind the first, in one visit
constexpr std::size_t kMaxLinks =
    50'000; // of one source, in one visit: the limit of one sitemap (sitemaps.org)
constexpr auto kSettled = std::chrono::hours(24); // a source that was never read whole by then counts as read

const config::Source* source_of(const config::Site& site, const Page& page)
{
    auto same = [&](const config::Source& source) { return source.url == page.url; };
    auto found = std::ranges::find_if(site.sources, same);
    return found == site.sources.end() ? nullptr : &*found;
}

int count_news(const archive::Announced& announced, std::optional<Time> visit)
{
    auto is_news = [&](const archive::DuePage& one) { return one.found_at == visit && !one.backfill; };
    return static_cast<int>(std::ranges::count_if(announced.fresh, is_news));
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

std::vector<std::string> urls_of(const parsers::Links& links)
{
    std::vector<std::string> urls;
    for (const auto& link : links.links)
        urls.push_back(link.url);
    return urls;
}

/// A failure that may be over by the next visit.
bool is_passing(Outcome outcome)
{
    return outcome == Outcome::failed || outcome == Outcome::challenged;
}

} // namespace

boost::asio::awaitable<Visited> Visitor::visit_source(Page page, Site site, Turn turn)
{
    const auto* source = source_of(*site, page);
    if (!source) co_return Visited{}; // no longer configured

    auto today = todays_readings_.of(site, *source);
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
    if (gate != Gate::read)
        co_return co_await unchanged(std::move(page), std::move(site), gate, std::move(*fetched));

    auto validators = std::move(fetched->validators);
    auto wire = wire_page(std::move(fetched->response), fetched->url);
    RegionGate region_gate{source->regions, gated ? page.validators.regions_hash : 0};
    auto read = [&wire, &site, source, &region_gate, limits = limits_, now = clock_.now()] {
        return look_at_source_page(wire, *site, *source, now, limits, region_gate);
    };
    auto look = co_await pool_.run(std::move(read));
    if (!look) {
        auto failure = std::move(look.error());
        co_return co_await noted(std::move(page), std::move(site), failure.outcome, status,
                                 std::move(failure.detail));
    }
    if (!look->links) {
        fetched->validators = std::move(validators);
        co_return co_await unchanged(std::move(page), std::move(site), Gate::same_regions,
                                     std::move(*fetched));
    }
    validators.regions_hash = look->regions_hash;
    auto links = std::move(look->links);
    bool is_index = source->kind == config::SourceKind::sitemap && !links->more.empty();
    auto missing = co_await read_more(page, site, *source, *links, turn);
    turn.give_back();
    if (links->links.empty() && source->kind == config::SourceKind::listing) {
        auto nothing = fmt::format("no article link was found by \"{}\"", source->rules->links.source());
        bool had_links = lessons_.coverage(site->id).knows_listing(source->url);
        co_await learn_links(page, site, *source, false);
        auto result =
            co_await noted(std::move(page), std::move(site), Outcome::unreadable, status, std::move(nothing));
        result.left_to_drift = had_links;
        co_return result;
    }
    if (source->kind == config::SourceKind::listing) co_await learn_links(page, site, *source, true);

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
    if (source->kind == config::SourceKind::listing)
        result.read_by = look->regions_hash != 0 ? ReadBy::regions : ReadBy::whole_page;
    auto announced = co_await recorder_.record(std::move(visit));
    result.fresh = announced.fresh;
    auto news = count_news(announced, result.again->last_visit);
    if (news > 0 && teaches(page) && !is_index) co_await plan_again(page, site, news, result);
    if (news > 0 && validators_say) lessons_.validators_checked(site->id, *validators_say == Say::unchanged);
    learn(page, *site, news);
    co_await keep_lessons(site->id);
    co_return result;
}

boost::asio::awaitable<void> Visitor::learn_links(Page page, Site site, const config::Source& source,
                                                  bool found)
{
    lessons_.listing_seen(site->id, source.url, todays_readings_.of(site, source), page.id, found);
    co_await keep_lessons(site->id);
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

/// Follows a listing's next pages on the first visit, and a sitemap index's sitemaps on every one. On later
/// visits of a listing a burst, or an outage of ours, may have pushed news behind its first page: the next
/// ones are read until one names an article that is known. Answers what may be there next time: a sitemap
/// that is gone or forbidden is not waited for, nor are a listing's older pages.
boost::asio::awaitable<std::optional<Unreadable>>
Visitor::read_more(Page page, Site site, const config::Source& source, parsers::Links& links, Turn& turn)
{
    bool listing = source.kind == config::SourceKind::listing;
    bool catches_up = listing && page.completed_at;
    auto queue = std::exchange(links.more, {});
    if (!listing) queue = chosen_sitemaps(std::move(queue));
    auto most = catches_up ? kMostToCatchUp
                : listing  ? static_cast<std::size_t>(source.pages - 1)
                           : queue.size();
    auto latest = urls_of(links); // of the page that was read last
    std::unordered_set<std::string> known(latest.begin(), latest.end());
    std::optional<Unreadable> missing;
    for (std::size_t i = 0; i < most && i < queue.size() && links.links.size() < kMaxLinks; ++i) {
        if (catches_up) {
            auto look = [id = site->id, latest](archive::Reader& reader) {
                return reader.knows_any(id, latest);
            };
            bool caught_up = co_await reads_.run(std::move(look));
            if (caught_up || latest.empty()) break;
        }
        auto more = co_await read_one_more(page, site, source, queue[i], turn);
        if (!more && !listing && is_passing(more.error().outcome)) missing = std::move(more.error());
        if (!more) continue;
        links.complete = links.complete && (listing || more->complete);
        if (catches_up) latest = urls_of(*more);
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

} // namespace baotin::crawler
