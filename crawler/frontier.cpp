#include "crawler/frontier.hpp"

#include <algorithm>

namespace baotin::crawler {

Time Frontier::Host::earliest() const
{
    auto earliest = Time::max();
    if (!sources.empty()) earliest = sources.begin()->first;
    if (!articles.empty()) earliest = std::min(earliest, articles.begin()->first);
    return earliest;
}

void Frontier::change(const std::string& name, auto&& edit)
{
    auto& host = hosts_[name];
    if (!host.empty()) by_time_.erase({host.earliest(), name});
    edit(host);
    if (host.empty()) {
        hosts_.erase(name);
    } else {
        by_time_.emplace(host.earliest(), name);
    }
}

void Frontier::take_out(const Entry& entry)
{
    change(entry.host, [&](Host& host) {
        host.of(entry.page.kind).erase({entry.page.next_visit, entry.page.id});
    });
}

void Frontier::put(archive::DuePage page, std::string host)
{
    erase(page.id);
    change(host, [&](Host& one) { one.of(page.kind).emplace(page.next_visit, page.id); });
    auto id = page.id;
    pages_.emplace(id, Entry{std::move(page), std::move(host)});
}

void Frontier::erase(archive::PageId id)
{
    auto known = pages_.find(id);
    if (known == pages_.end()) return;
    take_out(known->second);
    pages_.erase(known);
}

void Frontier::clear()
{
    pages_.clear();
    hosts_.clear();
    by_time_.clear();
}

std::optional<std::pair<archive::DuePage, std::string>> Frontier::pick(Time now, const HostBudgets& budgets)
{
    for (const auto& [earliest, name] : by_time_) {
        if (earliest > now) break;
        if (!budgets.is_free(name, now)) continue;
        const auto& host = hosts_.at(name);
        bool source_due = !host.sources.empty() && host.sources.begin()->first <= now;
        auto id = (source_due ? host.sources : host.articles).begin()->second;
        auto entry = pages_.at(id);
        erase(id);
        return std::pair{std::move(entry.page), std::move(entry.host)};
    }
    return std::nullopt;
}

std::optional<Time> Frontier::next_ready(const HostBudgets& budgets) const
{
    std::optional<Time> ready;
    for (const auto& [earliest, name] : by_time_) {
        if (ready && earliest >= *ready) break;
        auto free = budgets.free_at(name);
        if (!free) continue;
        auto when = std::max(earliest, *free);
        if (!ready || when < *ready) ready = when;
    }
    return ready;
}

std::size_t Frontier::due(Time now) const
{
    std::size_t count = 0;
    auto until = std::pair{now, std::numeric_limits<archive::PageId>::max()};
    for (const auto& [name, host] : hosts_) {
        count += std::distance(host.sources.begin(), host.sources.upper_bound(until));
        count += std::distance(host.articles.begin(), host.articles.upper_bound(until));
    }
    return count;
}

} // namespace baotin::crawler
