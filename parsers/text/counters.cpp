#include "parsers/text/counters.hpp"

#include "parsers/text/ascii.hpp"
#include "parsers/text/fold.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace baotin::parsers {
namespace {

constexpr std::size_t kLongestLine = 120; // bytes: a longer line is a sentence

/// A folded text as words; a number, with its dots, colons and slashes, is `#`.
std::vector<std::string> words_of(std::string_view folded)
{
    std::vector<std::string> words;
    std::string word;
    auto end_word = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < folded.size(); ++i) {
        char c = folded[i];
        bool inside_number = word == "#" && i + 1 < folded.size() && is_digit(folded[i + 1]) &&
                             (c == '.' || c == ',' || c == ':' || c == '/' || c == '-');
        if (is_digit(c) || inside_number) {
            if (word != "#") end_word();
            word.assign(1, '#');
        } else if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) {
            if (word == "#") end_word();
            word += c;
        } else {
            end_word();
        }
    }
    end_word();
    return words;
}

using Phrase = std::string_view;

/// What a line says that counts readers, folded and without its number.
constexpr auto kCounted = std::to_array<Phrase>({"luot xem",
                                                 "luot doc",
                                                 "luot truy cap",
                                                 "luot thich",
                                                 "luot chia se",
                                                 "luot binh luan",
                                                 "so luot xem",
                                                 "so luot doc",
                                                 "so lan xem",
                                                 "so lan doc",
                                                 "so luot truy cap",
                                                 "da xem",
                                                 "nguoi xem",
                                                 "nguoi dang xem",
                                                 "dang xem",
                                                 "truc tuyen",
                                                 "dang truc tuyen",
                                                 "dang online",
                                                 "online",
                                                 "nguoi online",
                                                 "khach online",
                                                 "khach truc tuyen",
                                                 "truy cap",
                                                 "dang truy cap",
                                                 "tong truy cap",
                                                 "tong luot truy cap",
                                                 "tong so luot truy cap",
                                                 "luong truy cap",
                                                 "so nguoi truy cap",
                                                 "so nguoi dang truy cap",
                                                 "so nguoi online",
                                                 "luot truy cap hom nay",
                                                 "binh luan",
                                                 "thich",
                                                 "chia se",
                                                 "views",
                                                 "view",
                                                 "hits",
                                                 "visits",
                                                 "visitors",
                                                 "comments",
                                                 "shares",
                                                 "likes",
                                                 "phut truoc",
                                                 "gio truoc",
                                                 "giay truoc",
                                                 "ngay truoc",
                                                 "luot xem bai viet"});

/// What stands beside a count of readers; alone it may be a figure of the day.
constexpr auto kOfWhen =
    std::to_array<Phrase>({"hom nay", "hom qua", "tuan nay", "tuan truoc", "thang nay", "thang truoc",
                           "trong ngay", "trong tuan", "trong thang", "tat ca", "luot", "xem", "doc"});

constexpr auto kWeekdays = std::to_array<Phrase>(
    {"thu hai", "thu ba", "thu tu", "thu nam", "thu sau", "thu bay", "chu nhat", "hom nay", "bay gio la",
     "ngay", "gmt", "am", "pm", "gio", "phut", "giay", "hien tai", "hom nay la", "thu"});

template <std::size_t N>
bool is_any(const std::string& phrase, const std::array<Phrase, N>& phrases)
{
    return std::ranges::find(phrases, phrase) != phrases.end();
}

/// The words of a line between its numbers.
std::vector<std::string> phrases_of(const std::vector<std::string>& words)
{
    std::vector<std::string> phrases(1);
    for (const auto& word : words) {
        if (word == "#") {
            if (!phrases.back().empty()) phrases.emplace_back();
            continue;
        }
        if (!phrases.back().empty()) phrases.back() += ' ';
        phrases.back() += word;
    }
    if (phrases.back().empty()) phrases.pop_back();
    return phrases;
}

bool is_count(const std::vector<std::string>& phrases)
{
    auto counted = [](const std::string& phrase) { return is_any(phrase, kCounted); };
    auto of_when = [](const std::string& phrase) { return is_any(phrase, kOfWhen); };
    return std::ranges::any_of(phrases, counted) &&
           std::ranges::all_of(phrases,
                               [&](const std::string& phrase) { return counted(phrase) || of_when(phrase); });
}

/// `Thứ bảy, 07/03/2026 12:31` or `12:31:07`, and nothing else. `20:00` alone may be a programme's.
bool is_clock(std::string_view line, const std::vector<std::string>& phrases)
{
    int colons = 0;
    for (std::size_t i = 1; i + 1 < line.size(); ++i)
        colons += line[i] == ':' && is_digit(line[i - 1]) && is_digit(line[i + 1]);
    return colons > 0 && (colons > 1 || !phrases.empty()) &&
           std::ranges::all_of(phrases, [](const std::string& phrase) { return is_any(phrase, kWeekdays); });
}

/// `Tin mới (Lượt xem: 11042)` → `Tin mới `.
std::string without_counting_parentheses(std::string_view line)
{
    std::string kept;
    while (true) {
        auto open = line.find('(');
        auto close = open == line.npos ? line.npos : line.find(')', open);
        if (close == line.npos) return kept.append(line);
        auto inside = line.substr(open + 1, close - open - 1);
        kept.append(line.substr(0, open));
        if (!is_counter(inside)) kept.append(line.substr(open, close + 1 - open));
        line.remove_prefix(close + 1);
    }
}

} // namespace

bool is_counter(std::string_view line)
{
    if (line.size() > kLongestLine || std::ranges::none_of(line, is_digit)) return false;
    auto phrases = phrases_of(words_of(fold(line)));
    return is_count(phrases) || is_clock(line, phrases);
}

std::string without_counters(std::string_view canonical)
{
    std::string kept;
    while (!canonical.empty()) {
        auto line = canonical.substr(0, canonical.find('\n'));
        canonical.remove_prefix(std::min(canonical.size(), line.size() + 1));
        if (is_counter(line)) continue;
        kept += line.find('(') == line.npos ? std::string(line) : without_counting_parentheses(line);
        kept += '\n';
    }
    return kept;
}

} // namespace baotin::parsers
