#include "crawler/host_budgets.hpp"

#include <algorithm>
#include <utility>

namespace baotin::crawler {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds kLeastSlowing = 1s;
constexpr milliseconds kMostSlowing = 10min;
constexpr milliseconds kForgotten = 100ms; // slower than this is as good as not slowed
constexpr int kFailuresBeforePause =
    3;                             // one page may fail for its own reasons; three in a row are the host's
constexpr int kPausePerDelay = 30; // 2 s between requests: the first pause is a minute
constexpr milliseconds kLongestPause = std::chrono::days(1);

} // namespace

HostBudgets::Host& HostBudgets::at(const std::string& host)
{
    auto& one = hosts_[host];
    one.state.host = host;
    return one;
}

void HostBudgets::load(const std::vector<archive::HostState>& hosts)
{
    for (const auto& known : hosts) {
        auto [place, fresh] = hosts_.try_emplace(known.host);
        if (!fresh) continue;
        place->second.state = known;
        place->second.kept_slowed_by = known.slowed_by;
    }
}

std::optional<Time> HostBudgets::free_at(const std::string& host) const
{
    auto found = hosts_.find(host);
    if (found == hosts_.end()) return Time{};
    if (found->second.busy) return std::nullopt;
    return std::max(found->second.free_at, found->second.state.until);
}

bool HostBudgets::is_free(const std::string& host, Time now) const
{
    auto when = free_at(host);
    return when && *when <= now;
}

milliseconds HostBudgets::wait_after(const std::string& host, milliseconds delay) const
{
    auto found = hosts_.find(host);
    if (found == hosts_.end()) return delay;
    return std::max(delay, found->second.usual_time) + found->second.state.slowed_by;
}

Time HostBudgets::free_again_at(const std::string& host, milliseconds delay) const
{
    auto found = hosts_.find(host);
    if (found == hosts_.end() || !found->second.asked_at) return state(host).until;
    return std::max(*found->second.asked_at + wait_after(host, delay), found->second.state.until);
}

void HostBudgets::asked(const std::string& host, Time now)
{
    at(host).asked_at = now;
}

void HostBudgets::hold(const std::string& host, Time until)
{
    auto& budget = at(host);
    budget.free_at = std::max(budget.free_at, until);
}

void HostBudgets::take(const std::string& host)
{
    at(host).busy = true;
}

void HostBudgets::release(const std::string& host, Time now, milliseconds delay)
{
    auto& budget = at(host);
    budget.busy = false;
    budget.free_at = std::max(budget.free_at, now + wait_after(host, delay));
    freed_(host);
}

std::optional<archive::HostState> HostBudgets::learn(const std::string& name, const HostAnswer& answer,
                                                     milliseconds delay, Time now, double jitter)
{
    auto& host = at(name);
    auto before = host.state;
    switch (answer.kind) {
    case HostAnswer::Kind::usable:
        host.usual_time = host.usual_time == 0ms ? answer.took : (host.usual_time * 7 + answer.took * 3) / 10;
        host.state.slowed_by = host.state.slowed_by * 4 / 5;
        if (host.state.slowed_by < kForgotten) host.state.slowed_by = 0ms;
        host.state.failures = 0;
        host.state.detail.clear();
        break;
    case HostAnswer::Kind::pushed_back:
        host.state.detail = answer.detail;
        push_back(host, answer, delay, now);
        break;
    case HostAnswer::Kind::failed:
        host.state.detail = answer.detail;
        back_off(host, delay, now, jitter);
        break;
    }
    // Recovery is gradual: written when half of it is done, not with every answer.
    bool slower = host.state.slowed_by > host.kept_slowed_by;
    bool recovered = host.state.slowed_by * 2 <= host.kept_slowed_by && host.kept_slowed_by > 0ms;
    bool kept =
        host.state.until == before.until && host.state.failures == before.failures && !slower && !recovered;
    if (kept) return std::nullopt;
    host.kept_slowed_by = host.state.slowed_by;
    return host.state;
}

void HostBudgets::push_back(Host& host, const HostAnswer& answer, milliseconds delay, Time now)
{
    auto slowed_by = std::max({host.state.slowed_by * 2, delay, kLeastSlowing});
    host.state.slowed_by = std::min(slowed_by, kMostSlowing);
    // A shorter wish does not cut a longer one.
    if (answer.retry_after) host.state.until = std::max(host.state.until, now + *answer.retry_after);
}

void HostBudgets::back_off(Host& host, milliseconds delay, Time now, double jitter)
{
    ++host.state.failures;
    if (host.state.failures < kFailuresBeforePause) return;
    auto pause = std::max(delay, host.usual_time) * kPausePerDelay;
    for (int i = kFailuresBeforePause; i < host.state.failures && pause < kLongestPause; ++i)
        pause *= 2;
    auto spread = 0.75 + 0.5 * jitter;
    auto wait = std::chrono::duration_cast<milliseconds>(std::min(pause, kLongestPause) * spread);
    host.state.until = std::max(host.state.until, now + wait);
}

archive::HostState HostBudgets::state(const std::string& host) const
{
    auto found = hosts_.find(host);
    return found == hosts_.end() ? archive::HostState{} : found->second.state;
}

Turn::Turn(HostBudgets& budgets, std::string host, std::chrono::milliseconds delay, Clock& clock)
    : budgets_(&budgets), host_(std::move(host)), delay_(delay), clock_(&clock)
{
    budgets_->take(host_);
}

Turn::Turn(Turn&& other) noexcept
    : budgets_(std::exchange(other.budgets_, nullptr)),
      host_(std::move(other.host_)),
      delay_(other.delay_),
      clock_(other.clock_)
{
}

Turn& Turn::operator=(Turn&& other) noexcept
{
    if (this == &other) return *this;
    give_back();
    budgets_ = std::exchange(other.budgets_, nullptr);
    host_ = std::move(other.host_);
    delay_ = other.delay_;
    clock_ = other.clock_;
    return *this;
}

void Turn::slow_down(std::chrono::milliseconds at_least)
{
    delay_ = std::max(delay_, at_least);
}

void Turn::give_back()
{
    if (auto* budgets = std::exchange(budgets_, nullptr)) budgets->release(host_, clock_->now(), delay_);
}

} // namespace baotin::crawler
