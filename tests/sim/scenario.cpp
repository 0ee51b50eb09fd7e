#include "tests/sim/scenario.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace baotin::sim {

std::string Scenario::how_to_reproduce() const
{
    return fmt::format("build/release/tests/sim/baotin-sim --scenario {} --seed {} --days {}", name, seed,
                       days);
}

const std::vector<std::string>& scenario_names()
{
    static const std::vector<std::string> names{"week",  "short",       "weather",      "flood", "crashes",
                                                "moves", "joint-moves", "moving-edits", "lies"};
    return names;
}

Scenario scenario(const std::string& name, std::uint64_t seed)
{
    Scenario one;
    one.name = name;
    one.seed = seed;
    if (name == "week") return one;
    one.days = 3;
    one.sites = 6;
    one.articles = 700;
    if (name == "short") return one;
    if (name == "weather") {
        one.outages = 5;
        one.long_pushbacks = 2;
        one.lone_failures = 0.004;
    } else if (name == "flood") {
        one.long_pushbacks = 20;
    } else if (name == "crashes") {
        one.crashes = 12;
        one.restarts = 4;
        one.outages = 2;
        one.lone_failures = 0.002;
    } else if (name == "moves") {
        one.host_moves = 2;
    } else if (name == "joint-moves") {
        one.host_moves = 3;
    } else if (name == "moving-edits") {
        one.host_moves = 2;
        one.edits_while_moving = true;
    } else if (name == "lies") {
        one.days = 5;
        one.lying_sites = 3;
    } else {
        throw std::invalid_argument("no scenario is named " + name);
    }
    return one;
}

} // namespace baotin::sim
