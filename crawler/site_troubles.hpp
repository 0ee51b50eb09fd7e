#pragma once

#include "crawler/trouble_change.hpp"
#include "crawler/visitor.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace baotin::crawler {

/// Turns outcomes of visits into incidents with a beginning and an end, one of each kind per site, never a
/// storm: `failing` while a source has failed several times in a row, or while several articles in a row
/// turned out to be error pages; `drift` while its rules match less than they used to; `challenge` while a
/// source, or several articles in a row, are an anti-bot page or a login form.
///
/// Lives on the loop. Starts from the archive's open incidents, so that a restart neither repeats nor forgets
/// one.
class SiteTroubles {
public:
    static constexpr int kThreshold = 4;        ///< failures in a row of one source
    static constexpr std::size_t kArticles = 4; ///< different ones in a row that are not the page

    /// `failing`: the sources whose failures in a row are past the threshold. Replaces what was known.
    void load(const std::vector<archive::Incident>& open, const std::vector<archive::Page>& failing);
    std::vector<TroubleChange> after(const archive::DuePage& page, const Visited& visited, Time now);
    /// `fields` are what drifts on the site now, none where nothing does; `detail` says what to do.
    std::vector<TroubleChange> drift(const std::string& site, const std::vector<std::string>& fields,
                                     std::string detail, Time now);
    [[nodiscard]] std::set<std::string> sites() const; ///< with an incident that explains why pages are late
    [[nodiscard]] bool drifts(const std::string& site) const
    {
        auto known = sites_.find(site);
        return known != sites_.end() && known->second.drift_open;
    }

private:
    struct Site {
        std::set<archive::PageId> failing;  ///< sources past the threshold
        std::set<archive::PageId> replaced; ///< articles in a row whose page was something else
        std::set<archive::PageId> guarded_sources, guarded_articles; ///< challenged, not read since
        bool articles_failing = false; ///< so many of them; until one was good again
        bool failing_open = false;
        bool challenge_open = false;
        bool drift_open = false;
        std::vector<std::string> drifting; ///< as last written down
    };
    static void note_guard(Site& site, const archive::DuePage& page, const Visited& visited);
    static void note_source(Site& site, const archive::DuePage& page, const Visited& visited);
    static void note_article(Site& site, const archive::DuePage& page, const Visited& visited);
    static std::string detail_of(const Site& site, const archive::DuePage& page, const Visited& visited);

    std::map<std::string, Site> sites_;
};

} // namespace baotin::crawler
