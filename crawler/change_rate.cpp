#include "crawler/change_rate.hpp"

#include <algorithm>
#include <cmath>

namespace baotin::crawler {
namespace {

constexpr double kTiny = 1e-9; // an exposure below it teaches nothing

ChangeRate sum(const ChangeRate& one, const ChangeRate& other)
{
    return {one.shape + other.shape, one.exposure + other.exposure};
}

/// (1 + x)^-a without the loss of digits where x is small.
double shrunk(double x, double a)
{
    return std::exp(-a * std::log1p(x));
}

} // namespace

double mean_rate(const ChangeRate& seen, const ChangeRate& belief)
{
    auto all = sum(seen, belief);
    return all.shape / all.exposure;
}

ChangeRate after_count(const ChangeRate& seen, double count, double exposure, double memory)
{
    ChangeRate after{seen.shape + count, seen.exposure + exposure};
    if (after.exposure <= memory) return after;
    auto kept = memory / after.exposure;
    return {after.shape * kept, memory};
}

ChangeRate after_look(const ChangeRate& seen, bool changed, double exposure, const ChangeRate& belief)
{
    if (exposure < kTiny) return seen;
    if (!changed) return {seen.shape, seen.exposure + exposure};
    // Prior Gamma(a, b), likelihood 1 - exp(-rate * exposure): the posterior's moments are ratios of
    // b^-n - (b + exposure)^-n.
    auto [a, b] = sum(seen, belief);
    auto x = exposure / b;
    auto missed = [&](double n) { return 1 - shrunk(x, n); };
    auto first = a / b * missed(a + 1) / missed(a);
    auto second = a * (a + 1) / (b * b) * missed(a + 2) / missed(a);
    auto variance = std::max(second - first * first, kTiny * first * first);
    ChangeRate matched{first * first / variance, first / variance};
    return {std::max(0.0, matched.shape - belief.shape), std::max(0.0, matched.exposure - belief.exposure)};
}

double chance_of_nothing(const ChangeRate& seen, const ChangeRate& belief, double exposure)
{
    auto all = sum(seen, belief);
    return shrunk(exposure / all.exposure, all.shape);
}

} // namespace baotin::crawler
