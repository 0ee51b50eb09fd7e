#pragma once

#include "parsers/timestamp.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// A day found in a folded text, and where.
struct FoundDay {
    std::optional<int> year; ///< empty: the text gives none
    unsigned month = 0;
    unsigned day = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The first day in `folded` (fold()'s form, weekdays blanked): one with a year before one without.
std::optional<FoundDay> find_day(std::string_view folded);

/// A time of day found beside a day.
struct FoundClock {
    std::chrono::seconds since_midnight{};
    std::chrono::minutes offset{7 * 60}; ///< of its zone; Vietnam's where it names none
};

/// The clock that belongs to the day at [begin, end): close behind it, else close before it.
std::optional<FoundClock> find_clock(std::string_view folded, std::size_t begin, std::size_t end);

/// The day it is in Vietnam.
std::chrono::sys_days local_day(Time time);

/// As read_date() answers: an RFC 3339 date-time, or a full-date where there is no clock.
std::string written_date(std::chrono::sys_days day, const std::optional<FoundClock>& clock);

/// `2 giờ trước`, `hôm qua, 14:30`, `sáng nay` in a folded text: to the minute, or to the day where it says
/// no more.
std::optional<std::string> read_relative_date(std::string_view folded, Time reference);

} // namespace baotin::parsers
