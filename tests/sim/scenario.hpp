#pragma once

#include "tests/sim/truth.hpp"

#include <cstdint>
#include <string>

namespace baotin::sim {

/// What is to be simulated: all that a seed does not decide.
struct Scenario {
    std::string name = "week";
    std::uint64_t seed = 1;
    int days = 7;
    int sites = 10;
    int articles = 1300;           ///< expected, over all sites in a week; some more stand there at the start
    double outages = 0;            ///< expected, per site and week
    double long_pushbacks = 0;     ///< 429 and 503 for hours with Retry-After, per site and week
    double lone_failures = 0.0005; ///< share of requests that fail for themselves
    int host_moves = 0;            ///< sites that move to www. in the middle; the third has a joint budget
    bool edits_while_moving = false;
    int lying_sites = 0; ///< 304 although changed
    double crashes = 0;  ///< per day
    double restarts = 0; ///< per day, in order

    [[nodiscard]] std::string how_to_reproduce() const;
};

/// The scenarios by name: what the tests run and what `baotin-sim` can be told to.
Scenario scenario(const std::string& name, std::uint64_t seed);
const std::vector<std::string>& scenario_names();

/// Writes down everything that will happen. The last day is without trouble, so that all of it can come to
/// its end.
Truth imagine(const Scenario& scenario);

} // namespace baotin::sim
