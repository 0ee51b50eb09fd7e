#pragma once

#include "bench/schedule/world.hpp"
#include "crawler/host_demand.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace baotin::bench {

/// A page of a simulated site: a source, or an article that was found.
struct SimulatedPage {
    bool source = true;
    std::size_t index = 0; ///< of the source, or of the article
    Time found_at{};
    Time last_visit{};
    crawler::History history{};
    double demand = 0, fixed = 0; ///< as counted in the host's demand
    double interval = 0;          ///< hours; of policies that keep one
};

/// Decides when the pages of one site are visited again.
class Policy {
public:
    virtual ~Policy() = default;
    /// After a visit at `now` that found `news` (articles announced, or 1 for an edited text; -1: the first
    /// look).
    virtual Time next(SimulatedPage& page, int news, Time now) = 0;
};

/// crawler/schedule.hpp, learning from what it sees.
std::unique_ptr<Policy> learning_policy(double per_day);
/// The same proportions from the true rates, rhythms and factors: what could be reached.
/// Without `articles` it does not know which articles will be edited more than others: nobody can, before it
/// happens.
std::unique_ptr<Policy> knowing_policy(const SimulatedSite& site, double per_day, bool articles);
/// All sources at one interval and all articles at another. `sources` is the sources' part of the budget.
std::unique_ptr<Policy> fixed_policy(const SimulatedSite& site, double per_day, double sources);
/// Half the interval after a change, one and a half times after none, scaled so that the budget is kept.
std::unique_ptr<Policy> halving_policy(double per_day);

} // namespace baotin::bench
