#include "parsers/page_regions.hpp"

#include "parsers/generic_fields.hpp"
#include "parsers/metadata.hpp"

#include <algorithm>

namespace baotin::parsers {
namespace {

void keep(html::RegionPlan& plan, const std::vector<FieldRule>& rules)
{
    for (const auto& rule : rules) {
        plan.keep(rule.selector());
        if (rule.has_pattern()) plan.keep_code(); // it may look for something in a script
    }
}

void keep(html::RegionPlan& plan, const std::vector<html::Selector>& selectors)
{
    for (const auto& selector : selectors)
        plan.keep(selector);
}

/// Where links resolve to, and which address the page gives itself.
void keep_addresses(html::RegionPlan& plan)
{
    static const auto addresses = html::Selector::compile("base[href], link[rel~=canonical i][href]").value();
    plan.keep(addresses);
}

} // namespace

html::RegionPlan plan_regions(const ArticleRules& rules)
{
    html::RegionPlan plan;
    keep_addresses(plan);
    for (const auto& one : rules.generations) {
        for (const auto* field : {&one.title, &one.published, &one.modified, &one.author, &one.summary,
                                  &one.section, &one.body, &one.images})
            keep(plan, *field);
        keep(plan, one.captions);
        keep(plan, one.more);
        // What one generation removes may be another's text.
        for (const auto& selector : one.remove)
            plan.consider(selector, rules.generations.size() == 1);
    }
    switch (rules.fallback) {
    case Fallback::generic:
        keep(plan, metadata_selectors());
        keep(plan, short_field_selectors());
        break;
    case Fallback::none:
        break;
    }
    return plan;
}

html::RegionPlan plan_regions(const ListingRules& rules)
{
    html::RegionPlan plan;
    keep_addresses(plan);
    plan.keep(rules.links);
    if (rules.next) plan.keep(*rules.next);
    return plan;
}

bool reads_as_the_whole_page(const ArticleReading& reading, const ArticleRules& rules)
{
    if (rules.fallback == Fallback::none) return true;
    auto date = std::ranges::find(reading.sources, "published_at", &FieldSource::field);
    return reading.by_rule("body") && date != reading.sources.end() && date->origin != Origin::generic;
}

} // namespace baotin::parsers
