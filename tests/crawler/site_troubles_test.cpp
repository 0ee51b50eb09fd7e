#include "crawler/site_troubles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using archive::EventType;
using archive::Outcome;
using archive::PageKind;
using testing::IsEmpty;
using testing::SizeIs;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);

archive::DuePage listing(archive::PageId id = 1)
{
    return {id, "site", "http://host/list", PageKind::listing, kNow};
}
archive::DuePage article()
{
    return {9, "site", "http://host/a", PageKind::article, kNow};
}

Visited visit(Outcome outcome, int failures = 0)
{
    Visited visited;
    visited.outcome = outcome;
    visited.failures = failures;
    visited.detail = "http://host/list answered 500";
    return visited;
}

TEST(SiteTroubles, OpensOnceWhenASourceHasFailedSeveralTimes)
{
    SiteTroubles troubles;
    for (int failures = 1; failures < SiteTroubles::kThreshold; ++failures) {
        EXPECT_THAT(troubles.after(listing(), visit(Outcome::failed, failures), kNow), IsEmpty());
    }
    auto changes = troubles.after(listing(), visit(Outcome::failed, SiteTroubles::kThreshold), kNow);
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_TRUE(changes.front().opens);
    EXPECT_EQ(changes.front().event, EventType::site_failing);
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::failed, 99), kNow), IsEmpty());
}

TEST(SiteTroubles, ClosesWhenTheLastFailingSourceRecovers)
{
    SiteTroubles troubles;
    troubles.after(listing(1), visit(Outcome::failed, 9), kNow);
    troubles.after(listing(2), visit(Outcome::failed, 9), kNow);
    EXPECT_THAT(troubles.after(listing(1), visit(Outcome::announced), kNow), IsEmpty());
    auto changes = troubles.after(listing(2), visit(Outcome::unchanged), kNow);
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_FALSE(changes.front().opens);
    EXPECT_EQ(changes.front().event, EventType::site_recovered);
}

TEST(SiteTroubles, ARestartNeitherRepeatsNorForgetsAnOpenIncident)
{
    archive::Incident open;
    open.site = "site";
    open.what = "failing";
    SiteTroubles troubles;
    archive::Page dead;
    dead.id = 2;
    dead.site = "site";
    troubles.load({open}, {dead});
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::failed, 50), kNow), IsEmpty());
    // Another source that answers does not end what the dead one began.
    EXPECT_THAT(troubles.after(listing(1), visit(Outcome::announced), kNow), IsEmpty());
    EXPECT_THAT(troubles.after(listing(2), visit(Outcome::announced), kNow), SizeIs(1));
}

TEST(SiteTroubles, AFailingArticleIsNoTroubleOfTheSite)
{
    SiteTroubles troubles;
    EXPECT_THAT(troubles.after(article(), visit(Outcome::failed, 50), kNow), IsEmpty());
}

TEST(SiteTroubles, AChallengeIsToldOnceAndEndsWithAPageThatWasRead)
{
    SiteTroubles troubles;
    auto opened = troubles.after(listing(), visit(Outcome::challenged, 1), kNow);
    ASSERT_THAT(opened, SizeIs(1));
    EXPECT_EQ(opened.front().event, EventType::site_challenge);
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::challenged, 1), kNow), IsEmpty());
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::unchanged), kNow), IsEmpty());
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::announced), kNow), SizeIs(1));
}

archive::DuePage article(archive::PageId id)
{
    return {id, "site", "http://host/" + std::to_string(id), PageKind::article, kNow};
}

TEST(SiteTroubles, OneArticleBehindALoginIsNoTroubleOfTheSiteHoweverOften)
{
    SiteTroubles troubles;
    for (int i = 0; i < 10; ++i) {
        EXPECT_THAT(troubles.after(article(7), visit(Outcome::challenged, i), kNow), IsEmpty());
        EXPECT_THAT(troubles.after(listing(), visit(Outcome::announced), kNow), IsEmpty());
    }
}

TEST(SiteTroubles, SeveralGuardedArticlesAreOneChallengeThatOnlyAnArticleEnds)
{
    SiteTroubles troubles;
    for (archive::PageId id = 10; id < 13; ++id)
        EXPECT_THAT(troubles.after(article(id), visit(Outcome::challenged, 1), kNow), IsEmpty());
    EXPECT_THAT(troubles.after(article(13), visit(Outcome::challenged, 1), kNow), SizeIs(1));
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::announced), kNow), IsEmpty());
    EXPECT_THAT(troubles.after(article(13), visit(Outcome::recorded), kNow), SizeIs(1));
}

Visited error_page()
{
    auto visited = visit(Outcome::unreadable, 1);
    visited.not_the_page = true;
    visited.detail = "an error page, not the page";
    return visited;
}

TEST(SiteTroubles, SeveralArticlesThatAreNotThePageAreOneIncident)
{
    SiteTroubles troubles;
    for (archive::PageId id = 10; id < 13; ++id)
        EXPECT_THAT(troubles.after(article(id), error_page(), kNow), IsEmpty());
    EXPECT_THAT(troubles.after(article(10), error_page(), kNow), IsEmpty()) << "the same one again";
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::unchanged), kNow), IsEmpty());
    auto changes = troubles.after(article(13), error_page(), kNow);
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_EQ(changes.front().event, EventType::site_failing);
    EXPECT_THAT(changes.front().incident.detail, testing::HasSubstr("an error page"));
    EXPECT_THAT(troubles.after(article(14), error_page(), kNow), IsEmpty());
    EXPECT_THAT(troubles.after(listing(), visit(Outcome::announced), kNow), IsEmpty())
        << "a list that is there says nothing of the articles";
    changes = troubles.after(article(10), visit(Outcome::unchanged), kNow);
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_EQ(changes.front().event, EventType::site_recovered);
}

TEST(SiteTroubles, AGoodArticleBetweenBreaksTheRow)
{
    SiteTroubles troubles;
    for (archive::PageId id = 10; id < 30; ++id) {
        EXPECT_THAT(troubles.after(article(id), error_page(), kNow), IsEmpty());
        if (id % 3 == 0) troubles.after(article(99), visit(Outcome::unchanged), kNow);
    }
}

TEST(SiteTroubles, WhatIsOnlyUnreadableIsNoTroubleOfTheSite)
{
    SiteTroubles troubles;
    for (archive::PageId id = 10; id < 20; ++id)
        EXPECT_THAT(troubles.after(article(id), visit(Outcome::unreadable, 1), kNow), IsEmpty());
}

TEST(SiteTroubles, ARestartKeepsTheIncidentOfItsArticlesOpenUntilOneIsGood)
{
    SiteTroubles before, after;
    std::vector<TroubleChange> changes;
    for (archive::PageId id = 10; id < 14; ++id)
        changes = before.after(article(id), error_page(), kNow);
    ASSERT_THAT(changes, SizeIs(1));
    after.load({changes.front().incident}, {});
    EXPECT_THAT(after.after(listing(), visit(Outcome::announced), kNow), IsEmpty());
    EXPECT_THAT(after.after(article(10), error_page(), kNow), IsEmpty());
    EXPECT_THAT(after.after(article(10), visit(Outcome::recorded), kNow), SizeIs(1));
}

TEST(SiteTroubles, ADriftOpensOnceFollowsItsFieldsAndEnds)
{
    SiteTroubles troubles;
    EXPECT_THAT(troubles.drift("site", {}, "", kNow), IsEmpty());
    auto changes = troubles.drift("site", {"title"}, "title …", kNow);
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_EQ(changes.front().event, EventType::site_drift);
    EXPECT_EQ(changes.front().incident.what, "drift");
    EXPECT_THAT(troubles.drift("site", {"title"}, "title …", kNow), IsEmpty());
    EXPECT_THAT(troubles.drift("site", {"body", "title"}, "body …", kNow), SizeIs(1))
        << "an open incident's detail moves, no event";
    changes = troubles.drift("site", {}, "", kNow);
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_FALSE(changes.front().opens);
    EXPECT_EQ(changes.front().event, EventType::site_recovered);
}

TEST(SiteTroubles, ADriftThatEndedWhileWeWereDownIsClosed)
{
    SiteTroubles troubles;
    archive::Incident open;
    open.site = "site";
    open.what = "drift";
    troubles.load({open}, {});
    EXPECT_THAT(troubles.drift("site", {}, "", kNow), SizeIs(1));
}

TEST(SiteTroubles, AListingWithoutLinksIsLeftToDrift)
{
    SiteTroubles troubles;
    auto empty = visit(Outcome::unreadable, 99);
    empty.left_to_drift = true;
    EXPECT_THAT(troubles.after(listing(), empty, kNow), IsEmpty());
}

} // namespace
} // namespace baotin::crawler
