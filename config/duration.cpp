#include "config/duration.hpp"

#include "config/nearest.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <span>
#include <vector>

namespace baotin::config {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t worth;
};

constexpr std::array kDurations{Unit{"ms", 1}, Unit{"s", 1'000}, Unit{"m", 60'000}, Unit{"h", 3'600'000},
                                Unit{"d", 86'400'000}};
constexpr std::array kSizes{Unit{"kB", 1u << 10}, Unit{"KB", 1u << 10}, Unit{"MB", 1u << 20},
                            Unit{"GB", 1u << 30}};

// Times are added to the clock in milliseconds and to SQLite's integers: a century is far from either's end.
constexpr std::uint64_t kLongest = 36'500 * kDurations.back().worth;
constexpr std::uint64_t kLargest = std::uint64_t{1} << 40;

std::string unit_names(std::span<const Unit> units)
{
    std::string names;
    for (const Unit& unit : units) {
        if (!names.empty()) names += &unit == &units.back() ? " or " : ", ";
        names += unit.name;
    }
    return names;
}

std::expected<std::uint64_t, std::string> number_with_unit(std::string_view text, std::span<const Unit> units,
                                                           std::uint64_t most)
{
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0)
        return std::unexpected(
            fmt::format("it has to begin with a whole number, then {}", unit_names(units)));
    const std::string_view name = text.substr(digits);
    if (name.empty()) return std::unexpected(fmt::format("it lacks its unit: {}", unit_names(units)));
    for (const Unit& unit : units) {
        if (unit.name != name) continue;
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
        if (error != std::errc{} || number > most / unit.worth)
            return std::unexpected(fmt::format("it is too large: the most is {}{}", most / unit.worth, name));
        return number * unit.worth;
    }
    return std::unexpected(fmt::format("unknown unit {}: it is {}", in_quotes(name), unit_names(units)));
}

} // namespace

std::expected<std::chrono::milliseconds, std::string> parse_duration(std::string_view text)
{
    const auto number = number_with_unit(text, kDurations, kLongest);
    if (!number) return std::unexpected(number.error());
    return std::chrono::milliseconds(static_cast<std::int64_t>(*number));
}

std::expected<std::size_t, std::string> parse_size(std::string_view text)
{
    const auto number = number_with_unit(text, kSizes, kLargest);
    if (!number) return std::unexpected(number.error());
    return static_cast<std::size_t>(*number);
}

std::string to_string(std::chrono::milliseconds duration)
{
    const auto count = static_cast<std::uint64_t>(duration.count());
    const Unit* best = &kDurations.front();
    for (const Unit& unit : kDurations)
        if (count != 0 && count % unit.worth == 0) best = &unit;
    return count == 0 ? "0s" : fmt::format("{}{}", count / best->worth, best->name);
}

} // namespace baotin::config
