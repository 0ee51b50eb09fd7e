#pragma once

#include "parsers/timestamp.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::crawler {

using parsers::Time;

/// When a site usually publishes: how busy each hour of the day and each day of the week is, in Vietnam's
/// time, compared with its average hour. Learned from when visits found something new; before that, days are
/// busier than nights. A value.
///
/// Hours and days are learned apart and multiplied: 31 numbers are known after a few dozen articles, the 168
/// hours of a week only after hundreds.
class Rhythm {
public:
    Rhythm();

    /// How busy this moment is; 1 on average over a week, never below a twentieth.
    [[nodiscard]] double activity(Time at) const;
    /// Hours of average activity between two moments.
    [[nodiscard]] double exposure(Time from, Time to) const;
    /// The mean of √activity over a week: what regular visits of this rhythm cost.
    [[nodiscard]] double mean_root() const { return mean_root_; }
    /// The moment at which the integral of √activity since `from` reaches `hours`; not later than `latest`.
    [[nodiscard]] Time after(Time from, double hours, Time latest) const;

    /// A visit at `to` found `count` new articles, the one before was at `from`. What was seen four weeks ago
    /// counts half.
    void learn(Time from, Time to, double count);

    [[nodiscard]] std::string json() const;
    static std::optional<Rhythm> parse(std::string_view json); ///< nothing where it is not json()'s

private:
    static constexpr std::size_t kHours = 24, kDays = 7;
    void refresh(); // activity from counts

    std::array<double, kHours> hours_{}; // decayed counts
    std::array<double, kDays> days_{};
    Time learned_at_{};
    double mean_root_ = 1;
    std::array<double, kDays * kHours> activity_{}; // what the counts say, Monday 0:00 first
};

} // namespace baotin::crawler
