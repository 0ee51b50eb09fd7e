#include "crawler/frontier.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);

class FrontierTest : public testing::Test {
protected:
    void put(archive::PageId id, Time due, const std::string& host, Lane lane = Lane::recheck)
    {
        frontier.put({.id = id, .due = due, .lane = lane}, "site", host, 1440);
    }
    archive::PageId pick()
    {
        auto picked = frontier.pick(kNow);
        return picked ? picked->id : 0;
    }
    HostBudgets budgets{[this](const std::string& host) { frontier.freed(host); }};
    Frontier frontier{budgets};
};

TEST_F(FrontierTest, NothingIsPickedBeforeItsTime)
{
    put(1, kNow + 1ms, "a");
    EXPECT_EQ(pick(), 0);
    EXPECT_EQ(frontier.next_ready(), kNow + 1ms);
}

TEST_F(FrontierTest, TheLongestOverduePageComesFirst)
{
    put(1, kNow - 1s, "a");
    put(2, kNow - 2s, "a");
    EXPECT_EQ(pick(), 2);
    EXPECT_EQ(pick(), 1);
    EXPECT_EQ(pick(), 0);
}

TEST_F(FrontierTest, SourcesComeFirstThenNewsThenRechecksThenBackfill)
{
    put(1, kNow - 4h, "a", Lane::backfill);
    put(2, kNow - 3h, "a", Lane::recheck);
    put(3, kNow - 2h, "a", Lane::news);
    put(4, kNow - 1h, "a", Lane::source);
    EXPECT_EQ(pick(), 4);
    EXPECT_EQ(pick(), 3);
    EXPECT_EQ(pick(), 2);
    EXPECT_EQ(pick(), 1);
}

TEST_F(FrontierTest, ASourceThatIsNotDueKeepsNobodyWaiting)
{
    put(1, kNow - 1s, "a");
    put(2, kNow + 1s, "a", Lane::source);
    EXPECT_EQ(pick(), 1);
    EXPECT_EQ(frontier.next_ready(), kNow + 1s);
}

TEST_F(FrontierTest, ABusyHostIsLeftAloneAndAnotherIsAsked)
{
    put(1, kNow - 1h, "a");
    put(2, kNow - 1s, "b");
    budgets.take("a");
    EXPECT_EQ(pick(), 2);
    EXPECT_EQ(pick(), 0);
    EXPECT_FALSE(frontier.next_ready()); // only the host's answer can make one ready
    budgets.release("a", kNow, 2s);
    EXPECT_EQ(pick(), 0);
    EXPECT_EQ(frontier.next_ready(), kNow + 2s);
}

TEST_F(FrontierTest, AHostThatWasPausedMeanwhileIsWaitedFor)
{
    put(1, kNow - 1h, "a");
    budgets.learn("a", {HostAnswer::Kind::pushed_back, 0ms, 1h, {}}, 2s, kNow, 0.5);
    EXPECT_EQ(pick(), 0);
    EXPECT_EQ(frontier.next_ready(), kNow + 1h);
}

TEST_F(FrontierTest, APagePutAgainMovesToItsNewTime)
{
    put(1, kNow - 1s, "a");
    put(1, kNow + 1h, "a");
    EXPECT_EQ(frontier.size(), 1U);
    EXPECT_EQ(pick(), 0);
}

TEST_F(FrontierTest, AnErasedPageIsGone)
{
    put(1, kNow, "a");
    frontier.erase(1);
    frontier.erase(1);
    EXPECT_EQ(pick(), 0);
    EXPECT_FALSE(frontier.next_ready());
}

TEST_F(FrontierTest, DueCountsPagesWhoseTimeHasCome)
{
    put(1, kNow, "a");
    put(2, kNow - 1s, "b", Lane::source);
    put(3, kNow + 1s, "b");
    EXPECT_EQ(frontier.due(kNow), 2U);
}

TEST_F(FrontierTest, OverdueNamesTheLongestOverduePageOfEachLane)
{
    put(1, kNow - 1h, "a");
    put(2, kNow - 2h, "a");
    put(3, kNow - 1s, "a", Lane::source);
    put(4, kNow + 1s, "b");
    auto overdue = frontier.overdue(kNow);
    ASSERT_EQ(overdue.size(), 2U);
    EXPECT_EQ(overdue[0].id, 3);
    EXPECT_EQ(overdue[1].id, 2);
    EXPECT_EQ(overdue[1].host, "a");
    EXPECT_EQ(overdue[1].site, "site");
}

TEST_F(FrontierTest, TheShareOfAHostFallsAsItsPagesAskForMore)
{
    EXPECT_EQ(frontier.share("a"), kEagerness);
    for (archive::PageId id = 1; id <= 100; ++id)
        frontier.put({.id = id, .due = kNow, .lane = Lane::recheck, .demand = 1}, "site", "a", 240);
    EXPECT_NEAR(frontier.share("a"), 240 / 24 / 100.0, 1e-9);
    EXPECT_EQ(frontier.share("b"), kEagerness);
    for (archive::PageId id = 1; id <= 100; ++id)
        frontier.erase(id);
    EXPECT_NEAR(frontier.share("a"), kEagerness, 1e-3);
}

TEST_F(FrontierTest, EveryPageIsPickedOnceInOrderHoweverManyThereAreAndHowOftenTheyMove)
{
    for (archive::PageId id = 1; id <= 5000; ++id)
        put(id, kNow - 1s * (id % 97), "host" + std::to_string(id % 50));
    for (archive::PageId id = 1; id <= 5000; id += 3)
        put(id, kNow - 1s * (id % 89), "host" + std::to_string(id % 50));
    for (archive::PageId id = 2; id <= 5000; id += 7)
        frontier.erase(id);
    std::map<std::string, Time> last;
    std::set<archive::PageId> seen;
    while (auto picked = frontier.pick(kNow)) {
        EXPECT_TRUE(seen.insert(picked->id).second);
        EXPECT_LE(last[picked->host], picked->due);
        last[picked->host] = picked->due;
    }
    EXPECT_EQ(seen.size(), 5000U - 715);
    EXPECT_EQ(frontier.size(), 0U);
}

} // namespace
} // namespace baotin::crawler
