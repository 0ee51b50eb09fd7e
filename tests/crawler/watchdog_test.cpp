#include "crawler/watchdog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using archive::EventType;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);

Frontier::Picked overdue(Lane lane, std::chrono::milliseconds by)
{
    return {.id = 7, .due = kNow - by, .lane = lane, .site = "thst", .host = "thst.vn:443"};
}

class WatchdogTest : public testing::Test {
protected:
    std::vector<TroubleChange> look(const std::vector<Frontier::Picked>& pages, Time now = kNow)
    {
        return watchdog.look(pages, failing, {"thst"}, lessons, now);
    }
    WatchdogTest() { awake(); }
    /// As if it had looked every minute for a week.
    void awake()
    {
        watchdog.load({}, kNow - 7 * 24h);
        for (auto now = kNow - 7 * 24h; now < kNow; now += 9min)
            watchdog.look({}, {}, {}, lessons, now);
    }
    Watchdog watchdog;
    SiteLessons lessons;
    std::set<std::string> failing;
};

TEST_F(WatchdogTest, APageThatIsALittleOverdueIsNotLate)
{
    EXPECT_THAT(
        look({overdue(Lane::source, 29min), overdue(Lane::recheck, 5h), overdue(Lane::backfill, 100h)}),
        IsEmpty());
    EXPECT_EQ(watchdog.worst_lateness(), 0ms);
}

TEST_F(WatchdogTest, ALatePageIsOneIncidentWithABeginningAndAnEnd)
{
    auto began = look({overdue(Lane::source, 45min)});
    ASSERT_THAT(began, SizeIs(1));
    EXPECT_TRUE(began[0].opens);
    EXPECT_EQ(began[0].incident.what, "late");
    EXPECT_FALSE(began[0].event) << "no news of the site: our operator's business";
    EXPECT_THAT(began[0].incident.detail, HasSubstr("45 minutes at thst.vn:443"));
    EXPECT_EQ(watchdog.worst_lateness(), 15min);
    EXPECT_THAT(look({overdue(Lane::source, 50min)}), IsEmpty());
    auto ended = look({});
    ASSERT_THAT(ended, SizeIs(1));
    EXPECT_FALSE(ended[0].opens);
    EXPECT_FALSE(ended[0].event);
}

TEST_F(WatchdogTest, AFailingSiteIsLateForAKnownReason)
{
    failing.insert("thst");
    EXPECT_THAT(look({overdue(Lane::source, 5h)}), IsEmpty());
    EXPECT_GT(watchdog.worst_lateness(), 4h) << "the metric shows it all the same";
}

TEST_F(WatchdogTest, ASilentSiteIsToldOnce)
{
    auto now = kNow;
    for (int day = 0; day < 60; ++day, now += 24h)
        lessons.source_seen("thst", now - 24h, now, 1);
    for (int day = 0; day < 30; ++day, now += 24h)
        lessons.source_seen("thst", now - 24h, now, 0);
    auto began = look({}, now);
    ASSERT_THAT(began, SizeIs(1));
    EXPECT_EQ(began[0].event, EventType::site_silent);
    EXPECT_THAT(began[0].incident.detail, HasSubstr("nothing new for 744 hours"));
    EXPECT_THAT(look({}, now), IsEmpty());
    lessons.source_seen("thst", now - 1h, now, 1);
    EXPECT_THAT(look({}, now), SizeIs(1));
}

TEST_F(WatchdogTest, WhatFellDueWhileWeWereDownIsNotLateAtOnce)
{
    watchdog.load({}, kNow);
    EXPECT_THAT(look({overdue(Lane::source, 5h)}), IsEmpty());
    EXPECT_THAT(look({overdue(Lane::source, 5h)}, kNow + 9min), IsEmpty());
}

TEST_F(WatchdogTest, ARestartNeitherRepeatsNorForgetsAnIncident)
{
    archive::Incident open;
    open.site = "thst";
    open.what = "late";
    watchdog.load({open}, kNow);
    EXPECT_THAT(look({}), SizeIs(1));
    EXPECT_THAT(look({}), IsEmpty());
}

} // namespace
} // namespace baotin::crawler
