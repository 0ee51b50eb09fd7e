#include "crawler/frontier.hpp"

#include <algorithm>

namespace baotin::crawler {

bool Frontier::Host::empty() const
{
    return std::ranges::all_of(lanes, [](const Heap& heap) { return heap.empty(); });
}

// --- a lane: a binary heap whose pages know their place in it ---

void Frontier::set(Heap& heap, std::size_t position, Place place)
{
    heap[position] = place;
    slots_[place].position = static_cast<std::uint32_t>(position);
}

void Frontier::sift_up(Heap& heap, std::size_t position)
{
    auto place = heap[position];
    for (auto due = slots_[place].page.due; position > 0;) {
        auto parent = (position - 1) / 2;
        if (slots_[heap[parent]].page.due <= due) break;
        set(heap, position, heap[parent]);
        position = parent;
    }
    set(heap, position, place);
}

void Frontier::sift_down(Heap& heap, std::size_t position)
{
    auto place = heap[position];
    auto due = slots_[place].page.due;
    while (2 * position + 1 < heap.size()) {
        auto child = 2 * position + 1;
        if (child + 1 < heap.size() && slots_[heap[child + 1]].page.due < slots_[heap[child]].page.due)
            ++child;
        if (due <= slots_[heap[child]].page.due) break;
        set(heap, position, heap[child]);
        position = child;
    }
    set(heap, position, place);
}

void Frontier::take_out(Place place)
{
    auto& heap = heap_of(slots_[place]);
    auto position = slots_[place].position;
    auto last = heap.back();
    heap.pop_back();
    if (last == place) return;
    set(heap, position, last);
    sift_up(heap, position);
    sift_down(heap, slots_[last].position);
}

// --- pages ---

std::uint32_t Frontier::number_of(const std::string& name, std::vector<std::string>& names,
                                  std::unordered_map<std::string, std::uint32_t>& numbers)
{
    auto [known, fresh] = numbers.try_emplace(name, static_cast<std::uint32_t>(names.size()));
    if (fresh) names.push_back(name);
    return known->second;
}

void Frontier::put(const Planned& page, const std::string& site, const std::string& host, int per_day)
{
    erase(page.id);
    auto [known, fresh] = host_numbers_.try_emplace(host, static_cast<std::uint32_t>(hosts_.size()));
    if (fresh) hosts_.push_back({.name = host, .lanes = {}, .demand = {}, .per_day = 0, .ready = {}});
    auto number = known->second;
    Place place = free_slots_.empty() ? static_cast<Place>(slots_.size()) : free_slots_.back();
    if (free_slots_.empty())
        slots_.emplace_back();
    else
        free_slots_.pop_back();
    slots_[place] = {.page = page, .site = number_of(site, sites_, site_numbers_), .host = number};
    places_.emplace(page.id, place);
    auto& heap = heap_of(slots_[place]);
    heap.push_back(place);
    sift_up(heap, heap.size() - 1);
    hosts_[number].per_day = std::max(hosts_[number].per_day, per_day);
    hosts_[number].demand.add(page.demand, page.fixed, +1);
    requeue(number);
}

void Frontier::erase(archive::PageId id)
{
    auto known = places_.find(id);
    if (known == places_.end()) return;
    auto place = known->second;
    const auto& slot = slots_[place];
    take_out(place);
    hosts_[slot.host].demand.add(slot.page.demand, slot.page.fixed, -1);
    requeue(slot.host);
    free_slots_.push_back(place);
    places_.erase(known);
}

void Frontier::clear()
{
    slots_.clear();
    free_slots_.clear();
    places_.clear();
    hosts_.clear();
    host_numbers_.clear();
    ready_.clear();
}

double Frontier::share(const std::string& host) const
{
    auto known = host_numbers_.find(host);
    if (known == host_numbers_.end()) return kEagerness;
    const auto& one = hosts_[known->second];
    return one.demand.share(one.per_day);
}

// --- hosts ---

Time Frontier::earliest(const Host& host) const
{
    auto earliest = Time::max();
    for (const auto& heap : host.lanes)
        if (!heap.empty()) earliest = std::min(earliest, slots_[heap.front()].page.due);
    return earliest;
}

/// Puts the host at the moment at which it has something due and is free; out, where that is not known.
void Frontier::requeue(std::uint32_t number)
{
    auto& host = hosts_[number];
    if (host.ready) ready_.erase({*host.ready, number});
    host.ready.reset();
    auto free = budgets_.free_at(host.name);
    if (!free || host.empty()) return;
    host.ready = std::max(earliest(host), *free);
    ready_.emplace(*host.ready, number);
}

void Frontier::freed(const std::string& host)
{
    if (auto known = host_numbers_.find(host); known != host_numbers_.end()) requeue(known->second);
}

std::optional<Frontier::Picked> Frontier::pick(Time now)
{
    while (!ready_.empty() && ready_.begin()->first <= now) {
        auto [ready, number] = *ready_.begin();
        auto& host = hosts_[number];
        // The host may have been taken or paused since it was queued.
        if (!budgets_.is_free(host.name, now)) {
            requeue(number);
            continue;
        }
        auto is_due = [&](const Heap& heap) { return !heap.empty() && slots_[heap.front()].page.due <= now; };
        auto lane = std::ranges::find_if(host.lanes, is_due);
        auto picked = this->picked(slots_[lane->front()]);
        erase(picked.id);
        return picked;
    }
    return std::nullopt;
}

std::optional<Time> Frontier::next_ready()
{
    while (!ready_.empty()) {
        auto [ready, number] = *ready_.begin();
        auto before = ready;
        requeue(number); // it may have been taken or paused since
        if (hosts_[number].ready == before) return before;
    }
    return std::nullopt;
}

Frontier::Picked Frontier::picked(const Slot& slot) const
{
    return {slot.page.id, slot.page.due, slot.page.lane, sites_[slot.site], hosts_[slot.host].name};
}

std::vector<Frontier::Picked> Frontier::overdue(Time now) const
{
    std::vector<Picked> pages;
    for (const auto& host : hosts_)
        for (const auto& heap : host.lanes)
            if (!heap.empty() && slots_[heap.front()].page.due < now)
                pages.push_back(picked(slots_[heap.front()]));
    return pages;
}

std::size_t Frontier::due(Time now) const
{
    std::size_t count = 0;
    std::vector<std::size_t> look; // below a page that is not due none is
    for (const auto& host : hosts_)
        for (const auto& heap : host.lanes)
            for (look.assign(1, 0); !look.empty();) {
                auto position = look.back();
                look.pop_back();
                if (position >= heap.size() || slots_[heap[position]].page.due > now) continue;
                ++count;
                look.push_back(2 * position + 1);
                look.push_back(2 * position + 2);
            }
    return count;
}

} // namespace baotin::crawler
