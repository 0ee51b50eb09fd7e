#pragma once

#include "archive/host.hpp"
#include "net/http.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace baotin::crawler {

using parsers::Time;

/// What asking for a robots.txt came to.
struct RobotsAnswer {
    std::optional<std::string> text;               ///< empty: there is no such file, which allows all
    std::optional<std::chrono::seconds> fresh_for; ///< as the answer's Cache-Control has it
    std::string unreachable;                       ///< where there is no text: why, one line
};

/// What an answer that is no redirect says of the file (RFC 9309 §2.3.1): 2xx is the file, 4xx is none, 429
/// and 5xx are no answer.
RobotsAnswer read_robots_answer(const net::Response& response, const std::string& url);

/// The file as it is remembered after an answer. Kept for a day, or less where the host wants that (never
/// below an hour: it would be asked for with every page); the last good copy bridges an outage, which is
/// looked into after 10 minutes and then twice as late each time, to 6 hours.
archive::RobotsFile remembered(archive::RobotsFile before, RobotsAnswer answer, Time now);

/// What holds by a remembered file.
enum class RobotsForce {
    text,      ///< its text
    forbidden, ///< unreachable and never had: everything is disallowed (RFC 9309 §2.3.1.4)
    allowed    ///< so for more than 30 days: it may be taken as unavailable (ibid.)
};
RobotsForce force_of(const archive::RobotsFile& file, Time now);

} // namespace baotin::crawler
