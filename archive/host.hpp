#pragma once

#include "parsers/timestamp.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace baotin::archive {

using parsers::Time;

/// What is remembered of a host, so that a restart forgets nothing.
struct HostState {
    std::string host;                       ///< parsers::host_key() or the name of a joint budget
    Time until{};                           ///< no request before (`Retry-After`, back-off)
    std::chrono::milliseconds slowed_by{0}; ///< added to the delay since it answered 429 or 503
    int failures = 0;                       ///< requests in a row that got no usable answer
    std::string detail;                     ///< why it is paused, one line
    bool operator==(const HostState&) const = default;
};

/// The robots.txt of one origin as it was last had (RFC 9309 §2.4).
struct RobotsFile {
    std::string origin; ///< scheme, host and port: `https://congan.sonla.gov.vn:443`
    std::optional<std::string>
        text;          ///< as read, UTF-8; empty where there is no such file; nothing where it was never had
    Time fetched_at{}; ///< of the last good answer
    Time expires_at{}; ///< when it is asked for again
    std::optional<Time> unreachable_since; ///< no good answer since
    std::string detail;                    ///< why it is unreachable, one line
    bool operator==(const RobotsFile&) const = default;
};

} // namespace baotin::archive
