// What inputs cost that were made to be slow: `hostile_bench [--stages] [WORD…]` (only shapes that hold a
// WORD). Each shape is read in its size and in twice that; `growth` is the exponent between the two (1 is
// linear, 2 quadratic) of its worst stage. Exits 1 where a shape takes more than 100 ms or grows faster than
// n^1.3.
#include "shapes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace {

using namespace baotin::bench;

constexpr double kMostMs = 100, kMostGrowth = 1.3, kTooShortMs = 0.5;

double cpu_ms()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Cost {
    std::string stage, outcome;
    double ms = 0;
};

/// The best of several runs: other programs can only make one slower.
Cost measure(const Stage& stage)
{
    Cost cost{stage.name, {}, 1e12};
    double spent = 0;
    for (int run = 0; run < 5 && (run == 0 || spent < 300); ++run) {
        auto begin = cpu_ms();
        cost.outcome = stage.work();
        auto took = cpu_ms() - begin;
        cost.ms = std::min(cost.ms, took);
        spent += took;
    }
    return cost;
}

std::vector<Cost> measure(const Shape& shape, std::size_t size)
{
    std::vector<Cost> costs;
    for (const auto& stage : shape.prepare(size))
        costs.push_back(measure(stage));
    return costs;
}

/// A stage that is over in no time says nothing about growth.
double growth(const Cost& once, const Cost& twice)
{
    if (twice.ms < kTooShortMs || once.ms <= 0) return 0;
    return std::log2(twice.ms / once.ms);
}

double sum(const std::vector<Cost>& costs)
{
    double ms = 0;
    for (const auto& cost : costs) // parsing scans, too
        if (cost.stage != "scan") ms += cost.ms;
    return ms;
}

bool report(const Shape& shape, bool stages, double ordinary_ms)
{
    auto once = measure(shape, shape.size), twice = measure(shape, 2 * shape.size);
    double steepest = 0;
    std::string outcome, steep_stage;
    const Cost* slowest = &once.front();
    for (std::size_t i = 0; i < once.size(); ++i) {
        auto exponent = growth(once[i], twice[i]);
        if (exponent > steepest) {
            steepest = exponent;
            steep_stage = once[i].stage;
        }
        if (once[i].ms > slowest->ms) slowest = &once[i];
        if (once[i].outcome.size() > 1 && outcome != once[i].outcome)
            outcome += (outcome.empty() ? "" : ", ") + once[i].outcome;
    }
    bool slow = slowest->ms > kMostMs, grows = steepest > kMostGrowth;
    fmt::print("{:<36} {:>9} {:>9.1f} {:>7.1f} {:>5.2f} {:<8} {:>9.1f} {:<8} {}{}{}\n", shape.name,
               shape.size, sum(once), sum(once) / ordinary_ms, steepest, steep_stage, slowest->ms,
               slowest->stage, slow ? "SLOW " : "", grows ? "GROWS " : "", outcome);
    for (std::size_t i = 0; stages && i < once.size(); ++i)
        fmt::print("    {:<8} {:>9.2f} {:>9.2f} {:>5.2f} {}\n", once[i].stage, once[i].ms, twice[i].ms,
                   growth(once[i], twice[i]), once[i].outcome);
    std::fflush(stdout);
    return !slow && !grows;
}

} // namespace

int main(int argc, char** argv)
{
    bool stages = false, fine = true;
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i)
        if (std::strcmp(argv[i], "--stages") == 0)
            stages = true;
        else
            words.emplace_back(argv[i]);
    auto ordinary =
        sum(measure({"an ordinary page", 1, [](auto) { return stages_of_a_visit(ordinary_page()); }}, 1));
    fmt::print("an ordinary page of {} bytes: {:.1f} ms, all stages together\n", ordinary_page().size(),
               ordinary);
    fmt::print("{:<36} {:>9} {:>9} {:>7} {:>14} {:>18}\n", "shape", "size", "ms", "x page", "growth, worst",
               "ms, slowest");
    for (auto shapes : {page_shapes(), selector_shapes(), document_shapes(), text_shapes()})
        for (const auto& shape : shapes)
            if (words.empty() || std::ranges::any_of(words, [&](auto& word) {
                    return shape.name.find(word) != shape.name.npos;
                }))
                fine = report(shape, stages, ordinary) && fine;
    return fine ? 0 : 1;
}
