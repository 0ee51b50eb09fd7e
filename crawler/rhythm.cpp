#include "crawler/rhythm.hpp"

#include "crawler/lesson_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace baotin::crawler {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr auto kVietnam = 7h;
constexpr auto kWeek = hours(7 * 24);
constexpr auto kHalfLife = 4 * kWeek;
constexpr double kBelief = 20;         // articles' worth of trust in the prior, for hours and for days
constexpr double kQuietest = 0.05;     // no hour is given up
constexpr double kNight = 0.4;         // before anything is known: 22:00 to 6:00, compared with the day
constexpr auto kLongestLook = 3 * 24h; // what was found after a longer pause says little of the hour

double in_hours(milliseconds time)
{
    return std::chrono::duration<double, std::ratio<3600>>(time).count();
}

/// Hours since a Monday 0:00 in Vietnam, below 168.
std::size_t hour_of_week(Time at)
{
    constexpr auto monday = std::chrono::sys_days(std::chrono::year(1970) / 1 / 5);
    auto local = std::chrono::floor<hours>(at.time_since_epoch() + kVietnam - monday.time_since_epoch());
    auto hour = local.count() % kWeek.count();
    return static_cast<std::size_t>(hour < 0 ? hour + kWeek.count() : hour);
}

double believed(std::size_t hour_of_day)
{
    return hour_of_day < 6 || hour_of_day >= 22 ? kNight : 1;
}

template <std::size_t N>
void scale_to_mean_of_one(std::array<double, N>& values)
{
    auto mean = std::accumulate(values.begin(), values.end(), 0.0) / N;
    for (auto& value : values)
        value /= mean;
}

/// Walks the hours between two moments: `visit(hour of week, its part in hours)` until it answers false.
template <class Visit>
void each_hour(Time from, Time to, Visit visit)
{
    while (from < to) {
        Time next = std::chrono::floor<hours>(from) + 1h;
        auto until = std::min(next, to);
        if (!visit(hour_of_week(from), in_hours(until - from), from)) return;
        from = until;
    }
}

} // namespace

Rhythm::Rhythm()
{
    refresh();
}

void Rhythm::refresh()
{
    std::array<double, kHours> by_hour{};
    for (std::size_t h = 0; h < kHours; ++h) // an hour also speaks for its neighbours
        by_hour[h] = (hours_[(h + kHours - 1) % kHours] + 2 * hours_[h] + hours_[(h + 1) % kHours]) / 4;
    std::array<double, kHours> belief{};
    for (std::size_t h = 0; h < kHours; ++h)
        belief[h] = believed(h);
    scale_to_mean_of_one(belief);
    for (std::size_t h = 0; h < kHours; ++h)
        by_hour[h] += kBelief / kHours * belief[h];
    auto by_day = days_;
    for (auto& day : by_day)
        day += kBelief / kDays;
    scale_to_mean_of_one(by_hour);
    scale_to_mean_of_one(by_day);
    for (std::size_t i = 0; i < activity_.size(); ++i)
        activity_[i] = std::max(kQuietest, by_day[i / kHours] * by_hour[i % kHours]);
    scale_to_mean_of_one(activity_);
    mean_root_ = 0;
    for (auto activity : activity_)
        mean_root_ += std::sqrt(activity) / static_cast<double>(activity_.size());
}

double Rhythm::activity(Time at) const
{
    return activity_[hour_of_week(at)];
}

double Rhythm::exposure(Time from, Time to) const
{
    auto weeks = std::max<std::int64_t>(0, (to - from) / kWeek); // a whole week is 168 average hours
    double sum = static_cast<double>(weeks * kWeek.count());
    each_hour(from + weeks * kWeek, to, [&](std::size_t hour, double part, Time) {
        sum += activity_[hour] * part;
        return true;
    });
    return sum;
}

Time Rhythm::after(Time from, double hours_wanted, Time latest) const
{
    auto reached = latest;
    double sum = 0;
    each_hour(from, latest, [&](std::size_t hour, double part, Time begin) {
        auto gain = std::sqrt(activity_[hour]);
        if (sum + gain * part < hours_wanted) {
            sum += gain * part;
            return true;
        }
        auto rest = std::chrono::duration<double, std::ratio<3600>>((hours_wanted - sum) / gain);
        reached = begin + std::chrono::ceil<milliseconds>(rest);
        return false;
    });
    return std::min(reached, latest);
}

void Rhythm::learn(Time from, Time to, double count)
{
    if (count <= 0 || to <= from || to - from > kLongestLook) return;
    if (to > learned_at_) {
        auto kept = std::exp2(-in_hours(to - learned_at_) / in_hours(kHalfLife));
        for (auto& hour : hours_)
            hour *= kept;
        for (auto& day : days_)
            day *= kept;
        learned_at_ = to;
    }
    // Nobody saw when in between: shared out as the site usually does.
    auto all = exposure(from, to);
    each_hour(from, to, [&](std::size_t hour, double part, Time) {
        auto share = count * activity_[hour] * part / all;
        hours_[hour % kHours] += share;
        days_[hour / kHours] += share;
        return true;
    });
    refresh();
}

std::string Rhythm::json() const
{
    return fmt::format(R"({{"hours":{},"days":{},"at":{}}})", json_numbers(hours_), json_numbers(days_),
                       learned_at_.time_since_epoch().count());
}

std::optional<Rhythm> Rhythm::parse(std::string_view json)
{
    LessonReader reader(json);
    Rhythm rhythm;
    reader.numbers("hours", rhythm.hours_, 0, 1e9);
    reader.numbers("days", rhythm.days_, 0, 1e9);
    rhythm.learned_at_ = Time(milliseconds(static_cast<std::int64_t>(reader.number("at", 0, 1e15))));
    if (!reader.good()) return std::nullopt;
    rhythm.refresh();
    return rhythm;
}

} // namespace baotin::crawler
