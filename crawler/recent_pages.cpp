#include "crawler/recent_pages.hpp"

#include "crawler/visit_note.hpp"

#include <chrono>
#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

constexpr auto kWaits = 1s;
constexpr std::size_t kMostNotes = 256; // what waits is bounded, and so is what a crash can lose
constexpr std::size_t kMostHandedOver = 16;

} // namespace

std::optional<archive::Page> RecentPages::take(archive::PageId id)
{
    away_.insert(id);
    auto known = places_.find(id);
    if (known == places_.end()) return std::nullopt;
    // What this visit records must come behind the note of the last one.
    if (noted_.contains(id)) write();
    auto page = *known->second;
    erase(known->second);
    return page;
}

void RecentPages::put(archive::Page page, archive::VisitNote note)
{
    apply(note, page);
    noted_.insert(page.id);
    notes_.push_back(std::move(note));
    if (away_.erase(page.id) > 0) {
        if (page.article) of_article_.emplace(*page.article, page.id);
        pages_.push_back(std::move(page));
        places_[pages_.back().id] = std::prev(pages_.end());
    }
    if (pages_.size() > most_) {
        if (noted_.contains(pages_.front().id)) write();
        erase(pages_.begin());
    }
    if (notes_.size() >= kMostNotes) write();
}

void RecentPages::erase(Place place)
{
    if (place->article) {
        auto [page, end] = of_article_.equal_range(*place->article);
        while (page != end && page->second != place->id)
            ++page;
        if (page != end) of_article_.erase(page);
    }
    places_.erase(place->id);
    pages_.erase(place);
}

void RecentPages::write()
{
    if (notes_.empty()) return;
    noted_.clear();
    ++handed_over_;
    recorder_.note_later(std::exchange(notes_, {}));
}

std::optional<Time> RecentPages::write_due() const
{
    if (notes_.empty()) return std::nullopt;
    return notes_.front().at + kWaits;
}

bool RecentPages::outran_recorder() const
{
    return handed_over_ >= kMostHandedOver;
}

boost::asio::awaitable<void> RecentPages::flush()
{
    write();
    handed_over_ = 0;
    co_await recorder_.flush();
}

void RecentPages::forget_article(archive::ArticleId article)
{
    away_.clear(); // who can tell which of them are its own by now?
    for (auto page = of_article_.find(article); page != of_article_.end(); page = of_article_.find(article)) {
        if (noted_.contains(page->second)) write();
        erase(places_.at(page->second));
    }
}

void RecentPages::clear()
{
    write();
    away_.clear();
    of_article_.clear();
    places_.clear();
    pages_.clear();
}

} // namespace baotin::crawler
