#include "crawler/host_budgets.hpp"

#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

class HostBudgetsTest : public testing::Test {
protected:
    Time now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
    Turn::Clock clock = [this] { return now; };
    int freed = 0;
    HostBudgets budgets{[this] { ++freed; }};
};

TEST_F(HostBudgetsTest, OneRequestAtATime)
{
    Turn turn(budgets, "a", 2s, clock);
    EXPECT_FALSE(budgets.is_free("a", now));
    EXPECT_TRUE(budgets.is_free("b", now));
}

TEST_F(HostBudgetsTest, TheDelayRunsFromTheEndOfARequest)
{
    {
        Turn turn(budgets, "a", 2s, clock);
        now += 10s;
    }
    EXPECT_EQ(freed, 1);
    EXPECT_FALSE(budgets.is_free("a", now + 1999ms));
    EXPECT_TRUE(budgets.is_free("a", now + 2s));
}

TEST_F(HostBudgetsTest, RobotsMaySlowATurnDownButNeverSpeedItUp)
{
    {
        Turn turn(budgets, "a", 2s, clock);
        turn.slow_down(30s);
        turn.slow_down(1s);
    }
    EXPECT_EQ(budgets.free_at("a"), now + 30s);
}

TEST_F(HostBudgetsTest, APauseOutlastsTheDelayAndAShorterPause)
{
    budgets.pause("a", now + 1h);
    budgets.pause("a", now + 1min);
    {
        Turn turn(budgets, "a", 2s, clock);
    }
    EXPECT_EQ(budgets.free_at("a"), now + 1h);
}

TEST_F(HostBudgetsTest, AMovedTurnIsGivenBackOnce)
{
    {
        Turn first(budgets, "a", 1s, clock);
        Turn second(std::move(first));
        Turn third(budgets, "b", 1s, clock);
        third = std::move(second);
        EXPECT_TRUE(budgets.free_at("b")); // the turn that was replaced went back
        EXPECT_FALSE(budgets.free_at("a"));
    }
    EXPECT_TRUE(budgets.free_at("a"));
    EXPECT_EQ(freed, 2);
}

} // namespace
} // namespace baotin::crawler
