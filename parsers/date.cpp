#include "parsers/date.hpp"

#include "parsers/date_pattern.hpp"
#include "parsers/text/ascii.hpp"
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
/// Pages were put on the web from the nineties on; a reference before that is none (`Time{}`).
constexpr year kFirstYear{1990};

/// Pages are dated ahead by slips of a year or two. Beyond that stands what a system shows where it knows no
/// date (1970, 0001), or a joke of its clock (2099).
bool is_plausible(year when, Time reference)
{
    constexpr years slip{10};
    auto now = year_month_day{local_day(reference)}.year();
    return when >= kFirstYear && (now < kFirstYear || when <= now + slip);
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
    if (this_year < kFirstYear) return std::nullopt;
    std::optional<sys_days> best;
    for (int shift = -8; shift <= 8; ++shift) {
        const year_month_day date{this_year + years{shift}, month{month_number}, day{day_number}};
        if (!date.ok() || date.year() < kFirstYear) continue;
        if (!best || abs(sys_days{date} - today) < abs(*best - today)) best = sys_days{date};
    }
    return best;
}

/// Seconds (with or without a fraction) or milliseconds since 1970, where the text is nothing else; ASP.NET
/// writes `/Date(1620260100000)/`.
std::optional<std::string> read_epoch(std::string_view text, Time reference)
{
    if (text.starts_with("/date(") && text.ends_with(")/")) text = text.substr(6, text.size() - 8);
    if (const std::size_t point = text.find('.'); point == 10) text = text.substr(0, point);
    if ((text.size() != 10 && text.size() != 13) || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    const Time time{milliseconds{text.size() == 10 ? count * 1000 : count}};
    const year when = year_month_day{floor<days>(time)}.year();
    if (when < year{2000} || !is_plausible(when, reference)) return std::nullopt;
    return rfc3339(time);
}

/// ISO 8601's form without signs, where the text is nothing else: `20210506`, `20210506T071500Z`.
void spell_out_compact(std::string& folded)
{
    static const RE2 day{"(\\d{4})(\\d{2})(\\d{2})"};
    static const RE2 moment{"(\\d{4})(\\d{2})(\\d{2})t?(\\d{2})(\\d{2})(\\d{2})?\\s*(z|[+-]\\d{2}:?\\d{2})?"};
    std::string y, m, d, h, min, s, zone;
    if (RE2::FullMatch(folded, day, &y, &m, &d))
        folded = fmt::format("{}-{}-{}", y, m, d);
    else if (RE2::FullMatch(folded, moment, &y, &m, &d, &h, &min, &s, &zone))
        folded = fmt::format("{}-{}-{} {}:{}:{} {}", y, m, d, h, min, s.empty() ? "00" : s, zone);
}

/// C's asctime() and `date` put the year behind the clock: `Thu May 6 07:15:00 ICT 2021`.
void put_year_before_clock(std::string& folded)
{
    static const RE2 pattern{"\\b([a-z]{3,9}\\s+\\d{1,2})\\s+(\\d{1,2}:\\d{2}(?::\\d{2})?)"
                             "((?:\\s+[a-z]{1,4}|\\s+[+-]\\d{4})?)\\s+((?:19|20)\\d{2})\\b"};
    RE2::Replace(&folded, pattern, "\\1 \\4 \\2\\3");
}

/// Without case, diacritics and weekdays: what all readers of dates look at.
std::string folded_date(std::string_view text)
{
    auto folded = fold(canonical_line(without_references(text.substr(0, kMaxText))));
    spell_out_compact(folded);
    const bool has_words = std::ranges::any_of(folded, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!has_words) return folded;
    blank_weekdays(folded);
    put_year_before_clock(folded);
    part_suffixes(folded);
    return folded;
}

/// `2021-05-06T07:15:00+07:00`, as most pages state their dates for machines: what the patterns would say of
/// it, in a hundredth of their time.
std::optional<std::string> read_machine_date(std::string_view text, Time reference)
{
    constexpr std::string_view vietnamese = "+07:00";
    if (text.size() != std::string_view("2021-05-06T07:15:00+07:00").size() || !text.ends_with(vietnamese))
        return std::nullopt;
    const auto time = parse_rfc3339(text);
    if (!time || text.substr(17, 2) == "60" ||
        !is_plausible(year_month_day{local_day(*time)}.year(), reference))
        return std::nullopt;
    return rfc3339(*time);
}

} // namespace

std::optional<std::string> read_date(std::string_view text, Time reference)
{
    if (auto stated = read_machine_date(text, reference)) return stated;
    auto folded = folded_date(text);
    if (auto epoch = read_epoch(folded, reference)) return epoch;
    const auto found = find_day(folded);
    if (found && found->year) {
        const year_month_day date{year{*found->year}, month{found->month}, day{found->day}};
        if (!is_plausible(date.year(), reference)) return std::nullopt;
        return written_date(sys_days{date}, find_clock(folded, found->begin, found->end));
    }
    // Nobody waited a thousand years.
    if (auto relative = read_relative_date(folded, reference)) {
        bool plausible = !relative->starts_with('-') && *relative >= "1990";
        return plausible ? relative : std::nullopt;
    }
    if (!found) return std::nullopt;
    const auto day = nearest(found->month, found->day, reference);
    if (!day) return std::nullopt;
    return written_date(*day, find_clock(folded, found->begin, found->end));
}

bool is_relative_date(std::string_view text)
{
    const auto folded = folded_date(text);
    const auto found = find_day(folded);
    return !(found && found->year) && read_relative_date(folded, Time{}).has_value();
}

} // namespace baotin::parsers
