#include "crawler/change.hpp"

#include "parsers/text/counters.hpp"
#include "parsers/text/diff.hpp"
#include "parsers/text/fold.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace baotin::crawler {
namespace {

using archive::FieldChange;
using archive::Significance;

constexpr std::size_t kMinorPercent = 5;

bool folds_away(const FieldChange& change)
{
    return parsers::fold_spelling(change.before) == parsers::fold_spelling(change.after);
}

/// Is the running text but little touched? Words that differ only in spelling are not counted.
bool few_words(const FieldChange& change)
{
    auto before = parsers::fold_spelling(change.before);
    auto after = parsers::fold_spelling(change.after);
    std::size_t touched = 0;
    for (const auto& piece : parsers::diff_words(before, after)) {
        if (piece.kind != parsers::DiffPiece::Kind::same) touched += parsers::count_words(piece.text);
    }
    return touched * 100 <=
           std::max(parsers::count_words(before), parsers::count_words(after)) * kMinorPercent;
}

Significance significance_of(const FieldChange& change)
{
    if (folds_away(change)) return Significance::cosmetic;
    if (change.field == "title") return Significance::major;
    if (change.field != "body" && change.field != "summary") return Significance::minor;
    return few_words(change) ? Significance::minor : Significance::major;
}

std::set<std::string> lines_of(std::string_view text)
{
    std::set<std::string> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto end = std::min(text.find('\n', begin), text.size());
        lines.emplace(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::string without_digits(std::string_view text)
{
    std::string kept(text);
    std::erase_if(kept, [](char c) { return c >= '0' && c <= '9'; });
    return kept;
}

bool is_sentence(std::string_view line)
{
    constexpr std::size_t kLongestHeadline = 200; // bytes
    while (line.ends_with('"') || line.ends_with(')'))
        line.remove_suffix(1);
    if (line.ends_with("”")) line.remove_suffix(std::string_view("”").size());
    bool ends = line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with("…") ||
                line.ends_with(':') || line.ends_with(';');
    return ends || line.size() > kLongestHeadline;
}

/// Do the texts differ in numbers, or in lines that are no sentences?
bool may_be_volatile(const FieldChange& change)
{
    if (change.field == "published_at") return true;
    if (without_digits(change.before) == without_digits(change.after)) return true;
    if (change.field != "body") return false;
    auto before = lines_of(change.before), after = lines_of(change.after);
    std::vector<std::string> different;
    std::ranges::set_symmetric_difference(before, after, std::back_inserter(different));
    // A sentence whose counterpart differs in its numbers alone counts something within a sentence.
    std::unordered_map<std::string, int> alike;
    for (const auto& line : different)
        ++alike[without_digits(line)];
    return std::ranges::none_of(different, [&](const std::string& line) {
        return is_sentence(line) && alike[without_digits(line)] < 2;
    });
}

} // namespace

Change compare(const parsers::ArticleText& before, const parsers::ArticleText& after)
{
    Change change;
    auto field = [&](const char* name, std::string_view old_text, std::string_view new_text) {
        if (old_text != new_text &&
            parsers::without_counters(old_text) != parsers::without_counters(new_text))
            change.fields.push_back({name, std::string(old_text), std::string(new_text)});
    };
    field("title", before.title, after.title);
    field("summary", before.summary, after.summary);
    field("body", before.body, after.body);
    field("author", before.author.value_or(""), after.author.value_or(""));
    field("published_at", before.published_at.value_or(""), after.published_at.value_or(""));
    if (before.captions != after.captions) {
        field("captions", fmt::format("{}", fmt::join(before.captions, "\n")),
              fmt::format("{}", fmt::join(after.captions, "\n")));
    }
    for (const auto& one : change.fields)
        change.significance = std::max(change.significance, significance_of(one));
    auto volatile_field = [](const FieldChange& one) { return may_be_volatile(one); };
    change.may_be_volatile = !change.fields.empty() && std::ranges::all_of(change.fields, volatile_field);
    return change;
}

} // namespace baotin::crawler
