#include "parsers/author_names.hpp"

#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"

#include <algorithm>
#include <array>

namespace baotin::parsers {
namespace {

constexpr std::size_t kLongest = 200; // bytes; a list of five names is shorter

constexpr auto kAccounts = std::to_array<std::string_view>(
    {"admin",        "administrator", "quantri",    "quan tri",   "quan tri vien", "quantrivien",
     "root",         "user",          "webmaster",  "superadmin", "super user",    "host",
     "guest",        "unknown",       "none",       "null",       "undefined",     "n/a",
     "author",       "editor",        "moderator",  "mod",        "system",        "test",
     "ban quan tri", "bqt",           "nguoi dang", "anonymous",  "cms",           "bientap"});

/// Letters and digits only, folded: `Báo Công an` and `baocongan` are one.
std::string squeezed(std::string_view text)
{
    std::string letters;
    for (char c : fold(text))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            letters += c;
    return letters;
}

bool is_account(std::string_view name)
{
    auto folded = fold(name);
    if (std::ranges::find(kAccounts, folded) != kAccounts.end()) return true;
    bool one_word = folded.find(' ') == folded.npos;
    return one_word &&
           (folded.starts_with("admin") || folded.ends_with("admin") || folded.starts_with("quantri"));
}

bool is_address(std::string_view name)
{
    return name.find("://") != name.npos || name.starts_with("www.") || name.starts_with("//") ||
           (name.find('@') != name.npos && name.find(' ') == name.npos);
}

bool is_month_or_day(std::string_view word)
{
    constexpr auto words =
        std::to_array<std::string_view>({"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov",
                                         "dec", "thang", "ngay", "thu"});
    return std::ranges::any_of(words, [&](std::string_view each) { return word.starts_with(each); }) &&
           word.size() <= 9;
}

/// `Bryan DeArdo @BryanDeArdo Nov 18, 2019 at 9:24 pm ET • 2 min read` → `Bryan DeArdo`: a byline goes on
/// with an account, a date, a separator.
std::string without_tail(std::string name)
{
    for (std::string_view separator : {" | ", " • ", " · ", " / ", " @", " — "})
        if (auto at = name.find(separator); at != name.npos && at > 0) name.resize(at);
    if (auto digit = name.find_first_of("0123456789"); digit != name.npos && digit > 3) {
        auto tail = name.substr(0, digit);
        while (!tail.empty() && (tail.back() == ' ' || tail.back() == ',' || tail.back() == '-'))
            tail.pop_back();
        auto word = tail.rfind(' ');
        if (word != tail.npos && is_month_or_day(fold(tail.substr(word + 1)))) tail.resize(word);
        // A digit inside a word belongs to an account: `rmb8090`.
        if (name[digit - 1] == ' ') name = tail;
    }
    while (!name.empty() && std::string_view(" ,;-:|(").find(name.back()) != std::string_view::npos)
        name.pop_back();
    return name;
}

std::string_view by_of(std::string_view text)
{
    constexpr auto words =
        std::to_array<std::string_view>({"By ", "by ", "BY ", "Von ", "Par ", "Por ", "Oleh "});
    for (auto word : words)
        if (text.starts_with(word)) return word;
    return {};
}

} // namespace

std::string without_author_label(const std::string& author)
{
    constexpr auto labels = std::to_array<std::string_view>({"tac gia",
                                                             "tac gia bai viet",
                                                             "nguoi viet",
                                                             "nguoi dang",
                                                             "nguoi dang tin",
                                                             "bai",
                                                             "bai viet",
                                                             "bai va anh",
                                                             "bai, anh",
                                                             "tin",
                                                             "tin, anh",
                                                             "tin, bai",
                                                             "tin bai",
                                                             "tin va anh",
                                                             "tin, bai, anh",
                                                             "anh",
                                                             "thuc hien",
                                                             "nguon",
                                                             "nguon tin",
                                                             "theo",
                                                             "author",
                                                             "by",
                                                             "written by",
                                                             "текст",
                                                             "автор",
                                                             "autor",
                                                             "por",
                                                             "oleh",
                                                             "penulis",
                                                             "von",
                                                             "reporter",
                                                             "editor",
                                                             "posted by",
                                                             "bai va anh",
                                                             "anh va bai",
                                                             "phong vien"});
    auto colon = author.find(':');
    if (colon != author.npos && colon < 40) {
        auto label = fold(canonical_line(author.substr(0, colon)));
        if (std::ranges::find(labels, label) != labels.end()) return canonical_line(author.substr(colon + 1));
    }
    if (auto by = by_of(author); !by.empty()) return canonical_line(author.substr(by.size()));
    return author;
}

std::optional<std::string> clean_author(std::string_view stated, const std::vector<std::string>& site_names)
{
    auto name = without_tail(without_author_label(canonical_line(stated)));
    if (name.empty() || name.size() > kLongest || is_address(name) || is_account(name)) return std::nullopt;
    auto letters = squeezed(name);
    if (letters.empty()) return std::nullopt;
    for (const auto& site : site_names)
        if (squeezed(site) == letters) return std::nullopt;
    return name;
}

} // namespace baotin::parsers
