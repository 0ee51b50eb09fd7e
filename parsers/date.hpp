#pragma once

#include "parsers/timestamp.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// Reads the dates that Vietnamese sites print (`Cập nhật: 06/05/2021 07:15`, `Thứ năm, 20/11/2025 | 14:24`,
/// `07-03-2026 - 00:01 AM`, `12:33 02/05/2021`, `13-8`, ISO 8601 with or without a zone, RFC 822 …) anywhere
/// in `text`.
///
/// A year before 1990 or more than ten years after `reference` (where one is known: not `Time{}`) is no date
/// of a page. Day comes before month; no zone means +07:00; 24-hour clocks may carry a wrong AM/PM; a date
/// without a year takes the year that lies nearest to `reference`. The answer is what `published_at` shows:
/// an RFC 3339 date-time in +07:00, or a full-date (`2021-05-20`) where the text gives no time; nothing where
/// the text holds no date.
std::optional<std::string> read_date(std::string_view text, Time reference);

/// Does `text` say its date relative to the moment of reading (`2 giờ trước`, `hôm qua`)? Then only the first
/// reading of a page may be believed: every later one gives another answer.
bool is_relative_date(std::string_view text);

} // namespace baotin::parsers
