#include "alerts/rules.hpp"

#include "parsers/province_mentions.hpp"
#include "parsers/provinces.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>

namespace baotin::alerts {

using archive::EventType;
using Fields = SearchedText::Fields;

namespace {

template <class Form>
std::string fields_of(const parsers::ArticleText& text, Fields fields, Form form)
{
    std::string all;
    for (auto [wanted, field] :
         {std::pair(fields.title, &text.title), std::pair(fields.summary, &text.summary),
          std::pair(fields.body, &text.body)})
        if (wanted) all += form(*field) + '\n';
    return all;
}

Fields fields_of(const config::Where& where)
{
    if (where.field.empty()) return {};
    auto names = [&](std::string_view field) {
        return std::find(where.field.begin(), where.field.end(), field) != where.field.end();
    };
    return {.title = names("title"), .summary = names("summary"), .body = names("body")};
}

std::vector<std::string> compiled(const std::vector<std::string>& words, bool exact)
{
    std::vector<std::string> ready;
    ready.reserve(words.size());
    for (const auto& phrase : words) {
        auto canonical = parsers::canonical_line(phrase);
        ready.push_back(exact ? std::move(canonical) : parsers::fold(canonical));
    }
    return ready;
}

/// A former province means what it is part of now, and so do all that were joined with it.
SearchedText::Provinces successors(const std::vector<std::string>& names)
{
    SearchedText::Provinces provinces;
    for (const auto& name : names)
        if (auto found = parsers::find_province(name)) provinces.insert(found->successor);
    return provinces;
}

std::string listed(const std::vector<std::string>& values)
{
    return fmt::format("{}", fmt::join(values, ", "));
}

bool always(const Told&)
{
    return true;
}

bool has_text(const Told& told)
{
    return told.text != nullptr;
}

bool of_a_site(const Told& told)
{
    return !(told.event.incident && !told.event.incident->hook.empty());
}

/// Is one of the folded `words` in the folded form of what the article says of itself?
bool names_one(const std::optional<std::string>& said, const std::vector<std::string>& words)
{
    if (!said) return false;
    auto folded = parsers::fold(*said);
    return std::any_of(words.begin(), words.end(),
                       [&](const auto& phrase) { return parsers::contains_words(folded, phrase); });
}

} // namespace

const std::string& SearchedText::folded(Fields fields)
{
    auto [form, fresh] = folded_.try_emplace(fields);
    if (fresh) form->second = fields_of(article_.text, fields, parsers::fold);
    return form->second;
}

const std::string& SearchedText::exact(Fields fields)
{
    auto [form, fresh] = exact_.try_emplace(fields);
    if (fresh) form->second = fields_of(article_.text, fields, parsers::canonical_line);
    return form->second;
}

const SearchedText::Provinces& SearchedText::provinces()
{
    if (!provinces_) {
        provinces_.emplace();
        for (const auto& province : parsers::provinces_mentioned(exact({})))
            provinces_->insert(province.successor);
    }
    return *provinces_;
}

Rule::Rule(const config::Hook& hook, const config::Config& config)
    : hook_(hook.name), asks_for_role_(!hook.where.role.empty())
{
    for (const auto& word : hook.events)
        if (auto type = archive::parse_event_type(word)) events_.insert(*type);
    add_event_conditions(hook);
    add_place_conditions(hook, config);
    add_text_conditions(hook.where);
}

void Rule::add_event_conditions(const config::Hook& hook)
{
    conditions_.push_back(
        {"events", listed(hook.events), always,
         [types = events_](const Told& told) { return types.contains(told.event.type); },
         [](const Told& told) { return std::string(archive::to_string(told.event.type)); }});
    conditions_.push_back({"name", "another hook's than " + hook.name,
                           [](const Told& told) { return !of_a_site(told); },
                           [name = hook.name](const Told& told) { return told.event.incident->hook != name; },
                           [](const Told& told) { return told.event.incident->hook; }});
    if (!hook.backfill)
        conditions_.push_back({"backfill", "false", always,
                               [](const Told& told) { return !told.event.backfill; },
                               [](const Told& told) {
                                   return std::string(told.event.backfill ? "found by a source's first visit"
                                                                          : "announced since");
                               }});
    std::vector<std::string> wanted = hook.where.significance;
    if (wanted.empty()) wanted = {"cosmetic", "minor", "major"};
    if (!hook.cosmetic) std::erase(wanted, "cosmetic");
    auto changed = [](const Told& told) {
        return told.event.type == EventType::article_changed && told.event.significance.has_value();
    };
    auto of = [](const Told& told) { return std::string(archive::to_string(*told.event.significance)); };
    conditions_.push_back(
        {hook.where.significance.empty() ? "cosmetic" : "where.significance",
         hook.where.significance.empty() ? (hook.cosmetic ? "true" : "false") : listed(wanted), changed,
         [wanted, of](const Told& told) {
             return std::find(wanted.begin(), wanted.end(), of(told)) != wanted.end();
         },
         of});
    add_role(hook.where.role);
}

void Rule::add_role(const std::vector<std::string>& wanted)
{
    if (wanted.empty()) return;
    auto of = [](const Told& told) {
        return told.event.role ? std::string(archive::to_string(*told.event.role))
                               : std::string("not known yet, a moment after the article was found");
    };
    conditions_.push_back({"where.role", listed(wanted), has_text,
                           [wanted, of](const Told& told) {
                               return std::find(wanted.begin(), wanted.end(), of(told)) != wanted.end();
                           },
                           of});
}

void Rule::add_place_conditions(const config::Hook& hook, const config::Config& config)
{
    struct Key {
        std::string name;
        const std::vector<std::string>& values;
        config::Where alone; ///< a `where` of this key only
        std::function<std::string(const config::Site&)> of;
    };
    const auto& where = hook.where;
    config::Where by_site, by_kind, by_province;
    by_site.site = where.site;
    by_kind.kind = where.kind;
    by_province.province = where.province;
    const Key keys[] = {{"where.site", where.site, by_site, [](const config::Site& site) { return site.id; }},
                        {"where.kind", where.kind, by_kind,
                         [](const config::Site& site) { return std::string(config::to_string(site.kind)); }},
                        {"where.province", where.province, by_province, [](const config::Site& site) {
                             return site.province ? std::string(site.province->name)
                                                  : "a site of no province";
                         }}};
    for (const auto& key : keys) {
        if (key.values.empty()) continue;
        std::set<std::string, std::less<>> sites;
        std::map<std::string, std::string, std::less<>> found;
        for (const auto& site : config.sites) {
            if (config::matches(key.alone, *site)) sites.insert(site->id);
            found.emplace(site->id, key.of(*site));
        }
        // A site that just left the configuration can still be known by its name, though by nothing else.
        sites.insert(key.alone.site.begin(), key.alone.site.end());
        conditions_.push_back(
            {key.name, listed(key.values), of_a_site,
             [sites = std::move(sites)](const Told& told) { return sites.contains(told.event.site); },
             [found = std::move(found)](const Told& told) {
                 auto known = found.find(told.event.site);
                 return known == found.end() ? told.event.site + ", which is not configured" : known->second;
             }});
    }
}

void Rule::add_words(std::string key, const std::vector<std::string>& words, const config::Where& where)
{
    if (words.empty()) return;
    auto every = key == "where.all";
    auto none = key == "where.none";
    auto ready = compiled(words, where.exact);
    auto searched = [fields = fields_of(where), exact = where.exact](const Told& told) -> const std::string& {
        return exact ? told.text->exact(fields) : told.text->folded(fields);
    };
    auto holds = [ready, searched, every, none](const Told& told) {
        const auto& text = searched(told);
        auto stands = [&](const std::string& phrase) { return parsers::contains_words(text, phrase); };
        if (none) return std::none_of(ready.begin(), ready.end(), stands);
        return every ? std::all_of(ready.begin(), ready.end(), stands)
                     : std::any_of(ready.begin(), ready.end(), stands);
    };
    auto found = [ready, searched, words, every](const Told& told) {
        std::vector<std::string> standing, missing;
        for (std::size_t i = 0; i < ready.size(); ++i)
            (parsers::contains_words(searched(told), ready[i]) ? standing : missing).push_back(words[i]);
        if (!every) return standing.empty() ? std::string("none of them") : listed(standing);
        return missing.empty() ? std::string("all of them") : "without " + listed(missing);
    };
    auto wanted = listed(words);
    if (!where.field.empty()) wanted += " in " + listed(where.field);
    conditions_.push_back({std::move(key), std::move(wanted), has_text, std::move(holds), std::move(found)});
}

void Rule::add_text_conditions(const config::Where& where)
{
    auto add_said = [this](std::string key, const std::vector<std::string>& words, auto said) {
        if (words.empty()) return;
        conditions_.push_back({std::move(key), listed(words), has_text,
                               [ready = compiled(words, false), said](const Told& told) {
                                   return names_one(said(told), ready);
                               },
                               [said](const Told& told) { return said(told).value_or("nothing"); }});
    };
    add_said("where.section", where.section,
             [](const Told& told) { return told.text->article().particulars.section; });
    add_said("where.author", where.author, [](const Told& told) { return told.text->article().text.author; });
    add_words("where.all", where.all, where);
    add_words("where.any", where.any, where);
    add_words("where.none", where.none, where);
    if (!where.mentions.empty())
        conditions_.push_back({"where.mentions", listed(where.mentions), has_text,
                               [wanted = successors(where.mentions)](const Told& told) {
                                   const auto& named = told.text->provinces();
                                   return std::any_of(
                                       wanted.begin(), wanted.end(),
                                       [&](std::string_view province) { return named.contains(province); });
                               },
                               [](const Told& told) {
                                   const auto& named = told.text->provinces();
                                   return named.empty() ? std::string("no province")
                                                        : fmt::format("{}", fmt::join(named, ", "));
                               }});
    add_regex(where);
}

void Rule::add_regex(const config::Where& where)
{
    if (where.regex.empty()) return;
    auto first = [patterns = where.regex, fields = fields_of(where)](const Told& told) {
        const auto& text = told.text->exact(fields);
        re2::StringPiece match;
        auto found = [&](const auto& pattern) {
            return pattern->Match(text, 0, text.size(), re2::RE2::UNANCHORED, &match, 1);
        };
        return std::any_of(patterns.begin(), patterns.end(), found) ? std::optional(match.as_string())
                                                                    : std::nullopt;
    };
    std::vector<std::string> written;
    for (const auto& pattern : where.regex)
        written.push_back(pattern->pattern());
    conditions_.push_back({"where.regex", listed(written), has_text,
                           [first](const Told& told) { return first(told).has_value(); },
                           [first](const Told& told) { return first(told).value_or("no match"); }});
}

bool Rule::wants(const Told& told) const
{
    return events_.contains(told.event.type) &&
           std::all_of(conditions_.begin(), conditions_.end(), [&](const Condition& condition) {
               return !condition.applies(told) || condition.holds(told);
           });
}

std::vector<Finding> Rule::explain(const Told& told) const
{
    std::vector<Finding> findings;
    for (const auto& condition : conditions_)
        if (condition.applies(told))
            findings.push_back(
                {condition.key, condition.wanted, condition.found(told), condition.holds(told)});
    return findings;
}

} // namespace baotin::alerts
