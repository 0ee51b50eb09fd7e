#include "crawler/gate_plans.hpp"

#include "parsers/html/selector.hpp"

#include <utility>

namespace baotin::crawler {

GatePlans::Plan GatePlans::of(const std::shared_ptr<const config::Site>& site, const Volatility& volatility,
                              Time now)
{
    auto parts = volatility.parts(now);
    if (parts.empty() || !site->regions) return site->regions;
    std::vector<std::string> selectors;
    for (auto& part : parts)
        selectors.push_back(std::move(part.selector));
    auto& known = sites_[site->id];
    if (known.site == site && known.parts == selectors) return known.plan;
    auto plan = *site->regions;
    for (const auto& source : selectors)
        if (auto selector = parsers::html::Selector::compile(source)) plan.consider(*selector, true);
    known = {site, std::move(selectors), std::make_shared<const parsers::html::RegionPlan>(std::move(plan))};
    return known.plan;
}

} // namespace baotin::crawler
