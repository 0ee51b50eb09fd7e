#include "crawler/host_budgets.hpp"

#include <algorithm>
#include <utility>

namespace baotin::crawler {

std::optional<Time> HostBudgets::free_at(const std::string& host) const
{
    auto found = hosts_.find(host);
    if (found == hosts_.end()) return Time{};
    if (found->second.busy) return std::nullopt;
    return found->second.free_at;
}

bool HostBudgets::is_free(const std::string& host, Time now) const
{
    auto when = free_at(host);
    return when && *when <= now;
}

void HostBudgets::take(const std::string& host)
{
    hosts_[host].busy = true;
}

void HostBudgets::release(const std::string& host, Time now, std::chrono::milliseconds delay)
{
    auto& budget = hosts_[host];
    budget.busy = false;
    budget.free_at = std::max(budget.free_at, now + delay);
    freed_();
}

void HostBudgets::pause(const std::string& host, Time until)
{
    auto& budget = hosts_[host];
    budget.free_at = std::max(budget.free_at, until);
}

Turn::Turn(HostBudgets& budgets, std::string host, std::chrono::milliseconds delay, const Clock& clock)
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
    if (auto* budgets = std::exchange(budgets_, nullptr)) budgets->release(host_, (*clock_)(), delay_);
}

} // namespace baotin::crawler
