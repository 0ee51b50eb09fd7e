#include "crawler/frontier.hpp"

#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using archive::DuePage;
using archive::PageKind;
using namespace std::chrono_literals;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);

DuePage page(archive::PageId id, Time due, PageKind kind = PageKind::article)
{
    return {id, "site", "http://host/" + std::to_string(id), kind, due};
}

class FrontierTest : public testing::Test {
protected:
    archive::PageId pick()
    {
        auto picked = frontier.pick(kNow, budgets);
        return picked ? picked->first.id : 0;
    }
    Frontier frontier;
    HostBudgets budgets;
};

TEST_F(FrontierTest, NothingIsPickedBeforeItsTime)
{
    frontier.put(page(1, kNow + 1ms), "a");
    EXPECT_EQ(pick(), 0);
    EXPECT_EQ(frontier.next_ready(budgets), kNow + 1ms);
}

TEST_F(FrontierTest, TheLongestOverduePageComesFirst)
{
    frontier.put(page(1, kNow - 1s), "a");
    frontier.put(page(2, kNow - 2s), "a");
    EXPECT_EQ(pick(), 2);
    EXPECT_EQ(pick(), 1);
    EXPECT_EQ(pick(), 0);
}

TEST_F(FrontierTest, ADueSourceComesBeforeItsHostsArticles)
{
    frontier.put(page(1, kNow - 1h), "a");
    frontier.put(page(2, kNow - 1s, PageKind::listing), "a");
    EXPECT_EQ(pick(), 2);
}

TEST_F(FrontierTest, ABusyHostIsLeftAloneAndAnotherIsAsked)
{
    frontier.put(page(1, kNow - 1h), "a");
    frontier.put(page(2, kNow - 1s), "b");
    budgets.take("a");
    EXPECT_EQ(pick(), 2);
    EXPECT_EQ(pick(), 0);
    EXPECT_FALSE(frontier.next_ready(budgets)); // only the host's answer can make one ready
    budgets.release("a", kNow, 2s);
    EXPECT_EQ(pick(), 0);
    EXPECT_EQ(frontier.next_ready(budgets), kNow + 2s);
}

TEST_F(FrontierTest, APagePutAgainMovesToItsNewTime)
{
    frontier.put(page(1, kNow - 1s), "a");
    frontier.put(page(1, kNow + 1h), "a");
    EXPECT_EQ(frontier.size(), 1U);
    EXPECT_EQ(pick(), 0);
}

TEST_F(FrontierTest, AnErasedPageIsGone)
{
    frontier.put(page(1, kNow), "a");
    frontier.erase(1);
    frontier.erase(1);
    EXPECT_EQ(pick(), 0);
    EXPECT_FALSE(frontier.next_ready(budgets));
}

TEST_F(FrontierTest, DueCountsPagesWhoseTimeHasCome)
{
    frontier.put(page(1, kNow), "a");
    frontier.put(page(2, kNow - 1s, PageKind::feed), "b");
    frontier.put(page(3, kNow + 1s), "b");
    EXPECT_EQ(frontier.due(kNow), 2U);
}

TEST_F(FrontierTest, EveryPageIsPickedOnceHoweverManyThereAre)
{
    for (archive::PageId id = 1; id <= 5000; ++id)
        frontier.put(page(id, kNow - 1s * (id % 97)), "host" + std::to_string(id % 50));
    std::set<archive::PageId> seen;
    while (auto id = pick())
        EXPECT_TRUE(seen.insert(id).second);
    EXPECT_EQ(seen.size(), 5000U);
    EXPECT_EQ(frontier.size(), 0U);
}

} // namespace
} // namespace baotin::crawler
