#include "crawler/crawler.hpp"

#include "crawler/crawler_work.hpp"
#include "crawler/drift.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongestSleep = 1min; // a clock that was set is noticed within it
constexpr auto kWatchEvery = 1min;
constexpr std::size_t kCountedAtOnce = 100; // so few due pages are counted anew each time
constexpr auto kStuck = 4h; // far beyond the longest honest visit: a visit that takes longer is a bug of ours
constexpr auto kAfterStuck = 5min;
constexpr auto kLongestWaitOfAPass = 2min; // a host that asked for more is left to the next pass

bool is_cancellation(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        return error.code() == boost::asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

} // namespace

Crawler::Crawler(boost::asio::any_io_executor loop, CrawlerParts parts, config::Snapshot config)
    : work_(std::make_shared<Work>(std::move(loop), std::move(parts), std::move(config)))
{
}

Crawler::~Crawler() = default;

boost::asio::awaitable<void> Crawler::run()
{
    return work_->run();
}

boost::asio::awaitable<void> Crawler::crawl_once(std::vector<std::string> sites,
                                                 std::function<void(const Progress&)> watch)
{
    return work_->crawl_once(std::move(sites), std::move(watch));
}

boost::asio::awaitable<void> Crawler::reload(config::Snapshot config)
{
    return work_->reload(std::move(config));
}

boost::asio::awaitable<void> Crawler::stop()
{
    return work_->stop();
}

boost::asio::awaitable<void> Crawler::Work::run()
{
    auto self = shared_from_this();
    auto config = config_;
    co_await reload(std::move(config));
    spdlog::info("{} pages of {} sites to watch", frontier_.size(), config_->sites.size());
    std::function<bool()> for_ever = [] { return true; };
    co_await visit_while(std::move(for_ever));
}

boost::asio::awaitable<void> Crawler::Work::crawl_once(std::vector<std::string> sites,
                                                       std::function<void(const Progress&)> watch)
{
    auto self = shared_from_this();
    once_ = true;
    visitor_.look_once();
    watch_ = std::move(watch);
    agenda_.use(config_);
    co_await agree_with_archive();
    std::function<void(DuePage)> take = [this, sites = std::move(sites),
                                         now = parts_.clock.now()](DuePage page) {
        bool wanted = sites.empty() || std::ranges::find(sites, page.site) != sites.end();
        if (archive::is_source(page.kind)) page.next_visit = now;
        if (wanted && page.next_visit <= now) plan(std::move(page));
    };
    co_await load_pages(std::move(take));
    std::function<bool()> more = [this] {
        auto ready = frontier_.next_ready();
        return !under_way_.empty() || (ready && *ready < parts_.clock.now() + kLongestWaitOfAPass);
    };
    co_await visit_while(std::move(more));
    co_await visitor_.recent_pages().flush();
    co_await keep_lessons();
}

boost::asio::awaitable<void> Crawler::Work::visit_while(std::function<bool()> more)
{
    while (!stopping_ && !failure_ && more()) {
        start_visits();
        if (auto due = visitor_.recent_pages().write_due(); due && *due <= parts_.clock.now())
            visitor_.recent_pages().write();
        if (visitor_.recent_pages().outran_recorder()) co_await visitor_.recent_pages().flush();
        co_await watch_over();
        co_await sleep_until_ready();
    }
    if (!failure_) co_return;
    co_await stop();
    std::rethrow_exception(failure_);
}

/// None while the archive cannot be written: what they find would have nowhere to go.
std::size_t Crawler::Work::most_visits() const
{
    return parts_.recorder.stalled() ? 0 : static_cast<std::size_t>(config_->crawler.connections);
}

void Crawler::Work::start_visits()
{
    auto most = most_visits();
    while (!stopping_ && under_way_.size() < most) {
        auto next = frontier_.pick(parts_.clock.now());
        if (!next) break;
        start_visit(std::move(*next));
    }
    metrics_.frontier(frontier_.size(), under_way_.size());
}

void Crawler::Work::start_visit(Frontier::Picked page)
{
    auto site = config_->site(page.site);
    if (!site) return;
    Turn turn(budgets_, page.host, site->visit.delay, parts_.clock);
    auto id = page.id;
    auto& under_way = under_way_[id];
    under_way.page = page;
    under_way.since = parts_.clock.now();
    auto done = [self = shared_from_this(), id](std::exception_ptr failure) {
        boost::asio::post(self->loop_, [self, id, failure] { self->finished(id, failure); });
    };
    boost::asio::co_spawn(loop_, visit(std::move(page), std::move(site), std::move(turn)),
                          boost::asio::bind_cancellation_slot(under_way.end.slot(), std::move(done)));
}

/// Posted, not called, by the visit's completion: the cancellation slot in `under_way_` must outlive that.
void Crawler::Work::finished(archive::PageId page, std::exception_ptr failure)
{
    auto ended = under_way_.extract(page);
    if (failure && !is_cancellation(failure)) failure_ = failure;
    auto& visit = ended.mapped();
    if (visit.again) {
        plan(std::move(*visit.again));
    } else if (visit.given_up && !stopping_) {
        Planned later{.id = page, .due = parts_.clock.now() + kAfterStuck, .lane = visit.page.lane};
        frontier_.put(later, visit.page.site, visit.page.host, 0);
    }
    wake();
}

boost::asio::awaitable<void> Crawler::Work::visit(Frontier::Picked page,
                                                  std::shared_ptr<const config::Site> site, Turn turn)
{
    auto started = parts_.clock.now();
    auto visited = co_await visitor_.visit(page.id, std::move(site), std::move(turn));
    if (visited.cancelled) under_way_.at(page.id).given_up = true; // unless we are shutting down
    if (visited.cancelled || visited.url.empty()) co_return; // or the page is not to be visited any more
    metrics_.visited(page.site, visited, started - page.due);
    if (!watch_ && !archive::succeeded(visited.outcome)) { // who watches is told anyway
        spdlog::info("{} {} {}: {}", page.site, visited.url, archive::to_string(visited.outcome),
                     visited.detail);
    }
    for (auto& fresh : visited.fresh)
        plan(std::move(fresh));
    visited.fresh.clear();
    if (visited.deliveries > 0) parts_.deliveries_queued();
    DuePage seen{.id = page.id, .site = page.site, .url = visited.url, .kind = visited.kind};
    auto changes = troubles_.after(seen, visited, parts_.clock.now());
    co_await tell(std::move(changes));
    co_await tell_drift(page.site);

    ++done_;
    if (!once_) under_way_.at(page.id).again = visited.again;
    if (!watch_) co_return;
    Progress progress{std::move(page.site), std::move(visited), done_, left_to_visit()};
    watch_(progress);
}

/// Pages that are due are counted one by one: not for each visit of a pass over a million.
std::size_t Crawler::Work::left_to_visit()
{
    constexpr auto often_enough = 200ms;
    auto now = parts_.clock.now();
    if (now - counted_at_ > often_enough || due_ < kCountedAtOnce) {
        counted_at_ = now;
        due_ = frontier_.due(now);
    }
    return due_ + under_way_.size() - 1;
}

/// Compares what drifts with what is told of the site, so that a crash between the two is made up for.
boost::asio::awaitable<void> Crawler::Work::tell_drift(std::string id)
{
    auto site = config_->site(id);
    if (!site) co_return;
    const auto& coverage = lessons_.coverage(id);
    auto fields = drifting_fields(coverage);
    if (fields.empty() && !troubles_.drifts(id)) co_return;
    auto detail = describe_drift(coverage, *site);
    auto changes = troubles_.drift(id, fields, std::move(detail), parts_.clock.now());
    co_await tell(std::move(changes));
}

boost::asio::awaitable<void> Crawler::Work::tell(std::vector<TroubleChange> changes)
{
    int deliveries = 0;
    for (auto& change : changes) {
        auto incident = std::move(change.incident);
        spdlog::warn("{}: {} {} {}", incident.site, incident.what, change.opens ? "began:" : "ended",
                     incident.detail);
        if (change.opens) {
            deliveries += co_await parts_.recorder.open_incident(std::move(incident), change.event);
        } else {
            deliveries += co_await parts_.recorder.close_incident(std::move(incident), change.event);
        }
    }
    if (deliveries > 0) parts_.deliveries_queued();
}

/// Once a minute: is any page late, any site silent, any visit stuck?
boost::asio::awaitable<void> Crawler::Work::watch_over()
{
    auto now = parts_.clock.now();
    if (once_ || now - watched_at_ < kWatchEvery) co_return;
    watched_at_ = now;
    co_await parts_.recorder.flush(); // a broken store must not go unnoticed where nobody waits for it
    end_stuck_visits(now);
    std::vector<std::string> sites;
    for (const auto& site : config_->sites)
        sites.push_back(site->id);
    auto changes = watchdog_.look(frontier_.overdue(now), troubles_.sites(), sites, lessons_, now);
    metrics_.lateness(watchdog_.worst_lateness(), watchdog_.late_sites());
    co_await tell(std::move(changes));
}

/// A visit that never ends would keep its host from being asked for ever, without a word.
void Crawler::Work::end_stuck_visits(Time now)
{
    for (auto& [page, visit] : under_way_) {
        if (now - visit.since < kStuck || visit.given_up) continue;
        visit.given_up = true;
        spdlog::error("{}: the visit of page {} did not end within {} hours and is given up", visit.page.site,
                      page, std::chrono::duration_cast<std::chrono::hours>(kStuck).count());
        visit.end.emit(boost::asio::cancellation_type::terminal);
    }
}

boost::asio::awaitable<void> Crawler::Work::sleep_until_ready()
{
    if (stopping_ || failure_) co_return; // meanwhile
    auto now = parts_.clock.now();
    auto sleep = std::chrono::duration_cast<std::chrono::milliseconds>(kLongestSleep);
    bool full = under_way_.size() >= most_visits();
    auto ready = frontier_.next_ready();
    auto notes = visitor_.recent_pages().write_due();
    if (notes) sleep = std::clamp<std::chrono::milliseconds>(*notes - now, 0ms, sleep);
    if (ready && !full) sleep = std::clamp<std::chrono::milliseconds>(*ready - now, 0ms, sleep);
    co_await alarm_->wait(sleep);
}

boost::asio::awaitable<void> Crawler::Work::stop()
{
    auto self = shared_from_this();
    stopping_ = true;
    for (auto& [page, visit] : under_way_)
        visit.end.emit(boost::asio::cancellation_type::terminal);
    wake();
    while (!under_way_.empty())
        co_await parts_.clock.pause(5ms);
    visitor_.recent_pages().write();
    if (!failure_) co_await keep_lessons();
}

/// A short life teaches too: what is written once an hour else would be lost.
boost::asio::awaitable<void> Crawler::Work::keep_lessons()
{
    auto lessons = lessons_.all_to_keep(parts_.clock.now());
    for (auto& lesson : lessons)
        co_await memory_.keep(std::move(lesson));
}

} // namespace baotin::crawler
