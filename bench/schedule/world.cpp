#include "bench/schedule/world.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace baotin::bench {
namespace {

using namespace std::chrono_literals;
using Hours = std::chrono::duration<double, std::ratio<3600>>;

Time after(Time at, double hours)
{
    return at + std::chrono::duration_cast<std::chrono::milliseconds>(Hours(hours));
}

/// Two bumps on working days, a weaker late one at weekends, hardly anything at night.
std::array<double, 168> some_activity(std::mt19937_64& random)
{
    std::uniform_real_distribution<double> unit(0, 1);
    auto morning = 7 + 3 * unit(random), afternoon = 14 + 4 * unit(random),
         weekend = 0.1 + 0.7 * unit(random);
    auto width = 1.5 + 1.5 * unit(random);
    std::array<double, 168> activity{};
    for (std::size_t i = 0; i < activity.size(); ++i) {
        auto hour = static_cast<double>(i % 24);
        auto bump = [&](double center) {
            return std::exp(-(hour - center) * (hour - center) / (2 * width * width));
        };
        bool free = i / 24 >= 5;
        activity[i] = 0.05 + (free ? weekend * bump(afternoon + 1) : bump(morning) + bump(afternoon));
    }
    auto mean = std::accumulate(activity.begin(), activity.end(), 0.0) / 168;
    for (auto& one : activity)
        one /= mean;
    return activity;
}

Life some_life(const SimulatedSite& site, Time published, Time end, std::mt19937_64& random)
{
    std::discrete_distribution<std::size_t> source(site.sources.begin(), site.sources.end());
    std::gamma_distribution<double> factor(0.5, site.nature.edits / 0.5);
    std::exponential_distribution<double> wait(1);
    Life life{published, source(random), factor(random), {}};
    // Thinning: candidates at the highest rate, each kept with the chance that it is real.
    auto most = life.factor * Nature::edit_rate(0);
    for (double age = wait(random) / most; after(published, age) < end; age += wait(random) / most) {
        std::bernoulli_distribution real(Nature::edit_rate(age) / Nature::edit_rate(0));
        if (real(random)) life.edits.push_back(after(published, age));
        if (age > 24 * 60) break;
    }
    return life;
}

SimulatedSite some_site(double news, Time start, int days, std::mt19937_64& random)
{
    std::uniform_real_distribution<double> unit(0, 1);
    SimulatedSite site;
    site.nature = {news, some_activity(random), std::exp(2 * unit(random) - 1)};
    auto sources = 1 + random() % 4;
    for (std::size_t i = 0; i < sources; ++i)
        site.sources.push_back(0.1 + unit(random));
    auto end = start + std::chrono::days(days);
    auto most = news * *std::ranges::max_element(site.nature.activity);
    std::exponential_distribution<double> wait(most);
    for (auto at = after(start, wait(random)); at < end; at = after(at, wait(random))) {
        std::bernoulli_distribution real(site.nature.activity_at(at) * news / most);
        if (real(random)) site.articles.push_back(some_life(site, at, end, random));
    }
    return site;
}

} // namespace

double Nature::activity_at(Time at) const
{
    constexpr auto monday = std::chrono::sys_days(std::chrono::year(1970) / 1 / 5);
    auto hour = std::chrono::floor<std::chrono::hours>(at + 7h - monday).count() % 168;
    return activity[static_cast<std::size_t>(hour)];
}

double Nature::edit_rate(double age)
{
    return 0.03 * std::exp(-age / 3) + 0.002 * std::exp(-age / 48) + 0.00003 * std::exp(-age / 1000);
}

std::vector<SimulatedSite> make_world(std::uint64_t seed, std::size_t sites, Time start, int days)
{
    std::mt19937_64 random(seed);
    std::vector<SimulatedSite> world;
    for (std::size_t i = 0; i < sites; ++i) {
        // From one article in two days to five an hour, evenly on a logarithmic scale.
        auto news = 0.02 * std::pow(250.0, static_cast<double>(i) / static_cast<double>(sites - 1));
        world.push_back(some_site(news, start, days, random));
    }
    return world;
}

} // namespace baotin::bench
