#include "config/visit_block.hpp"

#include "config/duration.hpp"
#include "config/fields.hpp"

#include <fmt/format.h>

#include <array>

namespace baotin::config {

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
    if (every) visit.every = as_duration(*every);
    if (recheck) visit.recheck = as_duration(*recheck);
    if (min) put(visit.min, as_duration(*min));
    if (max) put(visit.max, as_duration(*max));
    if (delay) put(visit.delay, as_duration(*delay, Zero::allowed));
    if (budget) visit.budget = as_site_id(*budget);
    read_cookies(block, visit);
    if (visit.min <= visit.max) return;
    (min ? *min : *max)
        .refuse(fmt::format("min ({}{}) is longer than max ({}{})", to_string(visit.min),
                            min ? "" : ", its default", to_string(visit.max), max ? "" : ", its default"));
}

} // namespace baotin::config
