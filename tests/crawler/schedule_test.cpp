#include "crawler/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>

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

const Rhythm kRhythm;
const Aging kAging;

auto wait(const History& history, const config::VisitSettings& settings, double jitter = kMiddle,
          double share = kEagerness)
{
    return next_visit(history, {kRhythm, kAging, share}, settings, kNow, jitter) - kNow;
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
    auto dull = source(Outcome::unchanged), lively = dull;
    dull.rate = {0, 4 * 168};
    lively.rate = {5000, 168};
    settings.max = 3h;
    EXPECT_EQ(wait(dull, settings), 3h);
    EXPECT_EQ(wait(lively, settings), 2min);
    settings.max = 5min;
    EXPECT_EQ(wait(dull, settings), 5min);
    settings.min = 4min;
    EXPECT_EQ(wait(lively, settings), 4min);
}

TEST(Schedule, ASourceIsVisitedByTheRootOfItsRate)
{
    config::VisitSettings settings;
    auto often = source(Outcome::unchanged), rarely = often;
    often.rate = {400, 100};  // four an hour
    rarely.rate = {100, 100}; // one an hour
    auto ratio = std::chrono::duration<double>(wait(rarely, settings)) / wait(often, settings);
    EXPECT_NEAR(ratio, 2, 0.02);
    settings.importance = 4;
    EXPECT_NEAR(std::chrono::duration<double>(wait(often, settings)) / wait(rarely, settings), 0.5, 0.02);
}

TEST(Schedule, ASourceIsVisitedInItsSitesRhythm)
{
    config::VisitSettings settings;
    Rhythm rhythm;
    // Four weeks of news at nine in the morning in Vietnam, two in UTC.
    auto nine = kNow + 2h;
    for (auto day = nine - 28 * 24h; day < nine; day += 24h)
        rhythm.learn(day, day + 1h, 5);
    auto history = source(Outcome::unchanged);
    history.rate = {50, 168};
    auto at = [&](Time now) {
        return next_visit(history, {rhythm, kAging, kEagerness}, settings, now, kMiddle) - now;
    };
    EXPECT_LT(at(nine) * 3, at(nine + 12h));
}

TEST(Schedule, YoungArticlesAreVisitedOftenAndOldOnesRarely)
{
    config::VisitSettings settings;
    EXPECT_LT(wait(article(1min), settings), 2h);
    EXPECT_GT(wait(article(1min), settings), 10min);
    EXPECT_GT(wait(article(24h * 4), settings), 10h);
    EXPECT_LT(wait(article(24h * 4), settings), 96h);
    EXPECT_GT(wait(article(24h * 365), settings), 24h * 10);
    EXPECT_LE(wait(article(24h * 3650), settings), 24h * 30);
}

TEST(Schedule, AnArticleThatChangedIsYoungerAgain)
{
    config::VisitSettings settings;
    auto history = article(24h * 100);
    auto before = wait(history, settings);
    history.last_change = kNow - 2h;
    EXPECT_LT(wait(history, settings) * 2, before);
    EXPECT_NEAR(age_of(history, kNow), std::sqrt(2400 * 2), 1e-6);
}

TEST(Schedule, AnArticleThatIsOftenEditedIsVisitedMoreOften)
{
    config::VisitSettings settings;
    auto quiet = article(24h * 4), lively = quiet;
    lively.rate = {3, 0.1};
    EXPECT_LT(wait(lively, settings) * 2, wait(quiet, settings));
}

TEST(Schedule, ASmallShareOfTheHostsBudgetMakesVisitsRarer)
{
    config::VisitSettings settings;
    auto history = source(Outcome::unchanged);
    history.rate = {100, 100};
    EXPECT_GT(wait(history, settings, kMiddle, kEagerness / 4), wait(history, settings) * 2);
}

TEST(Schedule, APageOfFixedIntervalAsksNothingOfTheBudgetButItsFixedPart)
{
    config::VisitSettings settings;
    settings.every = 10min;
    auto history = source(Outcome::unchanged);
    history.rate = {100, 100};
    Outlook outlook{kRhythm, kAging, kEagerness};
    EXPECT_EQ(demand(history, outlook, settings, kNow, kNow + 10min), 0);
    EXPECT_NEAR(fixed_visits(history, settings), 6 + 1, 0.02)
        << "six visits and one article an hour to be read";
}

TEST(Schedule, DemandTimesShareIsHowOftenAPageIsVisited)
{
    config::VisitSettings settings;
    auto history = article(24h);
    Outlook outlook{kRhythm, kAging, kEagerness};
    auto next = next_visit(history, outlook, settings, kNow, kMiddle);
    auto hours = std::chrono::duration<double, std::ratio<3600>>(next - kNow).count();
    EXPECT_NEAR(demand(history, outlook, settings, kNow, next) * kEagerness * hours, 1, 0.01);
}

TEST(Schedule, ALateVisitIsKnownByItsKind)
{
    EXPECT_EQ(latest_by(PageKind::feed, false, kNow), kNow + 30min);
    EXPECT_EQ(latest_by(PageKind::article, false, kNow), kNow + 6h);
    EXPECT_EQ(latest_by(PageKind::article, true, kNow), kNow + 7 * 24h);
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
