#pragma once

#include "crawler/schedule.hpp"

namespace baotin::crawler {

/// What the pages of one host ask for together, and so how many visits each unit of it gets. A value.
class HostDemand {
public:
    /// `sign` +1: a page comes; -1: it goes. `demand` is demand()'s; `fixed` visits an hour are spent in any
    /// case: by a fixed interval, or on the first reading of what a source will announce.
    void add(double demand, double fixed, int sign);

    /// Outlook::share where the host may be asked `per_day` times a day: at most `most`, and at least a
    /// quarter of the budget goes by demand, whatever is fixed.
    [[nodiscard]] double share(double per_day, double most = kEagerness) const;

private:
    double demand_ = 0;
    double fixed_ = 0;
};

} // namespace baotin::crawler
