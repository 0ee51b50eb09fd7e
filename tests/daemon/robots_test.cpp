#include "archive/store.hpp"
#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

namespace baotin::testing_daemon {
namespace {

using testing::Contains;
using testing::HasSubstr;
using namespace std::chrono_literals;

/// robots.txt through restarts and outages.
class RobotsFileTest : public Stage {
protected:
    [[nodiscard]] std::ptrdiff_t robots_hits(std::string_view site) const
    {
        auto hits = lab.hits(site);
        return std::ranges::count(hits, "/robots.txt", &lab::Hit::path);
    }
    [[nodiscard]] std::size_t page_hits(std::string_view site) const
    {
        return lab.hits(site).size() - static_cast<std::size_t>(robots_hits(site));
    }
    void end(DaemonProcess& daemon)
    {
        daemon.send(SIGTERM);
        ASSERT_EQ(daemon.wait_for_end(10s), 0);
    }
    void break_robots(std::string_view site)
    {
        lab::Behaviour busy;
        busy.kind = lab::Behaviour::Kind::status;
        busy.status = 503;
        lab.behave(site, "/robots.txt", busy);
    }
    /// A day has passed for every robots.txt that the archive knows.
    void let_robots_expire()
    {
        auto store = archive::open_sqlite(file("baotin.db"), archive::OpenMode::existing);
        auto files = store->reader()->robots_files();
        ASSERT_FALSE(files.empty());
        auto writer = store->writer();
        writer->begin();
        for (auto& one : files) {
            one.expires_at = one.fetched_at;
            writer->keep(one);
        }
        writer->commit();
    }
};

TEST_F(RobotsFileTest, ARestartDoesNotAskForItAgain)
{
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill());
        end(*daemon);
    }
    auto before = page_hits("thst");
    EXPECT_EQ(robots_hits("thst"), 1);
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return page_hits("thst") > before + 5; })) << daemon->log();
    EXPECT_EQ(robots_hits("thst"), 1);
}

TEST_F(RobotsFileTest, UnreachableAtTheFirstVisitItForbidsAllAndThatIsAnIncident)
{
    break_robots("thst");
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return !event_types().empty(); }, 60s)) << daemon->log();
    EXPECT_THAT(event_types(), Contains("site.failing"));
    EXPECT_EQ(page_hits("thst"), 0U);
    auto sources = json({"sites", "thst"});
    EXPECT_EQ(text(sources.front(), "outcome"), "forbidden");
    EXPECT_THAT(text(sources.front(), "detail"), HasSubstr("robots.txt is unreachable"));
}

TEST_F(RobotsFileTest, UnreachableLaterItsOldCopyHolds)
{
    lab.set_robots("thst", "User-agent: *\nDisallow: /nowhere/\n");
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill());
        end(*daemon);
    }
    let_robots_expire();
    break_robots("thst");
    auto before = page_hits("thst");
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return page_hits("thst") > before + 5; }, 60s)) << daemon->log();
    EXPECT_EQ(robots_hits("thst"), 2);
    EXPECT_THAT(event_types(), testing::IsEmpty());
}

TEST_F(RobotsFileTest, AnAgreementWithTheEditorsSetsItAside)
{
    lab.set_robots("thst", "User-agent: *\nDisallow: /\n");
    auto site = file("sites.d") / "thst.toml";
    std::ofstream(site, std::ios::app) << "\nrobots = { ignore = true, reason = \"agreed in the test\" }\n";
    auto daemon = start_daemon();
    EXPECT_TRUE(eventually([&] { return page_hits("thst") > 5; })) << daemon->log();
    EXPECT_EQ(robots_hits("thst"), 1) << "its Crawl-delay still counts";
    EXPECT_THAT(daemon->log(), HasSubstr("agreed in the test"));
}

} // namespace
} // namespace baotin::testing_daemon
