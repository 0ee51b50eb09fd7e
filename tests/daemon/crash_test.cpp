#include "tests/daemon/stage.hpp"

#include <boost/json/parse.hpp>

#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace baotin::testing_daemon {
namespace {

using namespace std::chrono_literals;

/// So often is a daemon killed; `BAOTIN_CRASHES=400` for a night.
int crashes()
{
    const char* wanted = std::getenv("BAOTIN_CRASHES");
    return wanted ? std::atoi(wanted) : 25;
}

/// Kills a real daemon at random moments while news is published and edited, and restarts it.
class CrashTest : public Stage {};

TEST_F(CrashTest, NothingIsLostAndNothingIsToldUnderTwoIds)
{
    std::mt19937 random(20261121);
    std::uniform_int_distribution<int> life(0, 700);
    {
        auto daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    }
    std::vector<lab::SiteLab::Article> published;
    std::vector<std::string> edits;
    auto sites = lab.site_ids();
    for (int round = 0; round < crashes(); ++round) {
        DaemonProcess daemon(folder.path());
        ASSERT_TRUE(daemon.wait_until_ready()) << daemon.log();
        auto title = "Bản tin số " + std::to_string(1000 + round) + " của Công an tỉnh";
        published.push_back(
            lab.publish(sites[static_cast<std::size_t>(round) % sites.size()], title,
                        "Nội dung của bản tin số " + std::to_string(1000 + round) +
                            " được đăng trong lúc hệ thống bị ngắt.\n"
                            "Đoạn thứ hai của bản tin này dài thêm một chút cho giống một tin thật."));
        if (round % 3 == 2) { // of one that the daemons before knew, mostly
            const auto& old = published[static_cast<std::size_t>(round) / 2];
            edits.push_back("Bản tin này được sửa ở lượt " + std::to_string(round));
            lab.edit(old, "Đoạn thứ hai", edits.back() + ". Đoạn thứ hai");
        }
        // A random moment is the point here; nothing is expected of it.
        std::this_thread::sleep_for(std::chrono::milliseconds(life(random)));
        daemon.kill();
        auto verified = run({"verify"});
        ASSERT_EQ(verified.exit_code, 0) << "after kill " << round << "\n" << verified.out << verified.err;
    }
    auto daemon = start_daemon();
    for (const auto& one : published)
        EXPECT_TRUE(received("article.new", one.title, 60s)) << one.title << "\n" << daemon->log();
    auto is_recorded = [&](const std::string& words) {
        auto articles = run({"articles", "--json"}).out;
        return articles.find(words) != std::string::npos;
    };
    for (const auto& words : edits)
        EXPECT_TRUE(eventually([&] { return is_recorded(words); }, 60s)) << words << "\n" << daemon->log();

    std::map<std::string, std::set<std::string>> ids; // by article, type and text
    for (const auto& delivery : receiver.received()) {
        auto body = boost::json::parse(delivery.body).as_object();
        const auto& told = body.at("data").as_object().at("article").as_object();
        ids[text(told, "title") + text(body, "type") + text(told, "content_hash")].insert(delivery.id);
        EXPECT_TRUE(delivery.signature_valid);
    }
    EXPECT_GE(ids.size(), published.size());
    for (const auto& [what, told] : ids)
        EXPECT_EQ(told.size(), 1U) << what;
    EXPECT_EQ(json({"articles"}).size(), articles_on_sites());
}

} // namespace
} // namespace baotin::testing_daemon
