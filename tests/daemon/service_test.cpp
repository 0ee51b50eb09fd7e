#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

#include <csignal>

namespace baotin::testing_daemon {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

class ServiceTest : public Stage {};

TEST_F(ServiceTest, TellsTheServiceManagerAndStopsCleanlyWithinTenSeconds)
{
    auto daemon = start_daemon();
    daemon->send(SIGTERM);
    EXPECT_EQ(daemon->wait_for_end(10s), 0) << daemon->log();
    EXPECT_THAT(daemon->log(), HasSubstr("stopped"));
}

TEST_F(ServiceTest, StopsInTheMiddleOfSlowVisits)
{
    lab::Behaviour silent;
    silent.kind = lab::Behaviour::Kind::silent;
    for (const auto& site : lab.site_ids())
        lab.behave(site, "*", silent);
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return lab.hits("thst").size() > 0; }));
    daemon->send(SIGINT);
    EXPECT_EQ(daemon->wait_for_end(10s), 0) << daemon->log();
}

TEST_F(ServiceTest, ASecondDaemonOnTheSameArchiveIsRefused)
{
    auto daemon = start_daemon();
    auto second = run({"run"});
    EXPECT_EQ(second.exit_code, 2);
    EXPECT_THAT(second.err, HasSubstr("in use by process " + std::to_string(daemon->pid())));
    EXPECT_EQ(run({"crawl"}).exit_code, 2);
    EXPECT_EQ(run({"articles"}).exit_code, 0); // reading is welcome
}

TEST_F(ServiceTest, AWebPortInUseIsOneClearSentence)
{
    auto daemon = start_daemon();
    auto log = daemon->log();
    std::string before = "web on 127.0.0.1:";
    auto at = log.find(before);
    ASSERT_NE(at, std::string::npos) << log;
    auto port = std::to_string(std::stoi(log.substr(at + before.size())));
    Folder other;
    auto main = "[web]\nlisten = \"127.0.0.1:" + port + "\"\n";
    lab.write_config(other.path(), std::filesystem::path(BAOTIN_SOURCE_DIR) / "config" / "sites.d", "", main);
    auto second = baotin({"run", "--config", (other.path() / "baotin.toml").string()}, other.path());
    EXPECT_EQ(second.exit_code, 2);
    EXPECT_THAT(second.err, HasSubstr(port));
}

TEST_F(ServiceTest, ReloadSwapsAGoodConfigurationIn)
{
    auto thst = file("sites.d/thst.toml");
    std::filesystem::rename(thst, file("thst.aside"));
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return lab.hits("bocongan").size() > 1; }));
    EXPECT_EQ(lab.hits("thst").size(), 0U);
    std::filesystem::rename(file("thst.aside"), thst);
    daemon->send(SIGHUP);
    EXPECT_TRUE(eventually([&] { return lab.hits("thst").size() > 1; })) << daemon->log();
}

TEST_F(ServiceTest, ReloadKeepsTheOldConfigurationAndSaysWhy)
{
    auto daemon = start_daemon();
    write_file(file("sites.d/thst.toml"), "id = \"thst\"\nnome = \"x\"\n");
    daemon->send(SIGHUP);
    ASSERT_TRUE(eventually([&] { return daemon->log().find("reload refused") != std::string::npos; }))
        << daemon->log();
    EXPECT_THAT(daemon->log(), HasSubstr("thst.toml:2:1"));
    auto visits = lab.hits("thst").size();
    EXPECT_TRUE(eventually([&] { return lab.hits("thst").size() > visits; }));
}

TEST_F(ServiceTest, ARestartRenewsNothing)
{
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill());
        daemon->send(SIGTERM);
        ASSERT_EQ(daemon->wait_for_end(10s), 0);
    }
    EXPECT_EQ(receiver.received().size(), 0U);
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return lab.hits("thst").size() > 30; }, 60s));
    EXPECT_EQ(receiver.received().size(), 0U);
    EXPECT_TRUE(json({"events"}).empty());
}

} // namespace
} // namespace baotin::testing_daemon
