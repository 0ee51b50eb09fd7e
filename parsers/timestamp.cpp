#include "parsers/timestamp.hpp"

#include <fmt/format.h>

namespace baotin::parsers {

namespace {

/// Reads exactly `count` digits at `at` and steps over them; -1 where there are fewer.
int digits(std::string_view text, std::size_t& at, std::size_t count)
{
    if (text.size() - at < count) return -1;
    int value = 0;
    for (const std::size_t end = at + count; at < end; ++at) {
        if (text[at] < '0' || text[at] > '9') return -1;
        value = value * 10 + (text[at] - '0');
    }
    return value;
}

bool step(std::string_view text, std::size_t& at, std::string_view any_of)
{
    if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
    ++at;
    return true;
}

std::optional<std::chrono::milliseconds> read_clock(std::string_view text, std::size_t& at)
{
    const int hour = digits(text, at, 2);
    if (!step(text, at, ":")) return std::nullopt;
    const int minute = digits(text, at, 2);
    if (!step(text, at, ":")) return std::nullopt;
    const int second = digits(text, at, 2);
    // 60 is a leap second (RFC 3339 §5.7); sys_time has none, so it runs over into the next minute.
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
    int milliseconds = 0;
    if (step(text, at, ".")) {
        const std::size_t begin = at;
        for (int unit = 100; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
            milliseconds += unit * (text[at] - '0');
        if (at == begin) return std::nullopt;
    }
    return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second} +
           std::chrono::milliseconds{milliseconds};
}

std::optional<std::chrono::minutes> read_offset(std::string_view text, std::size_t& at)
{
    if (step(text, at, "Zz")) return std::chrono::minutes{0};
    const bool west = at < text.size() && text[at] == '-';
    if (!step(text, at, "+-")) return std::nullopt;
    const int hours = digits(text, at, 2);
    if (!step(text, at, ":")) return std::nullopt;
    const int minutes = digits(text, at, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    const std::chrono::minutes offset{hours * 60 + minutes};
    return west ? -offset : offset;
}

} // namespace

std::string rfc3339(Time time)
{
    const auto local = std::chrono::floor<std::chrono::seconds>(time) + std::chrono::hours{7};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{local - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+07:00", int{date.year()}, unsigned{date.month()},
                       unsigned{date.day()}, clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::optional<Time> parse_rfc3339(std::string_view text)
{
    std::size_t at = 0;
    const int year = digits(text, at, 4);
    if (!step(text, at, "-")) return std::nullopt;
    const int month = digits(text, at, 2);
    if (!step(text, at, "-")) return std::nullopt;
    const int day = digits(text, at, 2);
    if (year < 0 || month < 0 || day < 0 || !step(text, at, "Tt ")) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    const auto clock = read_clock(text, at);
    if (!date.ok() || !clock) return std::nullopt;
    const auto offset = read_offset(text, at);
    if (!offset || at != text.size()) return std::nullopt;
    return Time{std::chrono::sys_days{date}} + *clock - *offset;
}

} // namespace baotin::parsers
