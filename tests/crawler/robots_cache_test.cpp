#include "crawler/robots_cache.hpp"
#include "fake_clock.hpp"
#include "fake_web.hpp"
#include "parsers/url.hpp"

#include <boost/system/system_error.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kRobots = "https://a.vn:443/robots.txt";
const std::string kPage = "https://a.vn/tin/1.html";
const std::string kForbidden = "https://a.vn/admin/1.html";
const std::string kRules = "User-agent: *\nDisallow: /admin/\n";

class RobotsCacheTest : public testing::Test {
protected:
    std::shared_ptr<const RobotsEntry> ask(const std::string& url = kPage)
    {
        Turn turn(budgets, parsers::host_key(url), 2s, clock);
        return run(cache->rules_for(url, Access(), turn));
    }
    bool allows(const std::string& url) { return ask(url)->rules.verdict(url).allowed; }

    /// Everything that the process knew is gone; the archive is not.
    void restart()
    {
        cache.emplace(door, memory, settings, clock);
        std::vector<archive::RobotsFile> files;
        for (const auto& [origin, file] : memory.files)
            files.push_back(file);
        cache->load(std::move(files));
    }

    QuickClock clock{Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22))};
    FakeWeb web;
    FakeMemory memory;
    HostBudgets budgets;
    HostDoor door{web, budgets, memory, false, clock};
    config::Crawler settings;
    std::optional<RobotsCache> cache{std::in_place, door, memory, settings, clock};
};

TEST_F(RobotsCacheTest, AsksOnceADay)
{
    web.answers(kRobots, 200, kRules);
    EXPECT_TRUE(allows(kPage));
    EXPECT_FALSE(allows(kForbidden));
    clock.time += 23h;
    EXPECT_FALSE(allows(kForbidden));
    EXPECT_THAT(web.asked, SizeIs(1));
    clock.time += 1h;
    EXPECT_FALSE(allows(kForbidden));
    EXPECT_THAT(web.asked, SizeIs(2));
}

TEST_F(RobotsCacheTest, ThePageIsAskedForAfterTheDelayThatTheFileWants)
{
    web.answers(kRobots, 200, "User-agent: *\nCrawl-delay: 7\n");
    Turn turn(budgets, parsers::host_key(kPage), 2s, clock);
    auto rules = run(cache->rules_for(kPage, Access(), turn));
    turn.slow_down(*rules->rules.crawl_delay());
    auto before = clock.now();
    EXPECT_TRUE(run(door.admit(turn)));
    EXPECT_EQ(clock.now() - before, 7s);
}

TEST_F(RobotsCacheTest, ADelayThatIsLongerThanAVisitShouldWaitPutsThePageOff)
{
    web.answers(kRobots, 200, "User-agent: *\nCrawl-delay: 600\n");
    Turn turn(budgets, parsers::host_key(kPage), 2s, clock);
    auto rules = run(cache->rules_for(kPage, Access(), turn));
    turn.slow_down(*rules->rules.crawl_delay());
    EXPECT_FALSE(run(door.admit(turn)));
}

TEST_F(RobotsCacheTest, AHostThatAsksForPeaceInTheMiddleOfAVisitGetsIt)
{
    web.answers(kRobots, 503, "", {{"retry-after", "3600"}});
    Turn turn(budgets, parsers::host_key(kPage), 2s, clock);
    run(cache->rules_for(kPage, Access(), turn));
    EXPECT_FALSE(run(door.admit(turn)));
}

TEST_F(RobotsCacheTest, ARestartAsksForNothingAgain)
{
    web.answers(kRobots, 200, kRules);
    ask();
    restart();
    EXPECT_FALSE(allows(kForbidden));
    EXPECT_THAT(web.asked, SizeIs(1));
}

TEST_F(RobotsCacheTest, WhatWasLearnedSinceOutlivesAReload)
{
    web.answers(kRobots, 200, kRules);
    ask();
    archive::RobotsFile older;
    older.origin = "https://a.vn:443";
    older.text = "";
    cache->load({older});
    EXPECT_FALSE(allows(kForbidden));
    EXPECT_THAT(web.asked, SizeIs(1));
}

TEST_F(RobotsCacheTest, EachOriginHasAFileOfItsOwn)
{
    web.answers(kRobots, 200, kRules);
    web.answers("http://a.vn:80/robots.txt", 404);
    EXPECT_FALSE(allows(kForbidden));
    EXPECT_TRUE(allows("http://a.vn/admin/1.html"));
}

TEST_F(RobotsCacheTest, AFileThatIsNotThereAllowsAll)
{
    for (int status : {400, 401, 403, 404, 410, 451}) {
        web.answers(kRobots, status, kRules);
        EXPECT_TRUE(allows(kForbidden)) << status;
        clock.time += 25h;
    }
    EXPECT_EQ(memory.files.at("https://a.vn:443").text, "");
}

TEST_F(RobotsCacheTest, AnUnreachableFileForbidsAll)
{
    for (int status : {429, 500, 503}) {
        web.answers(kRobots, status);
        EXPECT_FALSE(allows(kPage)) << status;
        clock.time += 7h;
    }
    web.fails(kRobots, net::FetchError::timed_out);
    EXPECT_FALSE(allows(kPage));
    EXPECT_THAT(ask()->unreachable, HasSubstr("so it goes"));
    restart();
    EXPECT_FALSE(allows(kPage));
    web.answers(kRobots, 200, kRules);
    clock.time += 7h;
    EXPECT_TRUE(allows(kPage));
}

TEST_F(RobotsCacheTest, AnUnreachableFileIsAskedForTwiceAsLateEachTimeUpToSixHours)
{
    web.answers(kRobots, 500);
    std::vector<std::chrono::minutes> gaps;
    for (int i = 0; i < 8; ++i) {
        ask();
        auto file = memory.files.at("https://a.vn:443");
        gaps.push_back(std::chrono::round<std::chrono::minutes>(file.expires_at - clock.now()));
        clock.time = file.expires_at;
    }
    EXPECT_THAT(gaps, ElementsAre(10min, 10min, 20min, 40min, 80min, 160min, 320min, 360min));
}

TEST_F(RobotsCacheTest, TheLastGoodCopyBridgesAnOutage)
{
    web.answers(kRobots, 200, kRules);
    ask();
    web.answers(kRobots, 503);
    clock.time += 24h;
    EXPECT_TRUE(allows(kPage));
    EXPECT_FALSE(allows(kForbidden));
    restart();
    EXPECT_TRUE(allows(kPage));
    EXPECT_FALSE(allows(kForbidden));
    clock.time += std::chrono::days(40);
    EXPECT_TRUE(allows(kPage));
    EXPECT_FALSE(allows(kForbidden)) << "a copy is better than none, RFC 9309 leaves the choice";
    web.answers(kRobots, 200, "");
    clock.time += 6h;
    EXPECT_TRUE(allows(kForbidden));
    EXPECT_EQ(memory.files.at("https://a.vn:443").unreachable_since, std::nullopt);
}

TEST_F(RobotsCacheTest, AfterThirtyDaysWithoutACopyItCountsAsAbsent)
{
    web.answers(kRobots, 500);
    EXPECT_FALSE(allows(kPage));
    clock.time += std::chrono::days(29);
    EXPECT_FALSE(allows(kPage));
    clock.time += std::chrono::days(2);
    EXPECT_TRUE(allows(kPage));
}

TEST_F(RobotsCacheTest, FollowsFiveRedirectsAndNoMore)
{
    auto at = [](int i) { return "https://a.vn/r" + std::to_string(i); };
    web.redirects(kRobots, at(1));
    for (int i = 1; i < 5; ++i)
        web.redirects(at(i), at(i + 1), 302);
    web.answers(at(5), 200, kRules);
    EXPECT_FALSE(allows(kForbidden));
    web.redirects(at(5), at(6));
    web.answers(at(6), 200, kRules);
    clock.time += 25h;
    EXPECT_TRUE(allows(kForbidden));
}

TEST_F(RobotsCacheTest, ARedirectMayLeadToAnotherHostWhoseTurnItTakes)
{
    web.redirects(kRobots, "https://b.vn/robots.txt");
    web.answers("https://b.vn/robots.txt", 503, {}, {{"retry-after", "60"}});
    EXPECT_FALSE(allows(kPage));
    EXPECT_TRUE(budgets.is_free("a.vn", clock.now() + 2s));
    EXPECT_FALSE(budgets.is_free("b.vn", clock.now() + 30s));
}

TEST_F(RobotsCacheTest, AHostThatWantsPeaceIsNotAskedForAnothersFile)
{
    Turn busy(budgets, "b.vn", 0s, clock);
    web.redirects(kRobots, "https://b.vn/robots.txt");
    EXPECT_FALSE(allows(kPage));
    EXPECT_THAT(web.asked, SizeIs(1));
}

TEST_F(RobotsCacheTest, RetryAfterOnRobotsTxtCountsForTheHost)
{
    web.answers(kRobots, 429, {}, {{"retry-after", "3600"}});
    ask();
    EXPECT_FALSE(budgets.is_free("a.vn", clock.now() + 59min));
    EXPECT_TRUE(memory.hosts.contains("a.vn"));
}

TEST_F(RobotsCacheTest, CacheControlShortensButNeverLengthens)
{
    auto kept = [&](std::string cache_control) {
        web.answers(kRobots, 200, kRules, {{"cache-control", std::move(cache_control)}});
        clock.time += 25h;
        ask();
        auto file = memory.files.at("https://a.vn:443");
        return std::chrono::round<std::chrono::hours>(file.expires_at - file.fetched_at);
    };
    EXPECT_EQ(kept("public, Max-Age=7200"), 2h);
    EXPECT_EQ(kept("max-age=604800"), 24h);
    EXPECT_EQ(kept("no-cache"), 1h);
    EXPECT_EQ(kept("max-age=0"), 1h);
    EXPECT_EQ(kept("max-age=soon"), 24h);
}

TEST_F(RobotsCacheTest, ARequestThatWeGaveUpTeachesNothing)
{
    web.fails(kRobots, net::FetchError::cancelled);
    EXPECT_THROW(ask(), boost::system::system_error);
    EXPECT_TRUE(memory.files.empty());
}

TEST_F(RobotsCacheTest, AFileThatIsTooLongIsReadAsFarAsItGoes)
{
    std::string file = kRules;
    while (file.size() < (600u << 10))
        file += "Disallow: /x\n";
    web.answers(kRobots, 200, file + "Disallow: /tin/\n");
    EXPECT_TRUE(allows(kPage));
    EXPECT_FALSE(allows(kForbidden));
    EXPECT_LE(memory.files.at("https://a.vn:443").text->size(), (500u << 10) + 1);
}

} // namespace
} // namespace baotin::crawler
