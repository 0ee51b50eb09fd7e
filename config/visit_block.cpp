#include "config/visit_block.hpp"

#include "config/duration.hpp"
#include "config/fields.hpp"

#include <fmt/format.h>

namespace baotin::config {

void read_visit(Table& block, VisitSettings& visit)
{
    const auto every = block.take("every");
    const auto recheck = block.take("recheck");
    const auto min = block.take("min");
    const auto max = block.take("max");
    const auto delay = block.take("delay");
    const auto budget = block.take("budget");
    const auto importance = block.take("importance");
    const auto per_day = block.take("per_day");
    if (every) visit.every = as_duration(*every);
    if (recheck) visit.recheck = as_duration(*recheck);
    if (min) put(visit.min, as_duration(*min));
    if (max) put(visit.max, as_duration(*max));
    if (delay) put(visit.delay, as_duration(*delay, Zero::allowed));
    if (importance)
        if (const auto weight = importance->decimal(0.01, 100)) visit.importance = *weight;
    if (per_day)
        if (const auto count = per_day->number(24, 1'000'000)) visit.per_day = static_cast<int>(*count);
    if (budget) visit.budget = as_site_id(*budget);
    if (visit.min <= visit.max) return;
    (min ? *min : *max)
        .refuse(fmt::format("min ({}{}) is longer than max ({}{})", to_string(visit.min),
                            min ? "" : ", its default", to_string(visit.max), max ? "" : ", its default"));
}

} // namespace baotin::config
