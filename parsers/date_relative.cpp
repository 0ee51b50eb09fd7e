#include "parsers/date_pattern.hpp"
#include "parsers/text/fold.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <array>
#include <charconv>

namespace baotin::parsers {

namespace {

using re2::RE2;
using re2::StringPiece;
using namespace std::chrono;

constexpr minutes kVietnam{7 * 60};

/// Digits or a word: `2`, `hai`, `một`, `an`, `vài` (some: counted as one).
int count_of(std::string_view word)
{
    constexpr std::array<std::string_view, 10> words = {"mot", "hai", "ba",  "bon",  "nam",
                                                        "sau", "bay", "tam", "chin", "muoi"};
    for (std::size_t i = 0; i < words.size(); ++i)
        if (word == words[i]) return static_cast<int>(i) + 1;
    int count = 1;
    std::from_chars(word.data(), word.data() + word.size(), count);
    return count;
}

/// How far back, by the units it was written in.
struct Distance {
    seconds span{};     ///< seconds, minutes and hours
    int days = 0;       ///< and weeks
    int months = 0;     ///< and years
    bool exact = false; ///< an hour, minute or second was named
};

void add(Distance& distance, std::string_view word, std::string_view unit)
{
    const int count = count_of(word);
    const bool clock = unit == "giay" || unit == "sec" || unit == "phut" || unit == "min" || unit == "p" ||
                       unit == "'" || unit == "gio" || unit == "tieng" || unit == "h" || unit == "hour";
    distance.exact = distance.exact || clock;
    if (unit == "giay" || unit == "sec")
        distance.span += seconds{count};
    else if (unit == "phut" || unit == "min" || unit == "p" || unit == "'")
        distance.span += minutes{count};
    else if (clock)
        distance.span += word == "nua" ? seconds{minutes{30}} : seconds{hours{count}};
    else if (unit == "ngay" || unit == "hom" || unit == "day")
        distance.days += count;
    else if (unit == "tuan" || unit == "week")
        distance.days += 7 * count;
    else
        distance.months += unit == "nam" || unit == "year" ? 12 * count : count;
}

sys_days months_before(sys_days day, int count)
{
    const year_month_day then = year_month_day{day} - months{count};
    return then.ok() ? sys_days{then} : sys_days{then.year() / then.month() / last};
}

const std::string kAmount =
    "(\\d{1,4}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|vai|nua|an?)\\s*"
    "(giay|phut|gio|tieng|ngay|hom|tuan|thang|nam|second|sec|minute|min|hour|day|week|month|year|h|p|')s?";

/// `2 giờ trước`, `cách đây 3 ngày`, `1 ngày 3 giờ trước`, `3 days ago`.
std::optional<std::string> read_ago(std::string_view folded, Time reference)
{
    static const RE2 now{"\\b(?:vua xong|vua moi|moi day|just now)\\b"};
    static const RE2 before{"\\b((?:" + kAmount + "[\\s,]*(?:va\\s+|and\\s+)?)+)(?:truoc|ago)\\b"};
    static const RE2 since{"\\bcach day\\s*:?\\s*(?:khoang\\s+)?((?:" + kAmount + "[\\s,]*)+)"};
    static const RE2 amount{kAmount};
    const StringPiece piece{folded.data(), folded.size()};
    if (RE2::PartialMatch(piece, now)) return rfc3339(floor<minutes>(reference));
    StringPiece amounts, word, unit;
    if (!RE2::PartialMatch(piece, before, &amounts) && !RE2::PartialMatch(piece, since, &amounts))
        return std::nullopt;
    Distance distance;
    while (RE2::FindAndConsume(&amounts, amount, &word, &unit)) {
        std::string_view name{unit.data(), unit.size()};
        if (name == "second" || name == "minute") name = name.substr(0, 3);
        add(distance, {word.data(), word.size()}, name);
    }
    const auto whole_days = days{distance.days};
    if (distance.exact && distance.months == 0)
        return rfc3339(floor<minutes>(reference - whole_days - distance.span));
    return written_date(months_before(local_day(reference), distance.months) - whole_days, {});
}

/// `Hôm qua, 14:30`, `tối qua 8:15`, `sáng nay`.
std::optional<std::string> read_named_day(std::string_view folded, Time reference)
{
    struct Name {
        std::string_view words;
        int days_ago;
    };
    constexpr std::array<Name, 15> names = {{{"hom qua", 1},
                                             {"hom kia", 2},
                                             {"hom nay", 0},
                                             {"yesterday", 1},
                                             {"today", 0},
                                             {"sang nay", 0},
                                             {"trua nay", 0},
                                             {"chieu nay", 0},
                                             {"toi nay", 0},
                                             {"dem nay", 0},
                                             {"sang qua", 1},
                                             {"trua qua", 1},
                                             {"chieu qua", 1},
                                             {"toi qua", 1},
                                             {"dem qua", 1}}};
    for (const Name& name : names) {
        const std::size_t at = folded.find(name.words);
        if (at == std::string_view::npos || !contains_words(folded, name.words)) continue;
        auto clock = find_clock(folded, at, at + name.words.size());
        // The part of the day stands in the name: `tối qua, 8:15` is a quarter past eight in the evening.
        const bool late = name.words.starts_with("chieu") || name.words.starts_with("toi");
        if (clock && late && clock->since_midnight < hours{12}) clock->since_midnight += hours{12};
        return written_date(local_day(reference) - days{name.days_ago}, clock);
    }
    return std::nullopt;
}

} // namespace

sys_days local_day(Time time)
{
    return floor<days>(time + kVietnam);
}

std::string written_date(sys_days day, const std::optional<FoundClock>& clock)
{
    if (clock) return rfc3339(Time{day} + clock->since_midnight - clock->offset);
    const year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

std::optional<std::string> read_relative_date(std::string_view folded, Time reference)
{
    if (auto ago = read_ago(folded, reference)) return ago;
    return read_named_day(folded, reference);
}

} // namespace baotin::parsers
