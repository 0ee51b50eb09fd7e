#include "crawler/aging.hpp"
#include "crawler/change_rate.hpp"
#include "crawler/honesty.hpp"
#include "crawler/news_flow.hpp"
#include "crawler/rhythm.hpp"
#include "crawler/site_lessons.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

const Time kMonday = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) - 7h; // 0:00 in Vietnam
constexpr ChangeRate kBelief{1, 1};

// --- rates ---

TEST(ChangeRate, BeforeAnythingWasSeenTheBeliefSpeaks)
{
    EXPECT_EQ(mean_rate({}, kBelief), 1);
}

TEST(ChangeRate, CountsConvergeToTheTrueRate)
{
    std::mt19937 random(1);
    std::poisson_distribution<int> news(0.3 * 2);
    ChangeRate rate;
    for (int i = 0; i < 5000; ++i)
        rate = after_count(rate, news(random), 2, 1e9);
    EXPECT_NEAR(mean_rate(rate, kBelief), 0.3, 0.02);
}

TEST(ChangeRate, LooksThatSeeOnlyWhetherSomethingChangedConvergeToTheTrueRate)
{
    for (double truth : {0.05, 1.0, 3.0}) {
        std::mt19937 random(2);
        ChangeRate rate;
        for (int i = 0; i < 50'000; ++i) {
            double exposure = 0.2 + 0.1 * (i % 5);
            std::bernoulli_distribution changed(1 - std::exp(-truth * exposure));
            rate = after_look(rate, changed(random), exposure, kBelief);
        }
        EXPECT_NEAR(mean_rate(rate, kBelief) / truth, 1, 0.12) << truth;
    }
}

TEST(ChangeRate, AChangeRaisesTheRateAndNoneLowersIt)
{
    EXPECT_GT(mean_rate(after_look({}, true, 0.1, kBelief), kBelief), 1.5);
    EXPECT_LT(mean_rate(after_look({}, false, 0.1, kBelief), kBelief), 1);
}

TEST(ChangeRate, AnythingSeenInNoTimeTeachesNothing)
{
    EXPECT_EQ(after_look({2, 3}, true, 0, kBelief), (ChangeRate{2, 3}));
}

TEST(ChangeRate, OldEvidenceGivesWay)
{
    ChangeRate rate;
    for (int i = 0; i < 1000; ++i)
        rate = after_count(rate, 1, 1, 100);
    for (int i = 0; i < 300; ++i)
        rate = after_count(rate, 0, 1, 100);
    EXPECT_LT(mean_rate(rate, kBelief), 0.1);
}

TEST(ChangeRate, SilenceBecomesUnbelievableTheSurerTheRateIs)
{
    EXPECT_NEAR(chance_of_nothing({10'000, 10'000}, kBelief, 5), std::exp(-5), 1e-4);
    EXPECT_GT(chance_of_nothing({1, 1}, kBelief, 5), 0.05);
}

// --- rhythm ---

TEST(Rhythm, BeforeAnythingIsKnownDaysAreBusierThanNights)
{
    Rhythm rhythm;
    EXPECT_GT(rhythm.activity(kMonday + 10h), 1.5 * rhythm.activity(kMonday + 3h));
    EXPECT_NEAR(rhythm.exposure(kMonday, kMonday + 7 * 24h), 168, 1e-6);
    EXPECT_NEAR(rhythm.exposure(kMonday, kMonday + 35 * 24h), 5 * 168, 1e-6);
}

TEST(Rhythm, LearnsHoursAndDays)
{
    Rhythm rhythm;
    for (int week = 0; week < 8; ++week)
        for (int day = 0; day < 5; ++day)
            rhythm.learn(kMonday + 24h * (7 * week + day) + 8h, kMonday + 24h * (7 * week + day) + 9h, 4);
    auto monday = kMonday + 24h * 7 * 9;
    EXPECT_GT(rhythm.activity(monday + 8h), 4);
    EXPECT_LT(rhythm.activity(monday + 15h), 0.7);
    EXPECT_LT(rhythm.activity(monday + 6 * 24h + 8h), rhythm.activity(monday + 8h) / 2) << "Sunday";
    EXPECT_NEAR(rhythm.exposure(monday, monday + 7 * 24h), 168, 1e-6) << "1 on average, whatever was learned";
}

TEST(Rhythm, WaitsThroughTheNightAndWakesInTheMorning)
{
    Rhythm rhythm;
    for (int day = 0; day < 28; ++day)
        rhythm.learn(kMonday + 24h * day + 8h, kMonday + 24h * day + 9h, 10);
    auto evening = kMonday + 24h * 29 + 22h;
    auto next = rhythm.after(evening, 3, evening + 24h);
    EXPECT_GT(next, evening + 4h);
    EXPECT_LT(rhythm.after(evening + 10h, 3, evening + 24h), evening + 12h);
    EXPECT_EQ(rhythm.after(evening, 1e9, evening + 5h), evening + 5h);
}

TEST(Rhythm, SurvivesBeingWrittenDown)
{
    Rhythm rhythm;
    rhythm.learn(kMonday, kMonday + 90min, 3);
    auto read = Rhythm::parse(rhythm.json());
    ASSERT_TRUE(read);
    EXPECT_NEAR(read->activity(kMonday), rhythm.activity(kMonday), 0.01);
    EXPECT_EQ(read->json(), rhythm.json());
    EXPECT_FALSE(Rhythm::parse("{}"));
    EXPECT_FALSE(Rhythm::parse("[1,2"));
    EXPECT_FALSE(Rhythm::parse(R"({"hours":[-1],"days":[],"at":0})"));
}

TEST(Rhythm, ALongAbsenceSaysNothingOfTheHour)
{
    Rhythm rhythm;
    auto before = rhythm.json();
    rhythm.learn(kMonday, kMonday + 24h * 30, 500);
    rhythm.learn(kMonday + 1h, kMonday, 500);
    EXPECT_EQ(rhythm.json(), before);
}

// --- ageing ---

TEST(Aging, BeforeAnythingIsKnownOneArticleInTenIsEverEdited)
{
    Aging aging;
    EXPECT_NEAR(aging.edits(0, 20'000), 0.1, 0.01);
    EXPECT_GT(aging.edits(0, 3), aging.edits(24, 48));
}

TEST(Aging, LearnsWhenASitesArticlesAreEdited)
{
    Aging aging;
    for (int i = 0; i < 1000; ++i) {
        aging.learn(0, 0.9, i % 2 == 0); // every second one in its first hour
        aging.learn(0.9, 100, false);
    }
    EXPECT_NEAR(aging.edits(0, 0.9), 0.5, 0.1);
    EXPECT_LT(aging.edits(10, 100), 0.02);
}

TEST(Aging, FindsTheAgeAtWhichALookIsWorthwhile)
{
    Aging aging;
    auto age = aging.age_after(2, 0.5, 1000);
    EXPECT_NEAR(aging.roots(2, age), 0.5, 1e-6);
    EXPECT_EQ(aging.age_after(2, 1e9, 1000), 1000);
}

TEST(Aging, SurvivesBeingWrittenDown)
{
    Aging aging;
    aging.learn(0, 30, true);
    auto read = Aging::parse(aging.json());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->json(), aging.json());
    EXPECT_FALSE(Aging::parse(R"({"seen":[]})"));
}

// --- honesty ---

TEST(Honesty, AnHonestSiteIsCheckedMoreAndMoreRarelyButAlways)
{
    Honesty honesty;
    EXPECT_TRUE(honesty.wants_full_look(0.24));
    EXPECT_FALSE(honesty.wants_full_look(0.26));
    for (int i = 0; i < 1000; ++i)
        honesty.checked(false);
    EXPECT_TRUE(honesty.wants_full_look(0.009));
    EXPECT_FALSE(honesty.wants_full_look(0.011));
}

TEST(Honesty, ALiarIsLookedAtInFullAndTrustedAgainOnlySlowly)
{
    Honesty honesty;
    honesty.checked(true);
    EXPECT_TRUE(honesty.wants_full_look(0.999));
    for (int i = 0; i < 1000; ++i)
        honesty.checked(false);
    EXPECT_EQ(honesty.every(), 10);
    for (int i = 0; i < 3; ++i)
        honesty.checked(true);
    for (int i = 0; i < 1000; ++i)
        honesty.checked(false);
    EXPECT_EQ(honesty.every(), 1);
    auto read = Honesty::parse(honesty.json());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->lies(), 4);
    EXPECT_FALSE(Honesty::parse(R"({"every":0})"));
}

// --- the flow of news ---

NewsFlow one_a_day(int days, const Rhythm& rhythm)
{
    NewsFlow flow;
    for (int hour = 0; hour < 24 * days; ++hour)
        flow.looked(kMonday + 1h * hour, hour % 24 == 9 ? 1 : 0, rhythm);
    return flow;
}

TEST(NewsFlow, ASiteIsSilentWhenItsSilenceIsUnbelievable)
{
    Rhythm rhythm;
    auto flow = one_a_day(60, rhythm);
    auto now = kMonday + 60 * 24h;
    int silent_after = 0;
    for (int hour = 0; hour < 24 * 60 && silent_after == 0; ++hour, now += 1h) {
        flow.looked(now, 0, rhythm);
        if (flow.is_silent(now)) silent_after = hour / 24;
    }
    EXPECT_GT(silent_after, 8);
    EXPECT_LT(silent_after, 20);
    flow.looked(now, 2, rhythm);
    EXPECT_FALSE(flow.is_silent(now));
}

TEST(NewsFlow, ASiteThatWasHardlySeenYetIsNotSilent)
{
    Rhythm rhythm;
    auto flow = one_a_day(5, rhythm);
    for (int hour = 0; hour < 24 * 365; ++hour)
        flow.looked(kMonday + 24h * 5 + 1h * hour, 0, rhythm);
    EXPECT_FALSE(flow.is_silent(kMonday + 24h * 370));
}

TEST(NewsFlow, HoursInWhichNobodyLookedAreNoSilence)
{
    Rhythm rhythm;
    auto flow = one_a_day(60, rhythm);
    auto later = kMonday + 24h * 400;
    flow.looked(later, 0, rhythm);
    EXPECT_FALSE(flow.is_silent(later));
    auto read = NewsFlow::parse(flow.json());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->json(), flow.json());
}

// --- all of a site ---

TEST(SiteLessons, AreKeptAndFoundAgain)
{
    SiteLessons lessons;
    auto now = kMonday + 10h;
    lessons.source_seen("thst", now - 1h, now, 3);
    lessons.article_seen("thst", 0, 30, true);
    lessons.validators_checked("thst", true);
    auto kept = lessons.to_keep("thst", now);
    EXPECT_THAT(kept, SizeIs(4));
    EXPECT_THAT(lessons.to_keep("thst", now), IsEmpty()) << "nothing new since";
    SiteLessons after_restart;
    after_restart.load(kept);
    EXPECT_TRUE(after_restart.wants_full_look("thst", 0.99));
    EXPECT_EQ(after_restart.outlook("thst", 1).rhythm.json(), lessons.outlook("thst", 1).rhythm.json());
    EXPECT_EQ(after_restart.outlook("thst", 1).aging.json(), lessons.outlook("thst", 1).aging.json());
}

TEST(SiteLessons, WhatEveryVisitMovesALittleIsWrittenOnceAnHour)
{
    SiteLessons lessons;
    int written = 0;
    for (int minute = 0; minute < 600; ++minute) {
        auto now = kMonday + 1min * minute;
        lessons.source_seen("thst", now - 1min, now, 0);
        written += static_cast<int>(lessons.to_keep("thst", now).size());
    }
    EXPECT_LE(written, 2 * 11);
    EXPECT_GE(written, 2 * 9);
}

TEST(SiteLessons, ARuleThatMissesIsWrittenDownAtOnce)
{
    SiteLessons lessons;
    auto now = kMonday + 10h;
    RuleLook look{7, "http://host/a", "rules", {{"title", true}}, {}, {}};
    lessons.rules_seen("thst", look);
    EXPECT_FALSE(lessons.to_keep("thst", now).empty());
    EXPECT_THAT(lessons.to_keep("thst", now), IsEmpty());
    look.page = 8;
    look.matches = {{"title", false}};
    lessons.rules_seen("thst", look);
    auto kept = lessons.to_keep("thst", now + 1s);
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept.front().what, "coverage");
    SiteLessons after_restart;
    after_restart.load(kept);
    EXPECT_EQ(after_restart.coverage("thst").json(), lessons.coverage("thst").json());
}

TEST(SiteLessons, ADamagedLessonIsForgotten)
{
    SiteLessons lessons;
    lessons.load({{.site = "thst", .what = "rhythm", .value = "{", .at = kMonday},
                  {.site = "thst", .what = "unknown", .value = "1", .at = kMonday}});
    EXPECT_EQ(lessons.outlook("thst", 1).rhythm.json(), Rhythm().json());
}

} // namespace
} // namespace baotin::crawler
