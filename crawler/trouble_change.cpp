#include "crawler/trouble_change.hpp"

#include <utility>

namespace baotin::crawler {

TroubleChange trouble_begins(const std::string& site, const char* what, std::string detail,
                             std::optional<archive::EventType> event, Time now)
{
    TroubleChange change{{}, true, event};
    change.incident.site = site;
    change.incident.what = what;
    change.incident.detail = std::move(detail);
    change.incident.since = now;
    return change;
}

TroubleChange trouble_ends(const std::string& site, const char* what, std::optional<archive::EventType> event,
                           Time now)
{
    TroubleChange change{{}, false, event};
    change.incident.site = site;
    change.incident.what = what;
    change.incident.since = now;
    change.incident.until = now;
    return change;
}

} // namespace baotin::crawler
