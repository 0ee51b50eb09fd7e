#include "config/where_block.hpp"

#include "config/fields.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace baotin::config {

namespace {

constexpr std::array<std::string_view, 3> kKinds{"police", "press", "government"};
constexpr std::array<std::string_view, 3> kFields{"title", "summary", "body"};
constexpr std::array<std::string_view, 3> kSignificances{"cosmetic", "minor", "major"};
constexpr std::array<std::string_view, 2> kRoles{"first", "repeat"};
constexpr std::size_t kLongestRegex = 500;
/// RE2 reads a text once, whatever the pattern; this bounds what it may build for that.
constexpr std::int64_t kRegexMemory = 1 << 20;

/// The items of one key of `where`. An empty list could never match.
std::vector<Value> where_items(Table& where, std::string_view key)
{
    const auto value = where.take(key);
    if (!value) return {};
    auto items = value->one_or_many();
    if (items.empty()) value->refuse(fmt::format("{} = [] would never match; leave it out", key));
    return items;
}

void read_words(Table& where, std::string_view key, std::vector<std::string>& words)
{
    for (const Value& item : where_items(where, key)) {
        const auto text = item.text("a word or phrase such as \"bầu cử\"");
        if (!text) continue;
        auto word = parsers::canonical_line(*text);
        const bool says_something =
            std::ranges::any_of(word, [](unsigned char c) { return c >= 0x80 || std::isalnum(c); });
        if (says_something)
            words.push_back(std::move(word));
        else
            item.refuse(fmt::format("{} has neither letter nor digit", in_quotes(*text)));
    }
}

void read_choices(Table& where, std::string_view key, std::span<const std::string_view> names,
                  std::vector<std::string>& chosen)
{
    for (const Value& item : where_items(where, key))
        if (const auto index = as_choice(item, names)) chosen.emplace_back(names[*index]);
}

void read_provinces(Table& where, std::string_view key, std::vector<std::string>& provinces)
{
    for (const Value& item : where_items(where, key))
        if (as_province(item)) provinces.push_back(*item.text(""));
}

void read_regex(Table& where, std::vector<std::shared_ptr<const re2::RE2>>& patterns)
{
    for (const Value& item : where_items(where, "regex")) {
        const auto text = item.text("a regular expression such as \"(?i)tai nạn .{0,40}cao tốc\"");
        if (!text) continue;
        if (text->size() > kLongestRegex) {
            item.refuse(fmt::format("a regex of {} bytes; the most is {}", text->size(), kLongestRegex));
            continue;
        }
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(kRegexMemory);
        auto pattern = std::make_shared<const re2::RE2>(*text, options);
        if (pattern->ok())
            patterns.push_back(std::move(pattern));
        else
            item.refuse(fmt::format("bad regex {}: {}", in_quotes(*text), pattern->error()));
    }
}

/// Do the words of `phrase` stand in those of `other`, so that who finds `other` finds `phrase` too?
bool part_of(const std::string& phrase, const std::string& other, bool exact)
{
    return exact ? parsers::contains_words(other, phrase)
                 : parsers::contains_words(parsers::fold(other), parsers::fold(phrase));
}

/// The phrase of `none` that stands in `wanted`, if there is one.
const std::string* excluded(const Where& where, const std::string& wanted)
{
    const auto found = std::ranges::find_if(
        where.none, [&](const std::string& none) { return part_of(none, wanted, where.exact); });
    return found == where.none.end() ? nullptr : &*found;
}

std::optional<std::string> contradiction(const Where& where)
{
    for (const auto& phrase : where.all)
        if (const auto* none = excluded(where, phrase))
            return fmt::format("all asks for {} and none for its absence ({}): nothing can have both",
                               in_quotes(phrase), in_quotes(*none));
    const auto is_excluded = [&](const std::string& phrase) { return excluded(where, phrase) != nullptr; };
    if (!where.any.empty() && std::ranges::all_of(where.any, is_excluded))
        return "none excludes every phrase of any: nothing can match";
    return std::nullopt;
}

bool hears_of(const Hook& hook, std::string_view prefix)
{
    return std::ranges::any_of(hook.events,
                               [&](const std::string& type) { return type.starts_with(prefix); });
}

bool looks_at_text(const Where& where)
{
    return !(where.mentions.empty() && where.any.empty() && where.all.empty() && where.none.empty() &&
             where.regex.empty() && where.section.empty() && where.author.empty());
}

std::optional<std::string> impossible_significance(const Hook& hook)
{
    const auto& wanted = hook.where.significance;
    if (wanted.empty()) return std::nullopt;
    if (!hears_of(hook, "article.changed"))
        return "only article.changed has a significance, and events does not ask for it";
    const auto is_cosmetic = [](const std::string& word) { return word == "cosmetic"; };
    if (!hook.cosmetic && std::ranges::all_of(wanted, is_cosmetic))
        return "cosmetic changes are left out unless the hook says cosmetic = true";
    return std::nullopt;
}

std::optional<std::string> impossible_role(const Hook& hook)
{
    const auto& wanted = hook.where.role;
    if (wanted.empty()) return std::nullopt;
    if (!hears_of(hook, "article.") && !hears_of(hook, "story."))
        return "role is what an article is to its story, and events asks for none of article.* and story.*";
    const bool only_first = std::ranges::all_of(wanted, [](const auto& word) { return word == "first"; });
    if (only_first && !hears_of(hook, "article."))
        return "story.spread tells of repeats, and role asks for the first";
    return std::nullopt;
}

std::optional<std::string> why_never(const Hook& hook, const std::vector<std::shared_ptr<const Site>>& sites)
{
    const auto& where = hook.where;
    if (auto why = impossible_significance(hook)) return why;
    if (auto why = impossible_role(hook)) return why;
    if (looks_at_text(where) && !hears_of(hook, "article.") && !hears_of(hook, "story."))
        return "it looks at the text of articles, and events asks for none of article.* and story.*";
    if (!where.field.empty() && where.any.empty() && where.all.empty() && where.none.empty() &&
        where.regex.empty())
        return "field says where words are looked for, and there is none of any, all, none and regex";
    if (auto why = contradiction(where)) return why;
    if (!where.site.empty() && matches_no_site(hook, sites))
        return "none of the sites that it names is of such a kind and province";
    return std::nullopt;
}

} // namespace

bool matches_no_site(const Hook& hook, const std::vector<std::shared_ptr<const Site>>& sites)
{
    const bool of_sites = hears_of(hook, "article.") || hears_of(hook, "site.") || hears_of(hook, "story.");
    const auto is_wanted = [&](const auto& site) { return matches(hook.where, *site); };
    return of_sites && !sites.empty() && std::ranges::none_of(sites, is_wanted);
}

Where read_where(Table& block, HookMentions& mentions)
{
    Where where;
    for (const Value& item : where_items(block, "site"))
        if (const auto id = item.text("the id of a site")) {
            where.site.push_back(*id);
            mentions.sites.push_back({*id, item.place()});
        }
    read_choices(block, "kind", kKinds, where.kind);
    read_provinces(block, "province", where.province);
    read_provinces(block, "mentions", where.mentions);
    read_words(block, "any", where.any);
    read_words(block, "all", where.all);
    read_words(block, "none", where.none);
    read_regex(block, where.regex);
    read_choices(block, "field", kFields, where.field);
    read_words(block, "section", where.section);
    read_words(block, "author", where.author);
    read_choices(block, "significance", kSignificances, where.significance);
    read_choices(block, "role", kRoles, where.role);
    if (const auto exact = block.take("exact")) put(where.exact, exact->flag());
    block.refuse_unknown_keys();
    return where;
}

void refuse_impossible_rule(const Hook& hook, const Place& where,
                            const std::vector<std::shared_ptr<const Site>>& sites, Problems& problems)
{
    if (const auto why = why_never(hook, sites))
        problems.push_back(problem_at(
            where, fmt::format("where of hook {} can never match: {}", in_quotes(hook.name), *why)));
}

} // namespace baotin::config
