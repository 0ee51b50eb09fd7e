#include "alerts/hook_line.hpp"

#include "alerts/retry.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>
#include <vector>

namespace baotin::alerts {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using archive::DeliveryState;
using Verdict = WebhookAnswer::Verdict;

namespace {

constexpr std::size_t page_size = 64;
/// Attempts that are answered but not durable yet leave their turn to others, up to so many: below a page, so
/// that each page shows something new.
constexpr std::size_t most_unsettled = 48;
constexpr auto poll_interval = 3s; ///< how soon another process's `deliveries retry` is noticed
constexpr auto store_patience = 5s;
constexpr std::string_view gone_incident = "gone", failing_incident = "failing";

bool is_open(const std::vector<archive::Incident>& incidents, std::string_view hook, std::string_view what)
{
    return std::any_of(incidents.begin(), incidents.end(), [&](const archive::Incident& incident) {
        return incident.hook == hook && incident.what == what;
    });
}

std::string_view outcome(const WebhookAnswer& answer, DeliveryState state)
{
    if (answer.verdict == Verdict::gone) return "gone";
    return state == DeliveryState::pending ? "retried" : archive::to_string(state);
}

} // namespace

/// What one reading of the outbox found.
struct HookLine::Look {
    bool gone = false;
    bool failing = false;
    std::vector<archive::Delivery> due;
};

HookLine::HookLine(std::shared_ptr<Desk> desk, std::string name)
    : desk_(std::move(desk)), name_(std::move(name)), timer_(desk_->loop)
{
}

void HookLine::start()
{
    running_ = true;
    auto line = run(shared_from_this());
    auto ended = [self = shared_from_this()](std::exception_ptr failure) {
        self->running_ = false;
        self->desk_->idle.cancel();
        if (failure) std::rethrow_exception(failure);
    };
    asio::co_spawn(desk_->loop, std::move(line), std::move(ended));
}

void HookLine::configure(std::optional<config::Hook> hook)
{
    hook_ = std::move(hook);
    if (!hook_) page_.clear();
    pace_.limit(hook_ ? hook_->rate : std::nullopt);
    wake();
}

void HookLine::wake()
{
    read_wanted_ = true;
    timer_.cancel();
}

void HookLine::stop()
{
    stopping_ = true;
    page_.clear();
    timer_.cancel();
}

void HookLine::cancel()
{
    // A cancelled attempt may settle at once, which changes the map.
    auto signals = busy_;
    for (auto& [delivery, signal] : signals)
        signal->emit(asio::cancellation_type::terminal);
}

HookLine::Task HookLine::run(Line self)
{
    auto& line = *self;
    while (!line.stopping_) {
        if (line.wants_to_read()) co_await line.read_page();
        line.send_page();
        if (!line.stopping_ && !line.wants_to_read()) co_await line.rest();
    }
}

bool HookLine::wants_to_read() const
{
    return read_wanted_ && hook_ && page_.empty() && in_flight_ < most_in_flight() &&
           busy_.size() < most_unsettled && incident_changing_ == 0;
}

std::size_t HookLine::most_in_flight() const
{
    return breaker_.open() ? 1 : static_cast<std::size_t>(hook_->concurrency);
}

bool HookLine::may_send() const
{
    auto steady = std::chrono::steady_clock::now();
    return !stopping_ && hook_ && !page_.empty() && in_flight_ < most_in_flight() &&
           busy_.size() < most_unsettled && breaker_.permits(desk_->now(), in_flight_) &&
           pace_.next(steady) <= steady;
}

HookLine::Task HookLine::read_page()
{
    read_wanted_ = false;
    settled_.clear();
    auto changes = incident_changes_;
    bool doubtful = gone_.value_or(true) || told_failing_;
    auto limit = breaker_.open() ? std::size_t{1} : page_size;
    auto read = [name = name_, now = desk_->now(), doubtful, limit](archive::Reader& reader) {
        Look look;
        std::vector<archive::Incident> incidents;
        if (doubtful) incidents = reader.open_incidents();
        look.gone = is_open(incidents, name, gone_incident);
        look.failing = is_open(incidents, name, failing_incident);
        if (!look.gone) look.due = reader.due_deliveries(name, now, limit);
        return look;
    };
    try {
        auto look = co_await desk_->reads.run(std::move(read));
        if (hook_ && changes == incident_changes_) take(std::move(look));
    } catch (const std::exception& failure) {
        spdlog::error("hook {}: cannot read the outbox: {}", name_, failure.what());
    }
}

void HookLine::take(Look look)
{
    if (gone_.value_or(false) && !look.gone) spdlog::info("hook {}: enabled again", name_);
    bool first = !gone_.has_value();
    gone_ = look.gone;
    if (first && look.failing) breaker_.open_at(desk_->now()); // it was when we stopped
    if (first && look.failing) told_failing_ = true;
    if (told_failing_ && !look.failing) { // `deliveries retry --hook` says that it is back
        told_failing_ = false;
        breaker_.succeeded();
    }
    if (look.due.size() == page_size) read_wanted_ = true;
    for (auto& delivery : look.due)
        if (!busy_.contains(delivery.id) && !settled_.contains(delivery.id))
            page_.push_back(std::move(delivery));
}

void HookLine::send_page()
{
    while (may_send()) {
        auto delivery = std::move(page_.front());
        page_.pop_front();
        auto id = delivery.id;
        auto signal = std::make_shared<asio::cancellation_signal>();
        busy_.emplace(id, signal);
        ++in_flight_;
        pace_.made(std::chrono::steady_clock::now());
        auto task = send(shared_from_this(), *hook_, std::move(delivery));
        auto ended = [self = shared_from_this(), id](std::exception_ptr failure) {
            self->settle(id, failure);
        };
        asio::co_spawn(desk_->loop, std::move(task),
                       asio::bind_cancellation_slot(signal->slot(), std::move(ended)));
    }
}

HookLine::Task HookLine::send(Line self, config::Hook hook, archive::Delivery delivery)
{
    auto& line = *self;
    WebhookMessage message{delivery.event_id, std::move(delivery.body), delivery.replay};
    auto now = line.desk_->now();
    WebhookAnswer answer;
    std::exception_ptr broken;
    try {
        answer = co_await post_webhook(line.desk_->http, std::move(hook), std::move(message), now);
    } catch (...) {
        broken = std::current_exception();
    }
    --line.in_flight_;
    line.timer_.cancel();
    if (broken) std::rethrow_exception(broken);
    if (answer.cancelled) co_return;

    auto attempt = line.judge(delivery, answer);
    line.desk_->metrics.count(line.name_, outcome(answer, attempt.state), answer.elapsed);
    auto detail = answer.detail;
    if (answer.verdict == Verdict::gone)
        co_await line.disable(delivery, std::move(detail));
    else
        co_await line.learn(answer.verdict, std::move(detail));
    auto next = attempt.next_attempt;
    bool retried = attempt.state == DeliveryState::pending;
    co_await line.commit(std::move(attempt));
    if (retried && next <= line.desk_->now() + 2 * poll_interval) line.soon_.insert(next);
    line.read_wanted_ = true; // the article's next delivery is free; not so after an attempt that broke off
}

archive::DeliveryAttempt HookLine::judge(const archive::Delivery& delivery, const WebhookAnswer& answer)
{
    archive::DeliveryAttempt attempt;
    attempt.delivery = delivery.id;
    attempt.at = desk_->now();
    attempt.next_attempt = attempt.at;
    attempt.status = answer.status;
    attempt.detail = answer.detail;
    attempt.state = answer.verdict == Verdict::delivered ? DeliveryState::delivered : DeliveryState::dead;
    if (answer.verdict == Verdict::delivered) return attempt;
    attempt.request = answer.request;
    attempt.response = answer.response;
    if (answer.verdict == Verdict::gone) return attempt;

    std::uniform_real_distribution<double> jitter(0, 1);
    auto next = next_attempt(delivery.attempts + 1, delivery.created_at, attempt.at, jitter(desk_->random),
                             answer.retry_after);
    if (!next)
        spdlog::warn("hook {}: gave {} up after {} attempts: {}", name_, delivery.event_id,
                     delivery.attempts + 1, answer.detail);
    if (!next) return attempt;
    attempt.state = DeliveryState::pending;
    attempt.next_attempt = *next;
    return attempt;
}

HookLine::Task HookLine::disable(archive::Delivery delivery, std::string detail)
{
    gone_ = true;
    page_.clear();
    spdlog::warn(
        "hook {}: answered 410 to {} and is disabled; `baotin deliveries retry --hook {}` enables it", name_,
        delivery.event_id, name_);
    // Where this cannot be recorded it stays disabled until the next look at the outbox, and the next 410
    // will try to say so again.
    co_await open_incident(gone_incident, std::move(detail));
}

/// Lets the breaker know, and the other hooks once it has failed for long.
HookLine::Task HookLine::learn(Verdict verdict, std::string detail)
{
    auto now = desk_->now();
    if (verdict == Verdict::delivered) {
        if (breaker_.open()) spdlog::info("hook {}: answers again", name_);
        breaker_.succeeded();
        if (!told_failing_) co_return;
        told_failing_ = false;
        co_await close_incident(failing_incident);
        co_return;
    }
    bool was_open = breaker_.open();
    std::uniform_real_distribution<double> jitter(0, 1);
    breaker_.failed(now, jitter(desk_->random));
    if (breaker_.open() && !was_open)
        spdlog::warn("hook {}: fails, and is tried now and then only: {}", name_, detail);
    if (breaker_.open()) page_.clear(); // by the next probe, others may be due
    if (told_failing_ || !breaker_.failing(now)) co_return;
    told_failing_ = true;
    co_await open_incident(failing_incident, std::move(detail));
}

HookLine::Task HookLine::open_incident(std::string_view what, std::string detail)
{
    archive::Incident incident;
    incident.hook = name_;
    incident.what = what;
    incident.detail = std::move(detail);
    incident.since = desk_->now();
    ++incident_changes_;
    ++incident_changing_;
    try {
        co_await desk_->recorder.open_incident(std::move(incident), archive::EventType::hook_failing);
        desk_->queued();
    } catch (const std::exception& failure) {
        spdlog::error("hook {}: cannot record that it is {}: {}", name_, what, failure.what());
    }
    --incident_changing_;
}

HookLine::Task HookLine::close_incident(std::string_view what)
{
    archive::Incident incident;
    incident.hook = name_;
    incident.what = what;
    incident.since = desk_->now();
    incident.until = incident.since;
    ++incident_changes_;
    ++incident_changing_;
    try {
        co_await desk_->recorder.close_incident(std::move(incident), std::nullopt);
    } catch (const std::exception& failure) {
        spdlog::error("hook {}: cannot record that it answers again: {}", name_, failure.what());
    }
    --incident_changing_;
}

/// An attempt that cannot be recorded keeps its place: the store's trouble must not become a flood of
/// repetitions.
HookLine::Task HookLine::commit(archive::DeliveryAttempt attempt)
{
    for (;;) {
        std::string trouble;
        try {
            auto copy = attempt;
            co_await desk_->recorder.attempted(std::move(copy));
            co_return;
        } catch (const std::exception& failure) {
            trouble = failure.what();
        }
        spdlog::error("hook {}: cannot record an attempt: {}", name_, trouble);
        if (stopping_) co_return;
        co_await pause(store_patience);
    }
}

HookLine::Task HookLine::pause(std::chrono::milliseconds time)
{
    asio::steady_timer timer(desk_->loop, time);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

void HookLine::settle(archive::DeliveryId delivery, std::exception_ptr failure)
{
    busy_.erase(delivery);
    settled_.insert(delivery);
    timer_.cancel();
    desk_->idle.cancel();
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        if (!stopping_) spdlog::error("hook {}: an attempt broke off: {}", name_, error.what());
    }
}

/// Until there may be something to do. Whatever waits for something else (an answer, a commit, the operator)
/// is woken by it or looked at anew after the poll interval. Time is the desk's clock, which tests may move.
HookLine::Task HookLine::rest()
{
    auto now = desk_->now();
    soon_.erase(soon_.begin(), soon_.upper_bound(now));
    auto wait = std::chrono::milliseconds(poll_interval);
    if (!soon_.empty()) wait = std::clamp(*soon_.begin() - now + 1ms, 1ms, wait);
    auto steady = std::chrono::steady_clock::now();
    auto turn = std::chrono::ceil<std::chrono::milliseconds>(pace_.next(steady) - steady);
    if (!page_.empty() && turn > 0ms) wait = std::min(wait, turn);
    timer_.expires_after(wait);
    auto [error] = co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) co_return;
    read_wanted_ = true;
    if (breaker_.open()) page_.clear(); // it may have waited for long
}

} // namespace baotin::alerts
