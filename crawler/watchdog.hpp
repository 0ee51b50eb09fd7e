#pragma once

#include "crawler/frontier.hpp"
#include "crawler/site_lessons.hpp"
#include "crawler/trouble_change.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace baotin::crawler {

/// Sees that no page is forgotten and no site falls silent unnoticed. A page past its latest_by() is an
/// incident `late` of its site, a site that says nothing for far longer than is its way an incident `silent`;
/// each has a beginning and an end, one of each kind per site. That we are late is our operator's business:
/// only silence is told to subscribers.
///
/// Lives on the loop; takes `now` and asks no clock. Starts from the archive's open incidents.
class Watchdog {
public:
    /// Nobody was late before `now`: what fell due while we were down is made up for first.
    void load(const std::vector<archive::Incident>& open, Time now);

    /// `overdue`: Frontier::overdue(). `failing`: sites with an incident that explains why they are late.
    std::vector<TroubleChange> look(const std::vector<Frontier::Picked>& overdue,
                                    const std::set<std::string>& failing,
                                    const std::vector<std::string>& sites, SiteLessons& lessons, Time now);

    [[nodiscard]] std::chrono::milliseconds worst_lateness() const
    {
        return worst_;
    } ///< past the latest-by time
    [[nodiscard]] std::size_t late_sites() const { return late_.size(); }

private:
    std::vector<TroubleChange> compare(const char* what, std::set<std::string>& known,
                                       const std::map<std::string, std::string>& found,
                                       std::optional<archive::EventType> begins,
                                       std::optional<archive::EventType> ends, Time now);
    std::set<std::string> late_, silent_; // sites with an open incident
    Time awake_since_{}, looked_at_{};
    std::chrono::milliseconds worst_{0};
};

} // namespace baotin::crawler
