#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// A moment, in UTC, to the millisecond. Every room takes `now` as an argument of this type; none asks a
/// clock for it except the daemon's composition root and the loop that it runs.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 in Vietnam's time, `2021-05-06T07:15:00+07:00`; milliseconds are dropped.
std::string rfc3339(Time time);

/// Reads a full RFC 3339 date-time with any offset (fractions of a second are accepted and cut to
/// milliseconds).
std::optional<Time> parse_rfc3339(std::string_view text);

} // namespace baotin::parsers
