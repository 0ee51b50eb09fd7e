#pragma once

#include "archive/page.hpp"
#include "archive/recorder.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <list>
#include <optional>
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
    /// Back after a visit that changed nothing but the page's own history, with the note of it.
    void put(archive::Page page, archive::VisitNote note);

    /// Hands the notes that wait to the recorder, before whatever it is given next.
    void write();
    [[nodiscard]] std::optional<Time> write_due() const;

    void forget_article(archive::ArticleId article); ///< its pages may change by another's visit
    void clear();

private:
    archive::Recorder& recorder_;
    std::size_t most_;
    std::list<archive::Page> pages_; ///< the oldest first
    boost::unordered_flat_map<archive::PageId, std::list<archive::Page>::iterator> places_;
    std::vector<archive::VisitNote> notes_;
    std::unordered_set<archive::PageId> noted_; ///< pages of notes_
};

} // namespace baotin::crawler
