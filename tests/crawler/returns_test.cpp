#include "crawler/returns.hpp"

#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

const parsers::Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

std::chrono::milliseconds remaining(Returns& returns, parsers::Time now, int times = 1,
                                    std::string content_hash = "first", int revision = 2,
                                    archive::PageId page = 1)
{
    return returns.remaining({page, revision, std::move(content_hash), times}, Returns::kFirstWait, now);
}

TEST(Returns, AreNewsOnceThePageHasKeptToTheText)
{
    Returns returns;
    EXPECT_EQ(remaining(returns, kNow), 10min);
    EXPECT_EQ(remaining(returns, kNow + 4min), 6min);
    EXPECT_LE(remaining(returns, kNow + 10min), 0min);
}

TEST(Returns, BeginAnewWhereThePageShowedSomethingElseInBetween)
{
    Returns returns;
    remaining(returns, kNow);
    returns.forget(1);
    EXPECT_EQ(remaining(returns, kNow + 9min), 10min);
    EXPECT_EQ(remaining(returns, kNow + 12min, 1, "another earlier text"), 10min);
    EXPECT_EQ(remaining(returns, kNow + 14min, 1, "another earlier text", 3), 10min);
}

TEST(Returns, WaitLongerTheMoreOftenAPageWentBack)
{
    Returns returns;
    EXPECT_EQ(remaining(returns, kNow, 2), 20min);
    EXPECT_EQ(remaining(returns, kNow, 3), 40min);
    EXPECT_EQ(remaining(returns, kNow, 1000), 24h);
}

TEST(Returns, HoldSoManyPagesAtMost)
{
    Returns returns;
    for (std::size_t page = 1; page <= Returns::kMost + 1; ++page)
        remaining(returns, kNow + std::chrono::milliseconds(page), 1, "first", 2,
                  static_cast<archive::PageId>(page));
    EXPECT_EQ(remaining(returns, kNow + 5min, 1, "first", 2, 1), 10min) << "it gave way";
    EXPECT_LT(remaining(returns, kNow + 5min, 1, "first", 2, Returns::kMost), 10min);
}

} // namespace
} // namespace baotin::crawler
