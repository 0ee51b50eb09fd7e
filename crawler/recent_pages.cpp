#include "crawler/recent_pages.hpp"

#include "crawler/visit_note.hpp"

#include <chrono>
#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

constexpr auto kWaits = 1s;
constexpr std::size_t kMostNotes = 256; // what waits is bounded, and so is what a crash can lose

} // namespace

std::optional<archive::Page> RecentPages::take(archive::PageId id)
{
    auto known = places_.find(id);
    if (known == places_.end()) return std::nullopt;
    // What this visit records must come behind the note of the last one.
    if (noted_.contains(id)) write();
    auto page = std::move(*known->second);
    pages_.erase(known->second);
    places_.erase(known);
    return page;
}

void RecentPages::put(archive::Page page, archive::VisitNote note)
{
    apply(note, page);
    noted_.insert(page.id);
    notes_.push_back(std::move(note));
    pages_.push_back(std::move(page));
    places_[pages_.back().id] = std::prev(pages_.end());
    if (pages_.size() > most_) {
        if (noted_.contains(pages_.front().id)) write();
        places_.erase(pages_.front().id);
        pages_.pop_front();
    }
    if (notes_.size() >= kMostNotes) write();
}

void RecentPages::write()
{
    noted_.clear();
    recorder_.note_later(std::exchange(notes_, {}));
}

std::optional<Time> RecentPages::write_due() const
{
    if (notes_.empty()) return std::nullopt;
    return notes_.front().at + kWaits;
}

void RecentPages::forget_article(archive::ArticleId article)
{
    write();
    for (auto page = pages_.begin(); page != pages_.end();) {
        auto here = page++;
        if (here->article != article) continue;
        places_.erase(here->id);
        pages_.erase(here);
    }
}

void RecentPages::clear()
{
    write();
    places_.clear();
    pages_.clear();
}

} // namespace baotin::crawler
