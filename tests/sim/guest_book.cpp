#include "tests/sim/guest_book.hpp"

#include <fmt/format.h>

namespace baotin::sim {
namespace {

using namespace std::chrono_literals;

// RFC 9309 §2.4: a day; a visit that began in time may end a little later.
constexpr auto kRobotsHold = 24h + 10min;

std::string in_seconds(milliseconds time)
{
    return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000);
}

} // namespace

void GuestBook::asked(const Guest& guest, Time now)
{
    auto& budget = budgets_[guest.site->budget_of(guest.host)];
    auto& host = hosts_[guest.host];
    auto who = fmt::format("{}{} was asked", guest.host, guest.path);
    if (budget.under_way > 0)
        findings_.wrong(now, fmt::format("{} while its budget answers another request", who));
    if (now < host.wait_until)
        findings_.wrong(now, fmt::format("{} {} before its Retry-After was over", who,
                                         in_seconds(host.wait_until - now)));
    if (now < budget.last_end + guest.site->delay)
        findings_.wrong(now, fmt::format("{} only {} after the last request of its budget", who,
                                         in_seconds(now - budget.last_end)));
    if (now < host.last_end + host.crawl_delay)
        findings_.wrong(now, fmt::format("{} {} after the last request; Crawl-delay is {}", who,
                                         in_seconds(now - host.last_end), in_seconds(host.crawl_delay)));
    check_robots(guest, host, now);
    if (guest.path == "/robots.txt") host.robots_asked_at = now;
    ++budget.under_way;
}

void GuestBook::check_robots(const Guest& guest, const Host& host, Time now)
{
    if (guest.path == "/robots.txt") return;
    auto who = fmt::format("{}{} was asked", guest.host, guest.path);
    if (!host.robots_ever_had) findings_.wrong(now, who + " before robots.txt answered");
    if (now > host.robots_asked_at + kRobotsHold) findings_.wrong(now, who + " by a robots.txt of yesterday");
    if (guest.site->has_robots && guest.path.starts_with("/noi-bo/"))
        findings_.wrong(now, who + ", which robots.txt forbids");
}

void GuestBook::answered(const Guest& guest, Time now, int status, std::chrono::seconds retry_after)
{
    ended(guest, now);
    auto& host = hosts_[guest.host];
    if (retry_after > 0s) {
        if (host.said_at != now) host.wait_until_before = host.wait_until;
        host.said_at = now;
        host.wait_until = std::max(host.wait_until, now + retry_after);
    }
    bool page_known = status < 500 && status != 429;
    if (guest.path != "/robots.txt" || !page_known) return;
    host.robots_ever_had = true;
    host.crawl_delay = status == 200 ? guest.site->crawl_delay.value_or(0s) : 0s;
}

void GuestBook::hung_up(const Guest& guest, Time now)
{
    ended(guest, now);
}

void GuestBook::ended(const Guest& guest, Time now)
{
    auto& budget = budgets_[guest.site->budget_of(guest.host)];
    --budget.under_way;
    budget.last_end = now;
    hosts_[guest.host].last_end = now;
}

void GuestBook::daemon_died(Time now)
{
    for (auto& [name, budget] : budgets_) {
        budget.under_way = 0;
        budget.last_end = Time{};
    }
    for (auto& [name, host] : hosts_) {
        if (host.said_at == now) host.wait_until = host.wait_until_before;
        host.crawl_delay = 0s;
        host.last_end = Time{};
    }
}

std::optional<Time> GuestBook::idle_since(const std::string& budget) const
{
    auto found = budgets_.find(budget);
    if (found == budgets_.end()) return Time{};
    if (found->second.under_way > 0) return std::nullopt;
    return found->second.last_end;
}

} // namespace baotin::sim
