#include "alerts/rules.hpp"

#include "parsers/province_mentions.hpp"
#include "parsers/provinces.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"

#include <algorithm>

namespace baotin::alerts {

namespace {

bool holds(const std::vector<std::string>& values, std::string_view value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// Provinces that are one since July 2025 count as one, whichever name the hook or the site uses.
bool same_province(const std::vector<std::string>& names, const std::optional<parsers::Province>& province)
{
    auto matches = [&](const std::string& name) {
        auto found = parsers::find_province(name);
        return found && found->successor == province->successor;
    };
    return province && std::any_of(names.begin(), names.end(), matches);
}

bool matches(const config::Where& where, const config::Site& site)
{
    return (where.site.empty() || holds(where.site, site.id)) &&
           (where.kind.empty() || holds(where.kind, config::to_string(site.kind))) &&
           (where.province.empty() || same_province(where.province, site.province));
}

std::optional<std::set<std::string, std::less<>>> matching_sites(const config::Where& where,
                                                                 const config::Config& config)
{
    if (where.site.empty() && where.kind.empty() && where.province.empty()) return std::nullopt;
    std::set<std::string, std::less<>> sites;
    for (const auto& site : config.sites)
        if (matches(where, *site)) sites.insert(site->id);
    // A site that just left the configuration can still be known by its name, though by nothing else.
    if (where.kind.empty() && where.province.empty()) sites.insert(where.site.begin(), where.site.end());
    return sites;
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

/// Fields stand on lines of their own, so that no phrase is found across two of them; within the body, a
/// paragraph's end may as well be a broken line.
template <class Form>
std::string fields_of(const parsers::ArticleText& text, Form form)
{
    return form(text.title) + '\n' + form(text.summary) + '\n' + form(text.body);
}

} // namespace

const std::string& SearchedText::folded()
{
    if (!folded_) folded_ = fields_of(text_, parsers::fold);
    return *folded_;
}

const std::string& SearchedText::exact()
{
    if (!exact_) exact_ = fields_of(text_, parsers::canonical_line);
    return *exact_;
}

const SearchedText::Provinces& SearchedText::provinces()
{
    if (!provinces_) {
        provinces_.emplace();
        for (const auto& province : parsers::provinces_mentioned(exact()))
            provinces_->insert(province.successor);
    }
    return *provinces_;
}

Rule::Rule(const config::Hook& hook, const config::Config& config)
    : hook_(hook.name),
      sites_(matching_sites(hook.where, config)),
      mentions_(successors(hook.where.mentions)),
      any_(compiled(hook.where.any, hook.where.exact)),
      all_(compiled(hook.where.all, hook.where.exact)),
      exact_(hook.where.exact),
      backfill_(hook.backfill),
      cosmetic_(hook.cosmetic)
{
    for (const auto& word : hook.events)
        if (auto type = archive::parse_event_type(word)) events_.insert(*type);
}

bool Rule::wants(const archive::Event& event, SearchedText* text) const
{
    if (!events_.contains(event.type)) return false;
    if (event.backfill && !backfill_) return false;
    bool changed = event.type == archive::EventType::article_changed;
    if (changed && event.significance == archive::Significance::cosmetic && !cosmetic_) return false;
    if (event.incident && !event.incident->hook.empty()) return event.incident->hook != hook_;
    return wants_site(event.site) && (text == nullptr || wants_text(*text));
}

bool Rule::wants_site(std::string_view site) const
{
    return !sites_ || sites_->contains(site);
}

bool Rule::wants_text(SearchedText& text) const
{
    auto named = [&](std::string_view province) { return text.provinces().contains(province); };
    if (!mentions_.empty() && std::none_of(mentions_.begin(), mentions_.end(), named)) return false;
    if (any_.empty() && all_.empty()) return true;
    const auto& searched = exact_ ? text.exact() : text.folded();
    auto stands = [&](const std::string& words) { return parsers::contains_words(searched, words); };
    return (any_.empty() || std::any_of(any_.begin(), any_.end(), stands)) &&
           std::all_of(all_.begin(), all_.end(), stands);
}

} // namespace baotin::alerts
