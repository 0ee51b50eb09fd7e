#pragma once

#include "archive/page.hpp"
#include "archive/recorder.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <list>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace baotin::crawler {

using parsers::Time;

/// The pages whose last visit saw nothing new, as the archive will have them once their notes are written.
/// Most visits are of such a page and end the same way: they read nothing, and nobody waits for their notes,
/// which are written many at a time. A crash loses the notes of a second: those pages are visited again.
///
/// Bounded, about 600 bytes a page; lives on the loop. `recorder` must outlive it.
class RecentPages {
public:
    explicit RecentPages(archive::Recorder& recorder, std::size_t most = 20'000)
        : recorder_(recorder), most_(most)
    {
    }

    /// The page, for a visit, and out of here until it is put back: whatever else happens to it meanwhile is
    /// then read from the archive. Nothing where it is not known.
    std::optional<archive::Page> take(archive::PageId id);
    /// Back after a visit that changed nothing but the page's own history, with the note of it. Not kept
    /// where it may have changed in the archive meanwhile.
    void put(archive::Page page, archive::VisitNote note);
    void visited(archive::PageId id) { away_.erase(id); } ///< the visit has ended, whichever way

    /// Hands the notes that wait to the recorder, before whatever it is given next.
    void write();
    [[nodiscard]] std::optional<Time> write_due() const;
    /// Are so many handed over that the recorder should catch up before more is visited? flush() waits for
    /// that.
    [[nodiscard]] bool outran_recorder() const;
    boost::asio::awaitable<void> flush();

    void forget_article(archive::ArticleId article); ///< its pages may change by another's visit
    void clear();

private:
    using Place = std::list<archive::Page>::iterator;
    void erase(Place place);

    archive::Recorder& recorder_;
    std::size_t most_;
    std::list<archive::Page> pages_; ///< the oldest first
    boost::unordered_flat_map<archive::PageId, Place> places_;
    std::unordered_multimap<archive::ArticleId, archive::PageId> of_article_; ///< of pages_
    std::unordered_set<archive::PageId> away_; ///< on a visit, and still what the archive has
    std::size_t handed_over_ = 0;              ///< writes since the last flush()
    std::vector<archive::VisitNote> notes_;
    std::unordered_set<archive::PageId> noted_; ///< pages of notes_
};

} // namespace baotin::crawler
