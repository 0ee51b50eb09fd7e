#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

namespace baotin::testing_daemon {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;
using Kind = lab::Behaviour::Kind;

constexpr auto kBody =
    "Công an tỉnh cho biết đã triển khai các biện pháp bảo đảm an ninh, trật tự trên địa bàn.\n"
    "Các lực lượng chức năng tiếp tục tuần tra, kiểm soát trong thời gian tới.";

/// A page can fail its own visit and nothing else.
class TroubledPagesTest : public Stage, public testing::WithParamInterface<Kind> {};

TEST_P(TroubledPagesTest, FailsItsOwnVisitOnly)
{
    auto victim = lab.articles("bocongan").back();
    lab::Behaviour behaviour;
    behaviour.kind = GetParam();
    behaviour.status = 503;
    lab.behave("bocongan", victim.path, behaviour);
    auto daemon = start_daemon();
    auto others = articles_on_sites() - 1;
    ASSERT_TRUE(eventually([&] { return json({"articles"}).size() >= others; }, 60s)) << daemon->log();
    lab.publish("bocongan", "Tin mới đăng sau trang hỏng", kBody);
    EXPECT_TRUE(received("article.new", "Tin mới đăng sau trang hỏng")) << daemon->log();
    EXPECT_FALSE(article(victim.title));

    lab.behave("bocongan", victim.path, lab::Behaviour{});
    EXPECT_TRUE(eventually([&] { return article(victim.title).has_value(); }, 60s)) << daemon->log();
    EXPECT_EQ(receiver.received().size(), 1U); // what the first visit of a source announced stays untold
}

INSTANTIATE_TEST_SUITE_P(Every, TroubledPagesTest,
                         testing::Values(Kind::status, Kind::cut_off, Kind::reset, Kind::too_large,
                                         Kind::random, Kind::nested, Kind::challenge, Kind::endless,
                                         Kind::bomb));

class SiteTroubleTest : public Stage {};

TEST_F(SiteTroubleTest, AnArticleThatTurnsIntoAChallengeKeepsItsText)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    auto seed = lab.seed("thst");
    lab::Behaviour challenge;
    challenge.kind = Kind::challenge;
    lab.behave("thst", "*", challenge);
    ASSERT_TRUE(eventually([&] { return event_types() == std::vector<std::string>{"site.challenge"}; }))
        << daemon->log();
    EXPECT_EQ(text(*article(seed.title), "revision"), "1");
    EXPECT_EQ(run({"sites"}).exit_code, 1);
    lab.behave("thst", "*", lab::Behaviour{});
    EXPECT_TRUE(eventually([&] { return event_types().size() == 2; }, 60s)) << daemon->log();
    EXPECT_EQ(event_types().back(), "site.recovered");
    EXPECT_EQ(run({"sites"}).exit_code, 0);
}

TEST_F(SiteTroubleTest, ASiteThatAnswers404ForEverythingRemovesNothing)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    lab::Behaviour gone;
    gone.kind = Kind::status;
    gone.status = 404;
    lab.behave("congthuong", "*", gone);
    auto count = [&] {
        auto hits = lab.hits("congthuong");
        return std::ranges::count_if(hits, [](const lab::Hit& hit) { return hit.status == 404; });
    };
    ASSERT_TRUE(eventually([&] { return count() > 40; }, 60s));
    auto incident_is_open = [&] { return std::ranges::count(event_types(), "site.failing") == 1; };
    EXPECT_TRUE(eventually(incident_is_open)) << daemon->log();
    for (const auto& type : event_types())
        EXPECT_NE(type, "article.removed");
    for (const auto& one : json({"articles", "--site", "congthuong"}))
        EXPECT_EQ(text(one, "state"), "live");
}

TEST_F(SiteTroubleTest, RetryAfterIsHonouredAcrossARestart)
{
    lab::Behaviour busy;
    busy.kind = Kind::status;
    busy.status = 429;
    busy.retry_after = "3600";
    for (const auto& one : lab.articles("bocongan"))
        lab.behave("bocongan", one.path, busy);
    auto busy_hits = [&] {
        auto hits = lab.hits("bocongan");
        return std::ranges::count_if(hits, [](const lab::Hit& hit) { return hit.status == 429; });
    };
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(eventually([&] { return busy_hits() == 1; })) << daemon->log();
        daemon->send(SIGTERM);
        ASSERT_EQ(daemon->wait_for_end(10s), 0);
    }
    auto hits = lab.hits("bocongan").size();
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return lab.hits("thst").size() > 40; }));
    EXPECT_EQ(lab.hits("bocongan").size(), hits)
        << "the host was asked although it had asked for an hour of peace";
}

TEST_F(SiteTroubleTest, WhatRobotsForbidsIsNotAsked)
{
    lab.set_robots("thst", "User-agent: *\nDisallow: /\n");
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return lab.hits("bocongan").size() > 10; }));
    for (const auto& hit : lab.hits("thst"))
        EXPECT_EQ(hit.path, "/robots.txt");
    auto sources = json({"sites", "thst"});
    EXPECT_EQ(text(sources.front(), "outcome"), "forbidden");
    EXPECT_THAT(text(sources.front(), "detail"), HasSubstr("Disallow: /"));
}

TEST_F(SiteTroubleTest, AnUnreachableRobotsFileForbidsAll)
{
    lab::Behaviour broken;
    broken.kind = Kind::status;
    broken.status = 500;
    lab.behave("thst", "/robots.txt", broken);
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return lab.hits("bocongan").size() > 10; }));
    for (const auto& hit : lab.hits("thst"))
        EXPECT_EQ(hit.path, "/robots.txt");
}

TEST_F(SiteTroubleTest, UnchangedPagesCostNoBody)
{
    lab.set_counters(false);
    lab.set_validators("bocongan", true);
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    auto not_modified = [&] {
        auto hits = lab.hits("bocongan");
        return std::ranges::count_if(hits, [](const lab::Hit& hit) { return hit.status == 304; });
    };
    EXPECT_TRUE(eventually([&] { return not_modified() > 10; })) << daemon->log();
}

TEST_F(SiteTroubleTest, ALegacyCharsetReadsTheSame)
{
    lab.set_charset("thst", "windows-1258");
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    EXPECT_TRUE(article(lab.seed("thst").title));
}

} // namespace
} // namespace baotin::testing_daemon
