#include "crawler/aging.hpp"

#include "crawler/lesson_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace baotin::crawler {
namespace {

/// Where an age begins, in hours: each about three times as long as the one before.
constexpr std::array<double, 9> kBegins = {0, 1, 3, 9, 24, 72, 240, 720, 2160};
constexpr double kBelief = 1;       // edits' worth of trust in the prior, of each age
constexpr double kRemembered = 300; // edits of one age; then old evidence gives way

/// Before anything was seen: 0.05 / (hours + 1)^1.5 edits an hour, which makes a tenth over all time.
double believed_edits(double from, double to)
{
    return 0.1 * (1 / std::sqrt(from + 1) - 1 / std::sqrt(to + 1));
}

double end_of(std::size_t age)
{
    return age + 1 < kBegins.size() ? kBegins[age + 1] : std::numeric_limits<double>::infinity();
}

double believed_rate(std::size_t age)
{
    auto end = std::min(end_of(age), 10 * kBegins.back());
    return believed_edits(kBegins[age], end) / (end - kBegins[age]);
}

} // namespace

Aging::Aging()
{
    refresh();
}

void Aging::refresh()
{
    for (std::size_t age = 0; age < kAges; ++age)
        rate_[age] = (kBelief + seen_[age]) / (kBelief / believed_rate(age) + watched_[age]);
}

/// `visit(age, begin, end)` for each age between the two, until it answers false.
template <class Visit>
void Aging::each_age(double from, double to, Visit visit) const
{
    auto age =
        static_cast<std::size_t>(std::upper_bound(kBegins.begin(), kBegins.end(), from) - kBegins.begin());
    for (age = age > 0 ? age - 1 : 0; age < kAges && from < to; ++age) {
        auto end = std::min(end_of(age), to);
        if (!visit(age, from, end)) return;
        from = end;
    }
}

double Aging::edits(double from, double to) const
{
    double sum = 0;
    each_age(from, to, [&](std::size_t age, double begin, double end) {
        sum += rate_[age] * (end - begin);
        return true;
    });
    return sum;
}

double Aging::roots(double from, double to) const
{
    double sum = 0;
    each_age(from, to, [&](std::size_t age, double begin, double end) {
        sum += std::sqrt(rate_[age]) * (end - begin);
        return true;
    });
    return sum;
}

double Aging::age_after(double from, double wanted, double latest) const
{
    double sum = 0, reached = latest;
    each_age(from, latest, [&](std::size_t age, double begin, double end) {
        auto root = std::sqrt(rate_[age]);
        if (sum + root * (end - begin) < wanted) {
            sum += root * (end - begin);
            return true;
        }
        reached = begin + (wanted - sum) / root;
        return false;
    });
    return reached;
}

void Aging::learn(double from, double to, bool changed)
{
    auto expected = edits(from, to);
    if (expected <= 0) return;
    each_age(from, to, [&](std::size_t age, double begin, double end) {
        watched_[age] += end - begin;
        if (changed) seen_[age] += rate_[age] * (end - begin) / expected;
        if (seen_[age] > kRemembered) {
            watched_[age] *= kRemembered / seen_[age];
            seen_[age] = kRemembered;
        }
        return true;
    });
    refresh();
}

std::string Aging::json() const
{
    return fmt::format(R"({{"seen":{},"hours":{}}})", json_numbers(seen_), json_numbers(watched_));
}

std::optional<Aging> Aging::parse(std::string_view json)
{
    LessonReader reader(json);
    Aging aging;
    reader.numbers("seen", aging.seen_, 0, kRemembered + 1);
    reader.numbers("hours", aging.watched_, 0, 1e12);
    if (!reader.good()) return std::nullopt;
    aging.refresh();
    return aging;
}

} // namespace baotin::crawler
