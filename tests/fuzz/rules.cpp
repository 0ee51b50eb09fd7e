#include "rules.hpp"

#include "config/config.hpp"
#include "parsers/page_regions.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

namespace baotin::fuzz {
namespace {

using parsers::FieldRule;
using parsers::html::Selector;

const config::Config& shipped()
{
    static const auto config = config::load(std::filesystem::path(BAOTIN_SOURCE_DIR) / "config/baotin.toml");
    if (!config) throw std::runtime_error("the shipped configuration does not load");
    return **config;
}

Rules rules_of(const config::Site& site)
{
    Rules rules;
    rules.article = site.rules;
    for (const auto& source : site.sources)
        if (source.rules) rules.listings.push_back(*source.rules);
    return rules;
}

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

void add(Rules& rules, parsers::Generation& generation, std::string_view piece)
{
    if (piece == "generic") rules.article.fallback = parsers::Fallback::generic;
    bool hides = piece.starts_with('!');
    auto selector = Selector::compile(hides ? piece.substr(1) : piece);
    if (piece.empty() || piece == "generic" || !selector) return;
    if (hides) {
        if (!selector->selects_whole_elements()) return;
        generation.remove.push_back(*selector);
        rules.hidden.push_back(*selector);
        return;
    }
    auto rule = FieldRule::compile(piece).value();
    if (rules.kept.empty()) {
        rules.listings.push_back({*selector, {}});
        generation.title.push_back(rule);
    }
    generation.body.push_back(rule);
    rules.kept.push_back(*selector);
}

Rules rules_in(std::string_view line)
{
    if (line.starts_with("site "))
        if (auto site = shipped().site(line.substr(5))) return rules_of(*site);
    Rules rules;
    rules.article.fallback = parsers::Fallback::none;
    parsers::Generation generation;
    while (!line.empty()) {
        auto piece = line.substr(0, line.find(';'));
        line.remove_prefix(std::min(line.size(), piece.size() + 1));
        add(rules, generation, trimmed(piece));
    }
    rules.article.generations.push_back(std::move(generation));
    return rules;
}

void plan(Rules& rules)
{
    rules.article_plan = parsers::plan_regions(rules.article);
    for (const auto& listing : rules.listings)
        rules.listing_plans.push_back(parsers::plan_regions(listing));
    for (const auto& selector : rules.kept)
        rules.kept_plan.keep(selector);
    for (const auto& selector : rules.hidden)
        rules.kept_plan.consider(selector, true);
}

} // namespace

const Rules& rules_of(std::string_view line)
{
    // Compiling them costs more than reading a small page.
    constexpr std::size_t kMostKnown = 1000;
    static std::map<std::string, Rules, std::less<>> known;
    if (auto found = known.find(line); found != known.end()) return found->second;
    if (known.size() >= kMostKnown) known.clear();
    auto& rules = known.emplace(line, rules_in(line)).first->second;
    plan(rules);
    return rules;
}

} // namespace baotin::fuzz
