#include "parsers/date_pattern.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>

namespace baotin::parsers {

namespace {

using re2::RE2;
using re2::StringPiece;

/// How far behind or before a day its clock may stand, in bytes.
constexpr std::size_t kReach = 80;

/// Groups: hour, minute, second, minute behind `h`, minute behind `giờ`, part of the day.
const std::string kClock = "(\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:[.,]\\d+)?)?|\\s*[hg]:?(\\d{2})p?|\\s*"
                           "gio\\s*(\\d{1,2})(?:\\s*phut|\\s*$)|"
                           "\\s*[hg]|\\s*gio)\\b(?:\\s*\\b(am|pm|sa|ch|sang|trua|chieu|toi|dem|khuya)\\b)?";
/// Groups: offset behind GMT, bare offset, name.
const std::string kZone =
    "(?:\\s*[(\\[]?\\s*(?:(?:gmt|utc)\\s*([+-]\\s*\\d{1,2}(?::?\\d{2})?|0?7(?::?00)?\\b)|([+-]\\d{2}(?::?\\d{"
    "2})?)|"
    "(z|gmt|utc|ict|est|edt|cst|cdt|mst|mdt|pst|pdt|cet|cest|bst|jst|kst|sgt)\\b)[)\\]]?)?";

int number(StringPiece digits)
{
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

/// 24-hour clocks carry AM and PM too (`00:01 AM` on cafef.vn): an hour that only they have stays.
int hour_in_day(int hour, std::string_view part)
{
    if (hour > 12 || part.empty()) return hour;
    if (part == "am" || part == "sa" || part == "sang") return hour == 12 ? 0 : hour;
    if (part == "trua") return hour < 9 && hour > 0 ? hour + 12 : hour;
    if (part == "dem" || part == "khuya") return hour == 12 ? 0 : hour >= 6 ? hour + 12 : hour;
    return hour == 12 || hour == 0 ? hour : hour + 12; // pm, ch, chieu, toi
}

std::optional<std::chrono::minutes> named_zone(std::string_view name)
{
    struct Zone {
        std::string_view name;
        int hours;
    };
    // RFC 822 §5.1, and the neighbours whose press is quoted.
    constexpr std::array<Zone, 18> zones = {{{"z", 0},
                                             {"gmt", 0},
                                             {"utc", 0},
                                             {"ict", 7},
                                             {"est", -5},
                                             {"edt", -4},
                                             {"cst", -6},
                                             {"cdt", -5},
                                             {"mst", -7},
                                             {"mdt", -6},
                                             {"pst", -8},
                                             {"pdt", -7},
                                             {"cet", 1},
                                             {"cest", 2},
                                             {"bst", 1},
                                             {"jst", 9},
                                             {"kst", 9},
                                             {"sgt", 8}}};
    for (const Zone& zone : zones)
        if (zone.name == name) return std::chrono::hours{zone.hours};
    return std::nullopt;
}

/// `+7`, `+07`, `+0700`, `-05:00`; `7` where the plus was lost on the way.
std::optional<std::chrono::minutes> offset_of(std::string_view text)
{
    const bool west = text.starts_with('-');
    int hours = 0, minutes = 0, digits = 0;
    for (const char c : text) {
        if (c == '+' || c == '-' || c == ' ') continue;
        if (c == ':') {
            digits = 2;
            continue;
        }
        (digits < 2 ? hours : minutes) *= 10;
        (digits < 2 ? hours : minutes) += c - '0';
        ++digits;
    }
    if (hours > 14 || minutes > 59) return std::nullopt;
    const std::chrono::minutes offset{hours * 60 + minutes};
    return west ? -offset : offset;
}

using Groups = std::array<StringPiece, 10>;

/// Does what follows belong to a date or number, so that the digits before it are no zone?
bool goes_on(char next)
{
    return (next >= '0' && next <= '9') || next == '/' || next == '-' || next == '.';
}

/// `2 giờ trước`, `1 giờ 5 phút trước`: how long ago, no time of day.
bool is_how_long_ago(std::string_view behind)
{
    static const RE2 pattern{"^\\s*(?:\\d{1,2}\\s*phut\\s*)?(?:truoc|ago)\\b"};
    return RE2::PartialMatch(StringPiece{behind.data(), behind.size()}, pattern);
}

std::optional<FoundClock> read(const Groups& groups, char next)
{
    const auto text = [&groups](std::size_t i) {
        return std::string_view{groups[i].data(), groups[i].size()};
    };
    const int hour = number(groups[1]);
    const int minute =
        number(groups[2]) + number(groups[4]) + number(groups[5]); // one of them at most is there
    const int second = number(groups[3]);
    const bool end_of_day = hour == 24 && minute == 0 && second == 0;
    if ((hour > 23 && !end_of_day) || minute > 59 || second > 60) return std::nullopt;
    FoundClock clock;
    clock.since_midnight = std::chrono::hours{hour_in_day(hour, text(6))} + std::chrono::minutes{minute} +
                           std::chrono::seconds{std::min(second, 59)};
    std::optional<std::chrono::minutes> zone;
    if (!groups[7].empty())
        zone = goes_on(next) ? std::chrono::minutes{0} : offset_of(text(7)); // `08:30 UTC 7/3/2026`
    else if (!groups[8].empty() && !goes_on(next))
        zone = offset_of(text(8)); // else it is a date: `08:01 -0703/2026`
    else if (!groups[9].empty())
        zone = named_zone(text(9));
    if (zone) clock.offset = *zone;
    return clock;
}

std::optional<FoundClock> behind(std::string_view folded, std::size_t end)
{
    static const RE2 pattern{"^[^a-z0-9]*(?:(?:vao luc|luc|vao|hoi|khoang|at|time|gio|t)[^a-z0-9]*)?" +
                             kClock + kZone};
    const std::string_view text = folded.substr(end, kReach);
    Groups groups;
    const StringPiece piece{text.data(), text.size()};
    if (!pattern.Match(piece, 0, text.size(), RE2::ANCHOR_START, groups.data(), groups.size()))
        return std::nullopt;
    const std::size_t after = end + groups[0].size();
    if (is_how_long_ago(folded.substr(after))) return std::nullopt;
    return read(groups, after < folded.size() ? folded[after] : ' ');
}

std::optional<FoundClock> ahead(std::string_view folded, std::size_t begin)
{
    static const RE2 pattern{"(?:^|[^0-9:.])" + kClock + kZone +
                             "[^a-z0-9]*(?:(?:vao |hom )?ngay[^a-z0-9]*)?$"};
    const std::size_t from = begin > kReach ? begin - kReach : 0;
    const std::string_view text = folded.substr(from, begin - from);
    Groups groups;
    const StringPiece piece{text.data(), text.size()};
    if (!pattern.Match(piece, 0, text.size(), RE2::UNANCHORED, groups.data(), groups.size()))
        return std::nullopt;
    return read(groups, ' ');
}

} // namespace

std::optional<FoundClock> find_clock(std::string_view folded, std::size_t begin, std::size_t end)
{
    if (const auto clock = behind(folded, end)) return clock;
    return ahead(folded, begin);
}

} // namespace baotin::parsers
