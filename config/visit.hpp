#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace baotin::config {

/// What to do about an anti-bot stub in the page's place.
enum class Challenge {
    off,   ///< nothing: the visit is `challenged`
    cookie ///< where the stub sets a plain cookie and reloads: the same, once
};

/// `[visit]`: how often and how politely.
struct VisitSettings {
    std::optional<std::chrono::milliseconds> every;   ///< sources: a fixed interval
    std::optional<std::chrono::milliseconds> recheck; ///< articles: a fixed interval
    std::chrono::milliseconds min = std::chrono::minutes(2);
    std::chrono::milliseconds max = std::chrono::hours(6);
    std::chrono::milliseconds delay =
        std::chrono::seconds(2); ///< between two requests to one host; 0 is allowed
    double importance = 1;       ///< news of this site count so many times those of another on its host
    int per_day = 1440;          ///< requests a day that a host is asked at most on average, backfill aside
    std::optional<std::string> budget;        ///< joins several hosts in one budget
    std::optional<std::string> ignore_robots; ///< `robots = { ignore = true, reason = … }`: the reason
    bool cookies = false;                     ///< keep the site's cookies and send them back
    Challenge challenge = Challenge::off;
};

} // namespace baotin::config
