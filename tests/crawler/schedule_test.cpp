#include "crawler/schedule.hpp"

#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using archive::PageKind;
using namespace std::chrono_literals;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
constexpr double kMiddle = 0.5; // no jitter

History source(Outcome outcome, int failures = 0)
{
    return {PageKind::listing, outcome, failures, kNow - 24h, kNow - 1h};
}
History article(std::chrono::milliseconds age)
{
    return {PageKind::article, Outcome::unchanged, 0, kNow - age, std::nullopt};
}

auto wait(const History& history, const config::VisitSettings& settings, double jitter = kMiddle)
{
    return next_visit(history, settings, kNow, jitter) - kNow;
}

TEST(Schedule, ASourceComesEveryFixedInterval)
{
    config::VisitSettings settings;
    settings.every = 3min;
    EXPECT_EQ(wait(source(Outcome::announced), settings), 3min);
    EXPECT_EQ(wait(source(Outcome::unchanged), settings), 3min);
}

TEST(Schedule, ASourceWithoutAnIntervalStaysWithinItsBounds)
{
    config::VisitSettings settings;
    EXPECT_EQ(wait(source(Outcome::unchanged), settings), 10min);
    settings.max = 5min;
    EXPECT_EQ(wait(source(Outcome::unchanged), settings), 5min);
    settings.max = 6h;
    settings.min = 1h;
    EXPECT_EQ(wait(source(Outcome::unchanged), settings), 1h);
}

TEST(Schedule, YoungArticlesAreVisitedOftenAndOldOnesRarely)
{
    config::VisitSettings settings;
    EXPECT_EQ(wait(article(1min), settings), 10min);
    EXPECT_EQ(wait(article(8h), settings), 2h);
    EXPECT_EQ(wait(article(24h * 4), settings), 24h);
    EXPECT_EQ(wait(article(24h * 3650), settings), 24h * 30);
}

TEST(Schedule, AnArticleThatChangedIsYoungAgain)
{
    config::VisitSettings settings;
    auto history = article(24h * 100);
    history.last_change = kNow - 2h;
    EXPECT_EQ(wait(history, settings), 30min);
}

TEST(Schedule, RecheckFixesTheInterval)
{
    config::VisitSettings settings;
    settings.recheck = 6h;
    EXPECT_EQ(wait(article(1min), settings), 6h);
    EXPECT_EQ(wait(article(24h * 3650), settings), 6h);
}

TEST(Schedule, AFailingPageWaitsTwiceAsLongEachTimeAndNeverMoreThanADay)
{
    config::VisitSettings settings;
    EXPECT_EQ(wait(source(Outcome::failed, 1), settings), 5min);
    EXPECT_EQ(wait(source(Outcome::failed, 2), settings), 10min);
    EXPECT_EQ(wait(source(Outcome::failed, 5), settings), 80min);
    EXPECT_EQ(wait(source(Outcome::failed, 1000), settings), 24h);
    EXPECT_EQ(wait(source(Outcome::challenged, 2), settings), 10min);
}

TEST(Schedule, AFailingPageWithAShortIntervalStartsFromIt)
{
    config::VisitSettings settings;
    settings.every = 1s;
    EXPECT_EQ(wait(source(Outcome::failed, 1), settings), 1s);
    EXPECT_EQ(wait(source(Outcome::failed, 3), settings), 4s);
}

TEST(Schedule, AGoneArticleIsConfirmedWhileItIsNews)
{
    config::VisitSettings settings;
    auto history = article(24h * 365);
    history.outcome = Outcome::gone;
    history.failures = 1;
    EXPECT_EQ(wait(history, settings), 6h);
}

TEST(Schedule, JitterSpreadsByATenth)
{
    config::VisitSettings settings;
    settings.every = 100s;
    EXPECT_EQ(wait(source(Outcome::announced), settings, 0.0), 90s);
    EXPECT_LT(wait(source(Outcome::announced), settings, 0.9999), 110s);
}

TEST(Schedule, ARemovalTakesHoursUnlessTheSiteIsRecheckedFaster)
{
    config::VisitSettings settings;
    EXPECT_EQ(removal_takes(settings), 6h);
    settings.recheck = 1s;
    EXPECT_EQ(removal_takes(settings), 1800ms);
}

} // namespace
} // namespace baotin::crawler
