#pragma once

#include "archive/page.hpp"
#include "crawler/host_budgets.hpp"
#include "crawler/host_demand.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace baotin::crawler {

/// Which of a host's pages comes first where several are due.
enum class Lane : std::uint8_t {
    source,  ///< what is new comes to light here
    news,    ///< an article that was announced and never read
    recheck, ///< an article that may have changed
    backfill ///< an old article that was never read
};

/// A page as the frontier keeps it.
struct Planned {
    archive::PageId id = 0;
    Time due{};
    Lane lane = Lane::recheck;
    float demand = 0; ///< demand() until `due`
    float fixed = 0;  ///< fixed_visits()
};

/// The pages to visit, by host and by time. Answers which page may be visited now; a page that was picked is
/// out until it is put back.
///
/// Made for a million pages: 40 bytes each and their place in two indexes; a pick costs the logarithm of a
/// host's pages and of the hosts. Lives on the loop; takes `now` and asks no clock. `budgets` must outlive
/// it, and freed() be called when a host may be asked again.
class Frontier {
public:
    explicit Frontier(const HostBudgets& budgets) : budgets_(budgets) {}

    /// Puts the page, or a known page at its new time. `host` is the budget that its requests are charged to,
    /// which the site lets be asked `per_day` times.
    void put(const Planned& page, const std::string& site, const std::string& host, int per_day);
    void erase(archive::PageId id);
    void clear();
    void freed(const std::string& host);

    struct Picked {
        archive::PageId id = 0;
        Time due{};
        Lane lane = Lane::recheck;
        std::string site;
        std::string host;
    };
    /// A page that is due and whose host is free: of the host that has waited longest, its first lane with a
    /// page due, the page longest overdue.
    std::optional<Picked> pick(Time now);

    /// The earliest moment at which pick() can answer something, as far as is known now; nothing where no
    /// page waits for time alone (all hosts with pages are busy, or there are no pages).
    [[nodiscard]] std::optional<Time> next_ready();

    /// The longest overdue page of each lane of each host, where it is overdue.
    [[nodiscard]] std::vector<Picked> overdue(Time now) const;

    /// Visits an hour for each unit of demand at this host.
    [[nodiscard]] double share(const std::string& host) const;

    [[nodiscard]] bool contains(archive::PageId id) const { return places_.contains(id); }
    [[nodiscard]] std::size_t size() const { return places_.size(); }
    [[nodiscard]] std::size_t due(Time now) const; ///< pages whose time has come

private:
    static constexpr std::size_t kLanes = 4;
    using Place = std::uint32_t; // in slots_
    struct Slot {
        Planned page;
        std::uint32_t site = 0, host = 0;
        std::uint32_t position = 0; // in its lane's heap
    };
    using Heap = std::vector<Place>; // the earliest first
    struct Host {
        std::string name;
        std::array<Heap, kLanes> lanes;
        HostDemand demand;
        int per_day = 0;
        std::optional<Time> ready; // its key in ready_
        [[nodiscard]] bool empty() const;
    };

    Heap& heap_of(const Slot& slot)
    {
        return hosts_[slot.host].lanes[static_cast<std::size_t>(slot.page.lane)];
    }
    void set(Heap& heap, std::size_t position, Place place);
    void sift_up(Heap& heap, std::size_t position);
    void sift_down(Heap& heap, std::size_t position);
    void take_out(Place place);
    [[nodiscard]] Time earliest(const Host& host) const;
    void requeue(std::uint32_t host);
    std::uint32_t number_of(const std::string& name, std::vector<std::string>& names,
                            std::unordered_map<std::string, std::uint32_t>& numbers);
    [[nodiscard]] Picked picked(const Slot& slot) const;

    const HostBudgets& budgets_;
    std::vector<Slot> slots_;
    std::vector<Place> free_slots_;
    boost::unordered_flat_map<archive::PageId, Place> places_;
    std::vector<Host> hosts_;
    std::unordered_map<std::string, std::uint32_t> host_numbers_;
    std::vector<std::string> sites_;
    std::unordered_map<std::string, std::uint32_t> site_numbers_;
    std::set<std::pair<Time, std::uint32_t>> ready_; // each host that is not busy and has pages
};

} // namespace baotin::crawler
