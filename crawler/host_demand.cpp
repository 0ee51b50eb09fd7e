#include "crawler/host_demand.hpp"

#include <algorithm>

namespace baotin::crawler {

void HostDemand::add(double demand, double fixed, int sign)
{
    // Sums of differences drift below zero by the last digit.
    demand_ = std::max(0.0, demand_ + sign * demand);
    fixed_ = std::max(0.0, fixed_ + sign * fixed);
}

double HostDemand::share(double per_day, double most) const
{
    auto per_hour = per_day / 24;
    auto free = std::max(per_hour / 4, per_hour - fixed_);
    return demand_ * most <= free ? most : free / demand_;
}

} // namespace baotin::crawler
