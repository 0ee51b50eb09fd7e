#include "tests/daemon/stage.hpp"

#include <boost/json/parse.hpp>

#include <map>
#include <random>
#include <set>
#include <thread>

namespace baotin::testing_daemon {
namespace {

using namespace std::chrono_literals;

/// Kills a real daemon at random moments while news is published, and restarts it.
class CrashTest : public Stage {};

TEST_F(CrashTest, NothingIsLostAndNothingIsToldUnderTwoIds)
{
    constexpr int kills = 25;
    std::mt19937 random(20261121);
    std::uniform_int_distribution<int> life(0, 700);
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    }
    std::vector<std::string> titles;
    auto sites = lab.site_ids();
    for (int round = 0; round < kills; ++round) {
        DaemonProcess daemon(folder.path());
        ASSERT_TRUE(daemon.wait_until_ready()) << daemon.log();
        auto title = "Bản tin số " + std::to_string(1000 + round) + " của Công an tỉnh";
        lab.publish(sites[static_cast<std::size_t>(round) % sites.size()], title,
                    "Nội dung của bản tin số " + std::to_string(1000 + round) +
                        " được đăng trong lúc hệ thống bị ngắt.\n"
                        "Đoạn thứ hai của bản tin này dài thêm một chút cho giống một tin thật.");
        titles.push_back(title);
        // A random moment is the point here; nothing is expected of it.
        std::this_thread::sleep_for(std::chrono::milliseconds(life(random)));
        daemon.kill();
    }
    auto daemon = start_daemon();
    for (const auto& title : titles)
        EXPECT_TRUE(received("article.new", title, 60s)) << title << "\n" << daemon->log();

    std::map<std::string, std::set<std::string>> ids; // by article and type
    for (const auto& delivery : receiver.received()) {
        auto body = boost::json::parse(delivery.body).as_object();
        const auto& told = body.at("data").as_object().at("article").as_object();
        ids[text(told, "title") + " " + text(body, "type")].insert(delivery.id);
        EXPECT_TRUE(delivery.signature_valid);
    }
    EXPECT_EQ(ids.size(), titles.size());
    for (const auto& [what, told] : ids)
        EXPECT_EQ(told.size(), 1U) << what;
    EXPECT_EQ(json({"articles"}).size(), articles_on_sites());
}

} // namespace
} // namespace baotin::testing_daemon
