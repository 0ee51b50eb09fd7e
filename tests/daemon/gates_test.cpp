#include "tests/daemon/stage.hpp"
#include "tests/lab/blocking_client.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace baotin::testing_daemon {
namespace {

using namespace std::chrono_literals;

constexpr auto kBody =
    "Công an tỉnh cho biết đã triển khai các biện pháp bảo đảm an ninh, trật tự trên địa bàn.\n"
    "Các lực lượng chức năng tiếp tục tuần tra, kiểm soát trong thời gian tới.";

/// Most visits find nothing new, and are to cost almost nothing.
class GatesTest : public Stage {
protected:
    /// A sample of /metrics, by its name and labels as they stand there; 0 where it is not counted yet.
    static double metric(const DaemonProcess& daemon, const std::string& sample)
    {
        auto log = daemon.log();
        auto at = log.find("web on ") + 7;
        auto web = "http://" + log.substr(at, log.find_first_of(" \n", at) - at);
        auto text = "\n" + lab::BlockingClient(web).get("/metrics").body;
        auto found = text.find("\n" + sample + " ");
        return found == text.npos ? 0 : std::atof(text.c_str() + found + sample.size() + 2);
    }
};

TEST_F(GatesTest, PagesWhoseCountersMoveAreNotParsedAgain)
{
    lab.set_counters(true);
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    EXPECT_TRUE(eventually([&] { return metric(*daemon, "baotin_gates_total{gate=\"same_regions\"}") > 20; }))
        << daemon->log();
    EXPECT_EQ(event_types(), std::vector<std::string>{}) << "a counter is no news";

    auto published = lab.publish("congthuong", "Tin có bộ đếm", kBody);
    ASSERT_TRUE(received("article.new", published.title)) << daemon->log();
    lab.edit(published, "tuần tra", "tuần tra, canh gác");
    EXPECT_TRUE(received("article.changed", published.title)) << daemon->log();
}

TEST_F(GatesTest, TellHowMuchOfEachSitesPagesWasParsed)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    EXPECT_TRUE(eventually([&] {
        return metric(*daemon, "baotin_page_reads_total{by=\"regions\",site=\"thst\"}") > 0;
    })) << daemon->log();
}

TEST_F(GatesTest, WhatUnchangedVisitsNoteIsThereAfterAStop)
{
    lab.set_counters(false);
    lab.set_validators("congthuong", true);
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill());
        ASSERT_TRUE(
            eventually([&] { return metric(*daemon, "baotin_gates_total{gate=\"not_modified\"}") > 20; }));
        daemon->send(SIGTERM);
        EXPECT_EQ(daemon->wait_for_end(10s), 0);
    }
    auto pages = json({"sites", "congthuong"});
    EXPECT_TRUE(
        std::ranges::any_of(pages, [](const auto& page) { return text(page, "outcome") == "unchanged"; }));
}

} // namespace
} // namespace baotin::testing_daemon
