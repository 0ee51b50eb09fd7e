#include "alerts/breaker.hpp"
#include "alerts/pace.hpp"
#include "tests/alerts/samples.hpp"

#include <gtest/gtest.h>

namespace baotin {

using namespace std::chrono_literals;
using alerts::Breaker;
using alerts::Pace;

namespace {

constexpr double no_jitter = 0.5;
const parsers::Time noon = samples::moment("2026-11-21T12:00:00+07:00");

Breaker failed(int times, std::chrono::milliseconds apart = 0ms)
{
    Breaker breaker;
    for (int i = 0; i < times; ++i)
        breaker.failed(noon + i * apart, no_jitter);
    return breaker;
}

} // namespace

TEST(Breaker, OpensAfterTenFailuresInARow)
{
    EXPECT_FALSE(failed(9).open());
    EXPECT_TRUE(failed(9).permits(noon, 3));
    EXPECT_TRUE(failed(10).open());
    EXPECT_FALSE(failed(10).permits(noon, 0));
}

TEST(Breaker, ForgetsFailuresOnceSomethingSucceeds)
{
    auto breaker = failed(9);
    breaker.succeeded();
    breaker.failed(noon, no_jitter);
    EXPECT_FALSE(breaker.open());
    auto open = failed(20);
    open.succeeded();
    EXPECT_TRUE(open.permits(noon, 3));
}

TEST(Breaker, PermitsOneProbeAtATimeAndWaitsTwiceAsLongAfterEach)
{
    auto breaker = failed(10);
    EXPECT_EQ(breaker.probe(), noon + 5s);
    EXPECT_TRUE(breaker.permits(noon + 5s, 0));
    EXPECT_FALSE(breaker.permits(noon + 5s, 1));
    breaker.failed(noon + 5s, no_jitter);
    EXPECT_EQ(breaker.probe(), noon + 15s);
    for (int i = 1; i < 20; ++i)
        breaker.failed(noon + i * 1h, no_jitter);
    EXPECT_EQ(breaker.probe(), noon + 19h + 5min);
    breaker.failed(noon + 20h, 0.0);
    EXPECT_EQ(breaker.probe(), noon + 20h + 4min);
}

TEST(Breaker, DoesNotTakeWhatWasUnderWayForProbesThatFailed)
{
    auto breaker = failed(10);
    for (int i = 0; i < 15; ++i)
        breaker.failed(noon + 1s, no_jitter);
    EXPECT_EQ(breaker.probe(), noon + 5s);
}

TEST(Breaker, ProbesAtOnceAfterARestart)
{
    Breaker breaker;
    breaker.open_at(noon);
    EXPECT_TRUE(breaker.open());
    EXPECT_TRUE(breaker.permits(noon, 0));
    EXPECT_FALSE(breaker.permits(noon, 1));
}

TEST(Breaker, IsWorthTellingAfterFiveFailuresOverFiveMinutes)
{
    EXPECT_FALSE(failed(100).failing(noon + 4min)) << "a short outage under load is none";
    EXPECT_FALSE(failed(4, 10min).failing(noon + 40min)) << "nor are a few attempts";
    EXPECT_TRUE(failed(5).failing(noon + 5min));
}

TEST(Breaker, DoesNotWaitForTheTimeThatAClockWasSetBackBy)
{
    auto breaker = failed(10);
    EXPECT_TRUE(breaker.permits(noon - 24h, 0));
    breaker.failed(noon - 24h, no_jitter);
    EXPECT_LT(*breaker.probe(), noon - 23h);
    EXPECT_FALSE(breaker.failing(noon - 24h));
}

TEST(Pace, LetsSoManyThroughInAnyStretchOfItsTime)
{
    Pace pace;
    pace.limit(config::Rate{3, 1s});
    const Pace::Moment start{};
    for (auto at : {0ms, 100ms, 900ms}) {
        EXPECT_LE(pace.next(start + at), start + at);
        pace.made(start + at);
    }
    EXPECT_EQ(pace.next(start + 950ms), start + 1000ms) << "a second after the first of them";
    pace.made(start + 1000ms);
    EXPECT_EQ(pace.next(start + 1050ms), start + 1100ms);
}

TEST(Pace, IsUnlimitedWithoutARate)
{
    Pace pace;
    const Pace::Moment start{};
    for (int i = 0; i < 1000; ++i)
        pace.made(start);
    EXPECT_EQ(pace.next(start), start);
}

} // namespace baotin
