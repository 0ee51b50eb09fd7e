#include "archive/sqlite/search_index.hpp"

#include "parsers/province_mentions.hpp"
#include "parsers/text/search_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <span>

namespace baotin::archive::sqlite {
namespace {

using Words = SearchTerms::Words;
using std::chrono::months;
using std::chrono::year_month;

constexpr auto all_fields = "title summary body captions author";
constexpr int most_months = 36; ///< a longer time is no filter worth asking the index for

std::string pair(std::string_view first, std::string_view second)
{
    return fmt::format("{}_{}", first, second);
}

year_month month_of(Time time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time + std::chrono::hours(7));
    const std::chrono::year_month_day date(day);
    return date.year() / date.month();
}

std::string month_tag(year_month month)
{
    return fmt::format("m:{:04}{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

std::string province_tag(std::string_view name)
{
    const auto province = parsers::find_province(name);
    std::string tag = "p:";
    for (const auto& word : parsers::search_words(province ? province->successor : name)) {
        tag += word.folded;
    }
    return tag;
}

/// A string of FTS5's query language, whatever it holds.
std::string term(std::string_view words)
{
    std::string text = "\"";
    for (const char c : words)
        text.append(c == '"' ? 2 : 1, c);
    return text += '"';
}

std::string phrase_expression(const Words& words)
{
    if (words.size() == 1) return term(words.front());
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        pairs.push_back(pair(words[i], words[i + 1]));
    return fmt::format("\"{}\"", fmt::join(pairs, " "));
}

/// The words as pairs from the first one on; where their number is odd, the one at `single` stands alone.
std::string paired_expression(std::span<const std::string> words, std::size_t single)
{
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < words.size();) {
        const bool alone = i == single || i + 1 == words.size();
        parts.push_back(term(alone ? words[i] : pair(words[i], words[i + 1])));
        i += alone ? 1 : 2;
    }
    return fmt::format("({})", fmt::join(parts, " AND "));
}

/// As long as a title: typed, or copied, as it stands somewhere. Pairs alone, the last two of which share a
/// word where the number is odd: a word by itself stands in half of the archive.
std::string title_expression(const Words& run)
{
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < run.size(); i += 2) {
        const auto at = std::min(i, run.size() - 2);
        parts.push_back(term(pair(run[at], run[at + 1])));
    }
    return fmt::format("({})", fmt::join(parts, " AND "));
}

/// Which neighbours belong together nobody typed: every way to cut the run into pairs may be the right one.
std::string neighbours_expression(const Words& run)
{
    constexpr std::size_t as_long_as_a_title = 9;
    if (run.size() == 1) return term(run.front());
    if (run.size() % 2 == 0) return paired_expression(run, run.size());
    if (run.size() >= as_long_as_a_title) return title_expression(run);
    std::vector<std::string> ways;
    for (std::size_t single = 0; single < run.size(); single += 2)
        ways.push_back(paired_expression(run, single));
    return fmt::format("({})", fmt::join(ways, " OR "));
}

std::string anywhere_expression(const Words& run)
{
    std::vector<std::string> parts;
    for (const auto& word : run)
        parts.push_back(term(word));
    return fmt::format("({})", fmt::join(parts, " AND "));
}

std::string one_of(const std::vector<std::string>& tags)
{
    std::vector<std::string> parts;
    for (const auto& tag : tags)
        parts.push_back(term(tag));
    return fmt::format("({})", fmt::join(parts, " OR "));
}

std::vector<std::string> months_between(const SearchQuery& query)
{
    std::vector<std::string> tags;
    if (!query.since || !query.until || *query.until <= *query.since) return tags;
    const auto last = month_of(*query.until);
    for (auto month = month_of(*query.since); month <= last; month += months(1)) {
        tags.push_back(month_tag(month));
        if (tags.size() > most_months) return {};
    }
    return tags;
}

std::string filters(const SearchQuery& query)
{
    std::string text;
    if (!query.sites.empty()) {
        std::vector<std::string> tags;
        for (const auto& site : query.sites)
            tags.push_back("s:" + site);
        text += fmt::format(" AND tags : {}", one_of(tags));
    }
    if (query.province) text += fmt::format(" AND tags : {}", term(province_tag(*query.province)));
    if (const auto months = months_between(query); !months.empty())
        text += fmt::format(" AND tags : {}", one_of(months));
    return text;
}

} // namespace

std::string indexed_text(std::string_view canonical)
{
    const auto words = parsers::search_words(canonical);
    std::string text;
    text.reserve(3 * canonical.size());
    for (const auto& word : words)
        text.append(word.folded).append(1, ' ');
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        text.append(words[i].folded).append(1, '_').append(words[i + 1].folded).append(1, ' ');
    return text;
}

std::string indexed_tags(std::string_view site, Time first_seen_at, const parsers::ArticleText& text)
{
    std::set<std::string> tags{fmt::format("s:{}", site), month_tag(month_of(first_seen_at))};
    for (const auto* field : {&text.title, &text.summary, &text.body}) {
        for (const auto& province : parsers::provinces_mentioned(*field))
            tags.insert(province_tag(province.name));
    }
    return fmt::format("{}", fmt::join(tags, " "));
}

std::vector<std::string> match_expressions(const SearchQuery& query)
{
    std::vector<std::string> fields;
    for (auto field : query.fields)
        fields.emplace_back(to_string(field));
    const auto columns = fields.empty() ? std::string(all_fields) : fmt::format("{}", fmt::join(fields, " "));
    const auto expression = [&](auto of_run) {
        std::vector<std::string> parts;
        for (const auto& phrase : query.terms.phrases)
            parts.push_back(phrase_expression(phrase));
        for (const auto& run : query.terms.runs)
            parts.push_back(of_run(run));
        auto text = fmt::format("{{{}}} : ({})", columns, fmt::join(parts, " AND "));
        text += filters(query);
        for (const auto& phrase : query.terms.without)
            text = fmt::format("({}) NOT {{{}}} : {}", text, columns, phrase_expression(phrase));
        return text;
    };
    auto near = expression(neighbours_expression);
    auto anywhere = expression(anywhere_expression);
    if (near == anywhere) return {std::move(anywhere)};
    return {std::move(near), std::move(anywhere)};
}

} // namespace baotin::archive::sqlite
