#pragma once

#include "archive/event.hpp"

#include <optional>
#include <string>

namespace baotin::crawler {

using archive::Time;

/// Something to write down, and perhaps to tell, about a site's health.
struct TroubleChange {
    archive::Incident incident; ///< `since` where it opens, `until` where it ends
    bool opens = false;
    std::optional<archive::EventType> event;
};

TroubleChange trouble_begins(const std::string& site, const char* what, std::string detail,
                             std::optional<archive::EventType> event, Time now);
TroubleChange trouble_ends(const std::string& site, const char* what, std::optional<archive::EventType> event,
                           Time now);

} // namespace baotin::crawler
