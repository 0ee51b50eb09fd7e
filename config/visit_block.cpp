#include "config/visit_block.hpp"

#include "config/duration.hpp"
#include "config/fields.hpp"

#include <fmt/format.h>

#include <array>

namespace baotin::config {
namespace {

/// `robots = { ignore = true, reason = "…" }`: who sets robots.txt aside says who agreed to it.
void read_robots(Table& robots, VisitSettings& visit)
{
    const auto ignore = robots.take("ignore");
    const auto reason = robots.take("reason");
    const auto ignored = ignore ? ignore->flag() : std::optional(false);
    const auto said = reason ? reason->text("who agreed to it, and when") : std::nullopt;
    robots.refuse_unknown_keys();
    if (!ignored || !*ignored) return;
    if (said) visit.ignore_robots = *said;
    if (!reason)
        robots.refuse("robots.txt is ignored without a reason: add `reason = \"agreed with … on …\"`");
}

} // namespace

namespace {

constexpr std::array<std::string_view, 2> kChallenges{"off", "cookie"};

void read_cookies(Table& block, VisitSettings& visit)
{
    const auto cookies = block.take("cookies");
    const auto challenge = block.take("challenge");
    if (cookies) put(visit.cookies, cookies->flag());
    if (!challenge) return;
    if (const auto index = as_choice(*challenge, kChallenges))
        visit.challenge = static_cast<Challenge>(*index);
    if (visit.challenge == Challenge::cookie && !visit.cookies)
        challenge->refuse("challenge = \"cookie\" needs cookies = true: the stub's cookie has to be kept");
}

} // namespace

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
    if (auto robots = block.table("robots")) read_robots(*robots, visit);
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
    read_cookies(block, visit);
    if (visit.min <= visit.max) return;
    (min ? *min : *max)
        .refuse(fmt::format("min ({}{}) is longer than max ({}{})", to_string(visit.min),
                            min ? "" : ", its default", to_string(visit.max), max ? "" : ", its default"));
}

} // namespace baotin::config
