#pragma once

#include "tests/sim/findings.hpp"
#include "tests/sim/scenario.hpp"

#include <string>

namespace baotin::sim {

struct Result {
    Findings findings;
    std::string story;  ///< every request and every event, one a line: the same for the same seed
    double seconds = 0; ///< of real time
    [[nodiscard]] std::string
    text(const Scenario& scenario) const; ///< for people, with what to run to see it again
};

/// Runs a scenario from its beginning to its end in virtual time.
Result simulate(const Scenario& scenario);

} // namespace baotin::sim
