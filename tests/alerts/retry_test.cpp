#include "alerts/retry.hpp"
#include "tests/alerts/samples.hpp"

#include <gmock/gmock.h>

namespace baotin {

using alerts::next_attempt;
using namespace std::chrono_literals;

namespace {
const auto created = samples::moment();
constexpr double middle = 0.5; // no jitter
} // namespace

TEST(Retry, WaitsLongerAfterEveryFailure)
{
    std::vector<std::chrono::milliseconds> waits;
    for (int attempts = 1; attempts <= 9; ++attempts)
        waits.push_back(next_attempt(attempts, created, created, middle, {}).value() - created);
    EXPECT_THAT(waits, testing::ElementsAre(1s, 5s, 30s, 5min, 30min, 2h, 5h, 10h, 12h));
}

TEST(Retry, IsJitteredByAFifthInBothDirections)
{
    EXPECT_EQ(next_attempt(4, created, created, 0.0, {}), created + 4min);
    EXPECT_EQ(next_attempt(4, created, created, 0.99999999, {}), created + 6min - 1ms);
}

TEST(Retry, GivesUpAfterSeventyTwoHours)
{
    EXPECT_EQ(next_attempt(12, created, created + 60h, middle, {}), created + 72h);
    EXPECT_EQ(next_attempt(12, created, created + 60h + 1ms, middle, {}), std::nullopt);
}

TEST(Retry, MakesTheFirstEightRetriesHoweverOldTheDeliveryIs)
{
    auto now = created + 24h * 365;
    EXPECT_EQ(next_attempt(1, created, now, middle, {}), now + 1s);
    EXPECT_EQ(next_attempt(8, created, now, middle, {}), now + 10h);
    EXPECT_EQ(next_attempt(9, created, now, middle, {}), std::nullopt);
}

TEST(Retry, EndsEvenIfTheReceiverAlwaysAsksForMoreTime)
{
    auto now = created;
    int attempts = 1;
    for (auto next = next_attempt(attempts, created, now, middle, 24h); next; ++attempts) {
        now = *next;
        next = next_attempt(attempts + 1, created, now, middle, 24h);
    }
    EXPECT_LT(attempts, 12);
}

TEST(Retry, HonoursRetryAfterButOnlyToWaitLongerAndAtMostADay)
{
    EXPECT_EQ(next_attempt(1, created, created, middle, 120s), created + 120s);
    EXPECT_EQ(next_attempt(5, created, created, middle, 120s), created + 30min);
    EXPECT_EQ(next_attempt(1, created, created, middle, 240h), created + 24h);
    EXPECT_EQ(next_attempt(1, created, created, middle, -5s), created + 1s);
}

} // namespace baotin
