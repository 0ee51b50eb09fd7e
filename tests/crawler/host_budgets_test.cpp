#include "crawler/host_budgets.hpp"
#include "tests/crawler/fake_clock.hpp"

#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

class HostBudgetsTest : public testing::Test {
protected:
    FakeClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)};
    Time& now = clock.time;
    int freed = 0;
    HostBudgets budgets{[this](const std::string&) { ++freed; }};

    std::optional<archive::HostState> learn(HostAnswer answer, std::chrono::milliseconds delay = 2s)
    {
        return budgets.learn("a", answer, delay, now, kMiddle);
    }
    /// How long after now the host would be free if a request ended now.
    std::chrono::milliseconds wait(std::chrono::milliseconds delay = 2s)
    {
        {
            Turn turn(budgets, "a", delay, clock);
        }
        return *budgets.free_at("a") - now;
    }
    static constexpr double kMiddle = 0.5; // no jitter
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

constexpr HostAnswer::Kind kUsable = HostAnswer::Kind::usable;
constexpr HostAnswer::Kind kPushedBack = HostAnswer::Kind::pushed_back;
constexpr HostAnswer::Kind kFailed = HostAnswer::Kind::failed;

TEST_F(HostBudgetsTest, ASlowHostGetsAsMuchTimeAsItUsuallyTakes)
{
    learn({kUsable, 5s, {}, {}});
    EXPECT_EQ(wait(2s), 5s);
    EXPECT_EQ(wait(30s), 30s);
}

TEST_F(HostBudgetsTest, RetryAfterHoldsForTheWholeHostAndIsNotCutByAShorterOne)
{
    auto kept = learn({kPushedBack, 0ms, 1h, "answered 503"});
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->until, now + 1h);
    EXPECT_EQ(kept->detail, "answered 503");
    learn({kPushedBack, 0ms, 1min, {}});
    EXPECT_EQ(wait(), 1h);
}

TEST_F(HostBudgetsTest, AHostThatPushesBackIsAskedMoreSlowlyEachTimeAndRecoversGradually)
{
    EXPECT_TRUE(learn({kPushedBack, 0ms, {}, {}}));
    EXPECT_EQ(wait(), 2s + 2s);
    now += 1h;
    learn({kPushedBack, 0ms, {}, {}});
    EXPECT_EQ(wait(), 2s + 4s);
    now += 1h;
    EXPECT_FALSE(learn({kUsable, 0ms, {}, {}})) << "not every step of a recovery is written";
    EXPECT_EQ(wait(), 2s + 3200ms);
    int written = 0;
    for (int i = 0; i < 30; ++i)
        written += learn({kUsable, 0ms, {}, {}}) ? 1 : 0;
    now += 1h;
    EXPECT_EQ(wait(), 2s);
    EXPECT_GT(written, 1);
    EXPECT_LT(written, 8);
    EXPECT_EQ(budgets.state("a").slowed_by, 0ms);
}

TEST_F(HostBudgetsTest, SlowingDownHasAnEnd)
{
    for (int i = 0; i < 100; ++i)
        learn({kPushedBack, 0ms, {}, {}});
    EXPECT_EQ(wait(), 2s + 10min);
}

TEST_F(HostBudgetsTest, AHostThatFailsThreeTimesInARowIsLeftAloneTwiceAsLongEachTimeToADay)
{
    learn({kFailed, 0ms, {}, "no answer"});
    learn({kFailed, 0ms, {}, "no answer"});
    EXPECT_EQ(wait(), 2s);
    auto kept = learn({kFailed, 0ms, {}, "no answer"});
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->failures, 3);
    EXPECT_EQ(wait(), 1min);
    learn({kFailed, 0ms, {}, "no answer"});
    EXPECT_EQ(wait(), 2min);
    for (int i = 0; i < 1000; ++i)
        learn({kFailed, 0ms, {}, "no answer"});
    EXPECT_EQ(wait(), 24h);
    learn({kUsable, 0ms, {}, {}});
    now += 24h;
    EXPECT_EQ(wait(), 2s);
    EXPECT_EQ(budgets.state("a").failures, 0);
}

TEST_F(HostBudgetsTest, AFailureBetweenAnswersIsThePagesOwn)
{
    for (int i = 0; i < 10; ++i) {
        learn({kFailed, 0ms, {}, {}});
        learn({kFailed, 0ms, {}, {}});
        learn({kUsable, 0ms, {}, {}});
    }
    EXPECT_EQ(wait(), 2s);
}

TEST_F(HostBudgetsTest, BackOffsAreSpread)
{
    for (int i = 0; i < 2; ++i)
        learn({kFailed, 0ms, {}, {}});
    EXPECT_EQ(budgets.learn("a", {kFailed, 0ms, {}, {}}, 2s, now, 0.0)->until, now + 45s);
    EXPECT_EQ(budgets.learn("a", {kFailed, 0ms, {}, {}}, 2s, now, 1.0)->until, now + 150s);
}

TEST_F(HostBudgetsTest, ARestartForgetsNothing)
{
    learn({kPushedBack, 0ms, 10min, "answered 429"});
    HostBudgets after_restart;
    after_restart.load({budgets.state("a")});
    EXPECT_EQ(after_restart.free_at("a"), now + 10min);
    EXPECT_EQ(after_restart.state("a").slowed_by, 2s);
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
