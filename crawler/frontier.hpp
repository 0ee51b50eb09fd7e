#pragma once

#include "archive/source_visit.hpp"
#include "crawler/host_budgets.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace baotin::crawler {

/// The pages to visit, by host and by time. Answers which page may be visited now; a page that was picked is
/// out until it is put back. Lives on the loop; takes `now` and asks no clock.
class Frontier {
public:
    /// `host` is the budget that the page's requests are charged to. Puts a known page at its new time.
    void put(archive::DuePage page, std::string host);
    void erase(archive::PageId id);
    void clear();

    /// The page that is due and whose host is free: the longest overdue host first, within it sources before
    /// articles, then the longest overdue page.
    std::optional<std::pair<archive::DuePage, std::string>> pick(Time now, const HostBudgets& budgets);

    /// The earliest moment at which pick() can answer something, as far as is known now; nothing where no
    /// page waits for time alone (all hosts with pages are busy, or there are no pages).
    [[nodiscard]] std::optional<Time> next_ready(const HostBudgets& budgets) const;

    [[nodiscard]] bool contains(archive::PageId id) const { return pages_.contains(id); }
    [[nodiscard]] std::size_t size() const { return pages_.size(); }
    [[nodiscard]] std::size_t due(Time now) const; ///< pages whose time has come

private:
    using ByTime = std::set<std::pair<Time, archive::PageId>>;
    struct Host {
        ByTime sources, articles;
        [[nodiscard]] Time earliest() const;
        [[nodiscard]] bool empty() const { return sources.empty() && articles.empty(); }
        ByTime& of(archive::PageKind kind) { return archive::is_source(kind) ? sources : articles; }
    };
    struct Entry {
        archive::DuePage page;
        std::string host;
    };
    void take_out(const Entry& entry);
    void change(const std::string& name, auto&& edit); // keeps by_time_ in step with the host

    std::unordered_map<archive::PageId, Entry> pages_;
    std::unordered_map<std::string, Host> hosts_;
    std::set<std::pair<Time, std::string>> by_time_; // each host once, by its earliest page
};

} // namespace baotin::crawler
