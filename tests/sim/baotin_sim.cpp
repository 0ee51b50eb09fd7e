#include "tests/sim/simulation.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <clocale>
#include <fstream>

/// Simulates days of crawling in seconds: `baotin-sim --scenario weather --seed 1 --seeds 20`.
int main(int argc, char** argv)
{
    namespace sim = baotin::sim;
    std::setlocale(LC_CTYPE, "C.UTF-8");
    CLI::App app("Simulates days of crawling in virtual time and says what was not as it should be.");
    std::string name = "week", story;
    std::uint64_t seed = 1, seeds = 1;
    int days = 0;
    app.add_option("--scenario", name, fmt::format("one of {}", fmt::join(sim::scenario_names(), ", ")))
        ->capture_default_str();
    app.add_option("--seed", seed, "what is random goes by it")->capture_default_str();
    app.add_option("--seeds", seeds, "so many, one after another")->capture_default_str();
    app.add_option("--days", days, "instead of the scenario's own; the last one is without trouble");
    app.add_option("--story", story, "a file for every request and event");
    bool verbose = false;
    app.add_flag("--verbose", verbose, "the crawler's own log too");
    CLI11_PARSE(app, argc, argv);
    spdlog::set_level(verbose ? spdlog::level::info : spdlog::level::off);

    bool good = true;
    for (auto end = seed + seeds; seed < end; ++seed) {
        auto scenario = sim::scenario(name, seed);
        if (days > 0) scenario.days = days;
        auto result = sim::simulate(scenario);
        fmt::print("{}\n", result.text(scenario));
        if (!story.empty()) std::ofstream(story, std::ios::binary) << result.story;
        good = good && result.findings.all_wrongs == 0;
    }
    return good ? 0 : 1;
}
