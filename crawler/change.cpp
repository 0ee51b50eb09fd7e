#include "crawler/change.hpp"

#include "parsers/text/diff.hpp"
#include "parsers/text/fold.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace baotin::crawler {
namespace {

using archive::FieldChange;
using archive::Significance;

constexpr std::size_t kMinorPercent = 5;

std::size_t count_words(std::string_view text)
{
    std::size_t words = 0;
    bool inside = false;
    for (char c : text) {
        bool space = c == ' ' || c == '\n';
        if (!space && !inside) ++words;
        inside = !space;
    }
    return words;
}

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
        if (piece.kind != parsers::DiffPiece::Kind::same) touched += count_words(piece.text);
    }
    return touched * 100 <= std::max(count_words(before), count_words(after)) * kMinorPercent;
}

Significance significance_of(const FieldChange& change)
{
    if (folds_away(change)) return Significance::cosmetic;
    if (change.field == "title") return Significance::major;
    if (change.field != "body" && change.field != "summary") return Significance::minor;
    return few_words(change) ? Significance::minor : Significance::major;
}

} // namespace

Change compare(const parsers::ArticleText& before, const parsers::ArticleText& after)
{
    Change change;
    auto field = [&](const char* name, std::string_view old_text, std::string_view new_text) {
        if (old_text != new_text)
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
    return change;
}

} // namespace baotin::crawler
