#include "parsers/date.hpp"

#include "parsers/date_pattern.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/text/utf8.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace baotin::parsers {

namespace {

using re2::RE2;
using re2::StringPiece;
using namespace std::chrono;

/// A date stands near the beginning of whatever element holds it.
constexpr std::size_t kMaxText = 4096;
constexpr minutes kVietnam{7 * 60};

sys_days local_day(Time time)
{
    return floor<days>(time + kVietnam);
}

std::string full_date(sys_days day)
{
    const year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

/// Character references that survive in attributes and JSON (`+07:00` as `&#x2B;07:00` on baochinhphu.vn).
std::string without_references(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text[at] == '&' ? text.substr(at, 12).find(';') : std::string_view::npos;
        const std::string_view name =
            end == std::string_view::npos ? std::string_view{} : text.substr(at + 1, end - 1);
        std::uint32_t code = 0;
        if (name.starts_with('#')) {
            const bool hex = name.size() > 1 && (name[1] | 0x20) == 'x';
            const char* first = name.data() + (hex ? 2 : 1);
            if (std::from_chars(first, name.data() + name.size(), code, hex ? 16 : 10).ptr !=
                name.data() + name.size())
                code = 0;
        } else if (name == "nbsp") {
            code = ' ';
        } else if (name == "plus") {
            code = '+';
        }
        if (code > 0 && code < 0xD800) {
            utf8::append(result, code);
            at += end + 1;
        } else {
            result += text[at++];
        }
    }
    return result;
}

/// Weekdays say nothing that the date does not, but hold digits and month names: `thứ 7`, `T2`, `Thứ năm`.
void blank_weekdays(std::string& folded)
{
    static const RE2 english_date{
        "\\bthu\\s+\\d{1,2}\\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"};
    static const RE2 numbered{"\\b(?:thu\\s+[2-7]|t[2-7])\\b"};
    static const RE2 named{"\\b(?:thu\\s+(?:hai|ba|tu|nam|sau|bay)|chu\\s+nhat|cn|mon(?:day)?|tue(?:s|sday)?|"
                           "wed(?:nesday)?|thur?s?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\\b"};
    if (!RE2::PartialMatch(folded, english_date)) RE2::GlobalReplace(&folded, numbered, " ");
    RE2::GlobalReplace(&folded, named, " ");
}

/// `07:15pm`, `…59.398z`: what follows a clock begins a word.
void part_suffixes(std::string& folded)
{
    static const RE2 pattern{"(\\d)(z|am|pm|sa|ch|gmt|utc)\\b"};
    RE2::GlobalReplace(&folded, pattern, "\\1 \\2");
}

/// The year that puts the day nearest to `reference`. Eight years hold every 29 February.
std::optional<sys_days> nearest(unsigned month_number, unsigned day_number, Time reference)
{
    const sys_days today = local_day(reference);
    const year this_year = year_month_day{today}.year();
    std::optional<sys_days> best;
    for (int shift = -8; shift <= 8; ++shift) {
        const year_month_day date{this_year + years{shift}, month{month_number}, day{day_number}};
        if (date.ok() && (!best || abs(sys_days{date} - today) < abs(*best - today))) best = sys_days{date};
    }
    return best;
}

std::string with_clock(sys_days day, const std::optional<FoundClock>& clock)
{
    if (!clock) return full_date(day);
    return rfc3339(Time{day} + clock->since_midnight - clock->offset);
}

/// Seconds or milliseconds since 1970, where the text is nothing else.
std::optional<std::string> read_epoch(std::string_view text)
{
    if ((text.size() != 10 && text.size() != 13) ||
        !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    const Time time{milliseconds{text.size() == 10 ? count * 1000 : count}};
    const year when = year_month_day{floor<days>(time)}.year();
    if (when < year{2000} || when > year{2100}) return std::nullopt;
    return rfc3339(time);
}

std::string months_ago(int count, Time reference)
{
    const year_month_day today{local_day(reference)};
    const year_month_day then = today - months{count};
    return full_date(then.ok() ? sys_days{then} : sys_days{then.year() / then.month() / last});
}

/// `2 giờ trước`, `3 days ago`: to the minute, or to the day.
std::optional<std::string> read_ago(std::string_view folded, Time reference)
{
    static const RE2 pattern{"\\b(?:(\\d{1,4})|mot|vai|an?)\\s*(giay|phut|gio|tieng|h|ngay|hom|tuan|thang|"
                             "nam|sec|min|hour|day|week|month|year)"
                             "[a-z]*\\s+(?:truoc|ago)\\b"};
    static const RE2 now{"\\b(?:vua xong|vua moi|moi day|just now)\\b"};
    const StringPiece piece{folded.data(), folded.size()};
    std::string digits, unit;
    if (RE2::PartialMatch(piece, now)) return rfc3339(floor<minutes>(reference));
    if (!RE2::PartialMatch(piece, pattern, &digits, &unit)) return std::nullopt;
    int count = 1;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    const auto exactly = [&](auto span) { return rfc3339(floor<minutes>(reference - span)); };
    if (unit == "giay" || unit == "sec") return exactly(seconds{count});
    if (unit == "phut" || unit == "min") return exactly(minutes{count});
    if (unit == "gio" || unit == "tieng" || unit == "h" || unit == "hour") return exactly(hours{count});
    if (unit == "ngay" || unit == "hom" || unit == "day")
        return full_date(local_day(reference) - days{count});
    if (unit == "tuan" || unit == "week") return full_date(local_day(reference) - days{7 * count});
    return months_ago(unit == "nam" || unit == "year" ? 12 * count : count, reference);
}

/// `Hôm qua, 14:30`.
std::optional<std::string> read_named_day(std::string_view folded, Time reference)
{
    struct Name {
        std::string_view words;
        int days_ago;
    };
    constexpr std::array<Name, 5> names = {
        {{"hom qua", 1}, {"hom kia", 2}, {"hom nay", 0}, {"yesterday", 1}, {"today", 0}}};
    for (const Name& name : names) {
        const std::size_t at = folded.find(name.words);
        if (at != std::string_view::npos && contains_words(folded, name.words))
            return with_clock(local_day(reference) - days{name.days_ago},
                              find_clock(folded, at, at + name.words.size()));
    }
    return std::nullopt;
}

std::optional<std::string> read_relative(std::string_view folded, Time reference)
{
    if (auto ago = read_ago(folded, reference)) return ago;
    return read_named_day(folded, reference);
}

/// Without case, diacritics and weekdays: what all readers of dates look at.
std::string folded_date(std::string_view text)
{
    auto folded = fold(canonical_line(without_references(text.substr(0, kMaxText))));
    blank_weekdays(folded);
    part_suffixes(folded);
    return folded;
}

} // namespace

std::optional<std::string> read_date(std::string_view text, Time reference)
{
    auto folded = folded_date(text);
    if (auto epoch = read_epoch(folded)) return epoch;
    const auto found = find_day(folded);
    if (found && found->year) {
        const year_month_day date{year{*found->year}, month{found->month}, day{found->day}};
        return with_clock(sys_days{date}, find_clock(folded, found->begin, found->end));
    }
    if (auto relative = read_relative(folded, reference)) return relative;
    if (!found) return std::nullopt;
    const auto day = nearest(found->month, found->day, reference);
    if (!day) return std::nullopt;
    return with_clock(*day, find_clock(folded, found->begin, found->end));
}

bool is_relative_date(std::string_view text)
{
    auto folded = folded_date(text);
    if (read_epoch(folded)) return false;
    const auto found = find_day(folded);
    return !(found && found->year) && read_relative(folded, Time{}).has_value();
}

} // namespace baotin::parsers
