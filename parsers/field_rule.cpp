#include "parsers/field_rule.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/text/canonical.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <optional>
#include <utility>

namespace baotin::parsers {
namespace {

constexpr std::size_t kMostMemory = 1u << 20; // of a compiled pattern: a site file is no place for more

/// The `|` after the selector, outside of strings, brackets and escapes; within them it is CSS.
std::optional<std::size_t> find_bar(std::string_view source)
{
    int open = 0;
    char quote = 0;
    for (std::size_t i = 0; i < source.size(); ++i) {
        char c = source[i];
        if (c == '\\')
            ++i;
        else if (quote != 0)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(' || c == '[')
            ++open;
        else if (c == ')' || c == ']')
            --open;
        else if (c == '|' && open == 0 && i > 0 && html::is_space(source[i - 1]))
            return i;
    }
    return std::nullopt;
}

struct Pattern {
    std::string text;
    std::size_t at = 0; ///< of its first byte in the source
};

std::unexpected<html::SelectorError> wrong(std::size_t at, std::string what)
{
    return std::unexpected(html::SelectorError{at + 1, std::move(what)});
}

/// `regex "…"` after the bar at `bar`. Only the quote itself needs a backslash; every other one is the
/// pattern's.
std::expected<Pattern, html::SelectorError> read_pattern(std::string_view source, std::size_t bar)
{
    constexpr std::string_view word = "regex";
    auto skip_space = [&](std::size_t at) {
        while (at < source.size() && html::is_space(source[at]))
            ++at;
        return at;
    };
    auto at = skip_space(bar + 1);
    if (source.substr(at, word.size()) != word)
        return wrong(at, "After `|` comes `regex \"…\"`; nothing else can stand there.");
    at = skip_space(at + word.size());
    char quote = at < source.size() ? source[at] : '\0';
    if (quote != '"' && quote != '\'')
        return wrong(at, "`regex` needs a pattern in quotes: `| regex \"Theo (.+)\"`.");
    Pattern pattern{{}, at + 1};
    auto end = at + 1;
    for (; end < source.size() && source[end] != quote; ++end) {
        if (source[end] == '\\' && end + 1 < source.size()) {
            if (source[end + 1] != quote) pattern.text += '\\';
            ++end;
        }
        pattern.text += source[end];
    }
    if (end >= source.size()) return wrong(at, "The pattern's quote is not closed.");
    if (auto rest = skip_space(end + 1); rest < source.size())
        return wrong(rest, "Nothing can follow the pattern.");
    if (pattern.text.empty()) return wrong(at, "The pattern is empty.");
    return pattern;
}

} // namespace

std::expected<FieldRule, html::SelectorError> FieldRule::compile(std::string_view source)
{
    auto bar = find_bar(source);
    auto selector = html::Selector::compile(source.substr(0, bar.value_or(source.npos)));
    if (!selector) return std::unexpected(std::move(selector.error()));
    FieldRule rule(std::string(source), std::move(*selector));
    if (!bar) return rule;
    auto pattern = read_pattern(source, *bar);
    if (!pattern) return std::unexpected(std::move(pattern.error()));
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMostMemory);
    auto compiled = std::make_shared<RE2>(pattern->text, options);
    if (!compiled->ok())
        return wrong(pattern->at, fmt::format("The pattern is wrong: {}.", compiled->error()));
    rule.pattern_ = std::move(compiled);
    return rule;
}

std::string FieldRule::refined(std::string text) const
{
    if (!pattern_) return text;
    re2::StringPiece groups[2];
    int wanted = pattern_->NumberOfCapturingGroups() > 0 ? 2 : 1;
    if (!pattern_->Match(text, 0, text.size(), RE2::UNANCHORED, groups, wanted)) return {};
    return canonical(std::string_view(groups[wanted - 1].data(), groups[wanted - 1].size()));
}

} // namespace baotin::parsers
