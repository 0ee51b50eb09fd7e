#include "tests/sim/simulation.hpp"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

namespace baotin::sim {
namespace {

class Simulation : public testing::TestWithParam<std::uint64_t> {
protected:
    void SetUp() override { spdlog::set_level(spdlog::level::off); }

    static Result run(const Scenario& scenario)
    {
        auto result = simulate(scenario);
        EXPECT_EQ(result.findings.all_wrongs, 0U) << result.text(scenario);
        return result;
    }
};

using Seeds = Simulation;

TEST_F(Simulation, AWeekOfTenSitesLosesNothingAndTellsNothingFalse)
{
    auto week = scenario("week", 1);
    auto result = run(week);
    const auto& findings = result.findings;
    EXPECT_GT(findings.counts.at("articles in the archive"), 1000) << result.text(week);
    EXPECT_FALSE(findings.counts.contains("articles that passed by unseen")) << result.text(week);
    EXPECT_GT(findings.counts.at("events article.changed"), 100) << result.text(week);
    EXPECT_GT(findings.counts.at("events article.removed"), 1) << result.text(week);
}

TEST_F(Simulation, TheSameSeedGivesTheSameStory)
{
    auto one = scenario("crashes", 7);
    one.days = 2;
    auto first = simulate(one), second = simulate(one);
    EXPECT_TRUE(first.story == second.story) << one.how_to_reproduce() << " --story FILE, twice, and diff";
    EXPECT_GT(first.story.size(), 100'000U);
    auto other = scenario("crashes", 8);
    other.days = 2;
    EXPECT_FALSE(first.story == simulate(other).story);
}

TEST_P(Seeds, TroubledSitesLoseNothingAndTellNothingFalse)
{
    run(scenario("weather", GetParam()));
}

TEST_P(Seeds, AFloodOf503IsMetWithRestraint)
{
    run(scenario("flood", GetParam()));
}

TEST_P(Seeds, TheArchiveSurvivesCrashesAtRandomPoints)
{
    run(scenario("crashes", GetParam()));
}

TEST_P(Seeds, ASiteThatMovesToAnotherHostKeepsItsArticles)
{
    run(scenario("moves", GetParam()));
}

TEST_P(Seeds, DISABLED_ValidatorsThatLieAreCaught)
{
    run(scenario("lies", GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Simulation, Seeds, testing::Values(1, 2, 3));

} // namespace
} // namespace baotin::sim
