#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace baotin::config {

/// `250ms`, `2s`, `10m`, `6h`, `90d`: a whole number and a unit, at most a hundred years. The error says what
/// is wrong with it.
std::expected<std::chrono::milliseconds, std::string> parse_duration(std::string_view text);

/// `64kB`, `8MB`, `1GB`: a whole number and a unit; 1 kB is 1,024 bytes. The error says what is wrong with
/// it.
std::expected<std::size_t, std::string> parse_size(std::string_view text);

/// As parse_duration() reads it, in the largest unit that leaves no rest: `6h`.
std::string to_string(std::chrono::milliseconds duration);

} // namespace baotin::config
