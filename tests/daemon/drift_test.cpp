#include "tests/daemon/stage.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr auto kSite = "congan-haiphong";
constexpr int kPublished = 18;

/// A site is rebuilt: its rules match nothing any more.
class DriftTest : public Stage {
protected:
    static std::string body_about(std::string_view what)
    {
        std::string body;
        for (auto place : {"Hồng Bàng", "Lê Chân", "Ngô Quyền", "Hải An", "Kiến An"})
            body += fmt::format(
                "Ngày 06/5, Công an quận {0} cho biết đã phối hợp với các phường trên địa bàn kiểm tra "
                "{1}, lập biên bản nhiều trường hợp vi phạm, và nhắc nhở người dân {0} chấp hành.\n",
                place, what);
        body.pop_back();
        return body;
    }
    /// Long enough to know what is usual on the site.
    std::unique_ptr<DaemonProcess> daemon_that_watched()
    {
        for (int i = 0; i < kPublished; ++i)
            lab.publish(kSite, fmt::format("Tin số {} của công an thành phố", i),
                        body_about(fmt::format("chuyên đề số {}", i)));
        auto daemon = start_daemon();
        EXPECT_TRUE(wait_for_backfill()) << daemon->log();
        auto looks = [&] {
            return std::ranges::count(lab.hits(kSite), "/Tin-An-ninh-trat-tu", &lab::Hit::path);
        };
        EXPECT_TRUE(eventually([&] { return looks() > 14; })) << daemon->log();
        return daemon;
    }
    void redesign()
    {
        lab.set_redesigned(kSite, true);
        ASSERT_TRUE(eventually([&] { return count_events("site.drift") == 1; }, 60s));
    }
    void mend_rules()
    {
        auto path = file(fmt::format("sites.d/{}.toml", kSite));
        std::ifstream stream(path);
        std::string rules{std::istreambuf_iterator<char>(stream), {}};
        for (std::string name : {"news-list", "title", "date", "author", "sapo", "detail-content",
                                 "img-caption", "related", "view-count", "tu-cach", "counters", "share"}) {
            auto at = rules.find("." + name);
            ASSERT_NE(at, rules.npos) << name;
            rules.insert(at + 1, "moi-");
        }
        write_file(path, rules);
    }
    [[nodiscard]] std::ptrdiff_t count_events(std::string_view type) const
    {
        auto types = event_types();
        return std::count(types.begin(), types.end(), type);
    }
    [[nodiscard]] std::ptrdiff_t held_pages() const
    {
        auto pages = json({"sites", kSite});
        return std::ranges::count_if(pages, [](const auto& page) {
            return page.contains("detail") && text(page, "detail").ends_with("the recorded text stays");
        });
    }
    [[nodiscard]] std::string body_of(const lab::SiteLab::Article& one) const
    {
        auto found = article(one.title);
        return found ? text(*found, "body") : std::string();
    }
};

TEST_F(DriftTest, ARedesignIsToldOnceAndItsGapIsFilledInSilence)
{
    configure("events = [\"article.new\", \"article.changed\", \"site.drift\"]");
    auto daemon = daemon_that_watched();
    auto seed = lab.seed(kSite);
    auto before = body_of(seed);
    redesign();
    auto told = [&] { return run({"sites"}).out; };
    ASSERT_TRUE(eventually([&] { return told().find("h1.title") != std::string::npos; }));
    EXPECT_THAT(told(), AllOf(HasSubstr(".detail-content"), HasSubstr("baotin try congan-haiphong http"),
                              HasSubstr("baotin reparse congan-haiphong")));
    EXPECT_TRUE(received("site.drift", "baotin reparse"));
    lab.edit(seed, "Công an 08 địa phương, gồm", "Công an tám địa phương, gồm");
    auto looks = [&] { return std::ranges::count(lab.hits(kSite), seed.path, &lab::Hit::path); };
    auto since = looks();
    ASSERT_TRUE(eventually([&] { return looks() > since + 1; }, 90s)) << daemon->log();
    auto all = static_cast<std::ptrdiff_t>(lab.articles(kSite).size());
    ASSERT_TRUE(eventually([&] { return held_pages() == all; }, 60s)) << daemon->log();
    EXPECT_EQ(body_of(seed), before);
    EXPECT_EQ(run({"sites"}).exit_code, 1);

    daemon->send(SIGTERM);
    ASSERT_EQ(daemon->wait_for_end(10s), 0);
    mend_rules();
    auto dry = run({"reparse", kSite, "--dry-run"});
    EXPECT_THAT(dry.out, AllOf(HasSubstr("would be revised"), HasSubstr("body:")));
    EXPECT_EQ(body_of(seed), before);
    auto done = run({"reparse", kSite});
    EXPECT_EQ(done.exit_code, 0) << done.out << done.err;
    EXPECT_THAT(body_of(seed), HasSubstr("Công an tám địa phương, gồm"));
    auto revisions = json({"show", text(*article(seed.title), "id")}).front().at("revisions").as_array();
    ASSERT_EQ(revisions.size(), 2U);
    EXPECT_EQ(text(revisions.back().as_object(), "significance"), "reparsed");

    daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return count_events("site.recovered") == 1; }, 60s)) << daemon->log();
    EXPECT_EQ(count_events("site.drift"), 1);
    EXPECT_EQ(count_events("article.changed"), 0);
    EXPECT_EQ(count_events("site.failing"), 0);
    lab.edit(seed, "Công an tám địa phương, gồm", "Công an chín địa phương, gồm");
    EXPECT_TRUE(received("article.changed", "chín địa phương")) << daemon->log();
    EXPECT_EQ(count_received("article.changed"), 1U);
}

TEST_F(DriftTest, ARestartInTheMiddleForgetsNothingAndReparseWorksBesideTheDaemon)
{
    auto daemon = daemon_that_watched();
    redesign();
    daemon->send(SIGKILL);
    daemon->wait_for_end(10s);
    daemon = start_daemon();
    auto fresh =
        lab.publish(kSite, "Tin đăng sau khi trang được làm lại", body_about("sau khi làm lại trang"));
    EXPECT_TRUE(received("article.new", "sau khi trang được làm lại")) << "a guess is better than silence";
    mend_rules();
    daemon->send(SIGHUP);
    ASSERT_TRUE(eventually([&] { return run({"reparse", kSite}).exit_code == 0; })) << daemon->log();
    ASSERT_TRUE(eventually([&] { return count_events("site.recovered") == 1; }, 60s)) << daemon->log();
    ASSERT_TRUE(eventually([&] { return held_pages() == 0; }, 60s)) << daemon->log();
    EXPECT_THAT(body_of(fresh), testing::Not(HasSubstr("Lượt xem")));
    EXPECT_EQ(count_events("site.drift"), 1);
    EXPECT_EQ(count_events("article.changed"), 0);
}

TEST_F(DriftTest, ASiteThatReturnsToItsOldMarkupRecovers)
{
    auto daemon = daemon_that_watched();
    redesign();
    auto coverage = json({"sites", kSite}).back();
    EXPECT_TRUE(coverage.at("drifting").as_bool()) << boost::json::serialize(coverage);
    lab.set_redesigned(kSite, false);
    ASSERT_TRUE(eventually([&] { return count_events("site.recovered") == 1; }, 60s)) << daemon->log();
    EXPECT_EQ(count_events("article.changed"), 0);
    EXPECT_EQ(count_events("site.drift"), 1);
}

} // namespace
} // namespace baotin::testing_daemon
