#pragma once

#include "parsers/timestamp.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace baotin::bench {

using parsers::Time;

/// When a site publishes and how its articles are edited, as nature made it. Not the schedule's own model:
/// edits fade exponentially, hours and days do not multiply.
struct Nature {
    double news = 1;                    ///< articles an hour, on average over a week
    std::array<double, 168> activity{}; ///< mean 1
    double edits = 1;                   ///< mean of the articles' own factors

    [[nodiscard]] double activity_at(Time at) const;
    /// Edits an hour of an article of factor 1 that has stood for so many hours.
    static double edit_rate(double age);
};

/// An article's life, decided when the world was made.
struct Life {
    Time published{};
    std::size_t source = 0;
    double factor = 1;
    std::vector<Time> edits;
};

struct SimulatedSite {
    Nature nature;
    std::vector<double> sources; ///< each one's part of the news
    std::vector<Life> articles;  ///< by time of publication
};

/// Sites from a few articles a week to twenty an hour, for `days` from `start`.
std::vector<SimulatedSite> make_world(std::uint64_t seed, std::size_t sites, Time start, int days);

} // namespace baotin::bench
