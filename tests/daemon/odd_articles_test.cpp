#include "tests/daemon/stage.hpp"
#include "tests/lab/http_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <map>
#include <mutex>

namespace baotin::testing_daemon {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

/// A site of one listing whose pages a test writes as it likes.
class OddSite : public Stage {
protected:
    OddSite()
    {
        port_ = server_.open([this](const lab::Request& request) { return answer(request); })->port;
        put("/", "<a class=tin href=/tin-1.html>Tin thứ nhất của trang</a>");
    }

    /// `article`: what stands in the site file's [article] block.
    void add_site(std::string_view article, std::string_view recheck = "500ms")
    {
        write_file(file("sites.d/odd.toml"),
                   fmt::format("id = \"odd\"\nname = \"Trang lạ\"\nhome = \"http://127.0.0.1:{0}/\"\n"
                               "[[source]]\nlisting = \"http://127.0.0.1:{0}/\"\nlinks = \"a.tin\"\n{1}\n"
                               "[visit]\nevery = \"500ms\"\nrecheck = \"{2}\"\ndelay = \"0s\"\n",
                               port_, article, recheck));
    }
    void put(const std::string& path, std::string html)
    {
        std::lock_guard lock(mutex_);
        pages_[path] = [html = std::move(html)] { return html; };
    }
    void put(const std::string& path, std::function<std::string()> page)
    {
        std::lock_guard lock(mutex_);
        pages_[path] = std::move(page);
    }
    void take_away(const std::string& path)
    {
        std::lock_guard lock(mutex_);
        pages_.erase(path);
    }
    [[nodiscard]] int visits(const std::string& path)
    {
        std::lock_guard lock(mutex_);
        return visits_[path];
    }
    [[nodiscard]] std::string url(std::string_view path) const
    {
        return fmt::format("http://127.0.0.1:{}{}", port_, path);
    }

private:
    lab::Reply answer(const lab::Request& request)
    {
        std::lock_guard lock(mutex_);
        ++visits_[request.path];
        auto page = pages_.find(request.path);
        lab::Reply reply;
        reply.status = page == pages_.end() ? 404 : 200;
        reply.headers = {{"Content-Type", "text/html; charset=utf-8"}};
        if (page != pages_.end()) reply.body = std::make_shared<const std::string>(page->second());
        return reply;
    }

    std::mutex mutex_;
    std::map<std::string, std::function<std::string()>> pages_;
    std::map<std::string, int> visits_;
    lab::HttpServer server_;
    unsigned short port_ = 0;
};

std::string paragraphs()
{
    std::string text;
    for (int i = 1; i <= 6; ++i)
        text += fmt::format("<p>Đoạn {} kể về công tác bảo đảm an ninh, trật tự trên địa bàn tỉnh.</p>", i);
    return text;
}

constexpr auto kRules = "[article]\ntitle = \"h1\"\nbody = \".content\"\nmore = \"a.next-page\"\n";

TEST_F(OddSite, AnArticleOnSeveralPagesIsOneText)
{
    add_site(kRules);
    put("/tin-1.html", "<h1>Tin dài ba trang</h1><div class=content><p>Trang một.</p></div><a "
                       "class=next-page href=/tin-1-p2.html>2</a>");
    put("/tin-1-p2.html", "<h1>Tin dài ba trang</h1><div class=content><p>Trang hai.</p></div><a "
                          "class=next-page href=/tin-1-p3.html>3</a>");
    put("/tin-1-p3.html", "<h1>Tin dài ba trang</h1><div class=content><p>Trang ba.</p></div>");
    EXPECT_EQ(text(json({"try", "odd", url("/tin-1.html")}).at(0), "body"),
              "Trang một.\nTrang hai.\nTrang ba.");
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return article("Tin dài ba trang").has_value(); })) << daemon->log();
    EXPECT_EQ(text(*article("Tin dài ba trang"), "body"), "Trang một.\nTrang hai.\nTrang ba.");
    put("/tin-1-p3.html",
        "<h1>Tin dài ba trang</h1><div class=content><p>Trang ba đã được tòa soạn sửa lại.</p></div>");
    EXPECT_TRUE(eventually([&] {
        return text(*article("Tin dài ba trang"), "body") ==
               "Trang một.\nTrang hai.\nTrang ba đã được tòa soạn sửa lại.";
    })) << daemon->log();
}

TEST_F(OddSite, HalfAnArticleIsNoEdit)
{
    add_site(kRules);
    put("/tin-1.html", "<h1>Tin hai trang</h1><div class=content><p>Trang một.</p></div><a class=next-page "
                       "href=/tin-1-p2.html>2</a>");
    put("/tin-1-p2.html", "<div class=content><p>Trang hai.</p></div>");
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return article("Tin hai trang").has_value(); })) << daemon->log();
    put("/tin-1-p2.html", "<p>bảo trì</p>");
    auto failed = [&] {
        return daemon->log().find("no body was found on the article's next page") != std::string::npos;
    };
    ASSERT_TRUE(eventually(failed)) << daemon->log();
    EXPECT_EQ(text(*article("Tin hai trang"), "body"), "Trang một.\nTrang hai.");
    EXPECT_EQ(text(*article("Tin hai trang"), "revision"), "1");
}

TEST_F(OddSite, WhatChangesByItselfIsNeverToldAndEditsStillAre)
{
    add_site(kRules);
    std::atomic<int> tick = 0;
    std::atomic<bool> edited = false;
    put("/tin-1.html", [&] {
        auto n = ++tick;
        return fmt::format(
            "<h1>Tin có hộp xoay vòng</h1><div class=content>{}{}<p class=luot>Lượt xem: {}</p>"
            "<div class=xoay><ul><li>Tin khác số {}</li><li>Chuyện bên lề {}</li></ul></div>"
            "<p class=quan-tam>Có {} bạn đọc quan tâm tin này</p></div>",
            paragraphs(), edited ? "<p>Cơ quan điều tra đã khởi tố vụ án.</p>" : "", 1000 + n, n, n, n);
    });
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return article("Tin có hộp xoay vòng").has_value(); })) << daemon->log();
    auto seen = visits("/tin-1.html");
    ASSERT_TRUE(eventually([&] { return visits("/tin-1.html") >= seen + 6; })) << daemon->log();
    EXPECT_EQ(text(*article("Tin có hộp xoay vòng"), "revision"), "1") << daemon->log();

    daemon->send(SIGTERM);
    EXPECT_EQ(daemon->wait_for_end(20s), 0);
    daemon = start_daemon();
    seen = visits("/tin-1.html");
    ASSERT_TRUE(eventually([&] { return visits("/tin-1.html") >= seen + 3; })) << daemon->log();
    EXPECT_EQ(text(*article("Tin có hộp xoay vòng"), "revision"), "1")
        << "what was learned outlives a restart";

    edited = true;
    ASSERT_TRUE(eventually([&] { return text(*article("Tin có hộp xoay vòng"), "revision") == "2"; }))
        << daemon->log();
    EXPECT_THAT(text(*article("Tin có hộp xoay vòng"), "body"), HasSubstr("khởi tố vụ án"));
    seen = visits("/tin-1.html");
    ASSERT_TRUE(eventually([&] { return visits("/tin-1.html") >= seen + 3; }));
    EXPECT_EQ(text(*article("Tin có hộp xoay vòng"), "revision"), "2");
    EXPECT_THAT(run({"sites", "odd"}).out, testing::AllOf(HasSubstr(".xoay"), HasSubstr(".quan-tam")));
}

TEST_F(OddSite, CachesThatDisagreeAreOneEditAndNoMore)
{
    add_site(kRules);
    std::atomic<int> tick = 0;
    std::atomic<bool> settled = false;
    put("/tin-1.html", [&] {
        bool old = settled || ++tick % 2 == 1;
        return fmt::format("<h1>Tin qua hai máy chủ</h1><div class=content>{}<p>{}</p></div>", paragraphs(),
                           old ? "Cơ quan điều tra đang xác minh vụ việc."
                               : "Cơ quan điều tra đã khởi tố vụ án.");
    });
    auto daemon = start_daemon();
    auto revision = [&] {
        auto found = article("Tin qua hai máy chủ");
        return found ? text(*found, "revision") : std::string();
    };
    ASSERT_TRUE(eventually([&] { return revision() == "2"; })) << daemon->log();
    auto seen = visits("/tin-1.html");
    ASSERT_TRUE(eventually([&] { return visits("/tin-1.html") >= seen + 15; })) << daemon->log();
    EXPECT_EQ(revision(), "2") << "the old page by turns with the new one is no news";

    settled = true;
    ASSERT_TRUE(eventually([&] { return revision() == "3"; })) << daemon->log();
    EXPECT_THAT(text(*article("Tin qua hai máy chủ"), "body"), HasSubstr("đang xác minh"));
}

TEST_F(OddSite, ACounterAloneIsNoRevision)
{
    add_site(kRules);
    std::atomic<int> tick = 0;
    put("/tin-1.html", [&] {
        return fmt::format("<h1>Tin có bộ đếm</h1><div class=content>{}<p>Lượt xem: {}</p></div>",
                           paragraphs(), ++tick);
    });
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return article("Tin có bộ đếm").has_value(); })) << daemon->log();
    auto seen = visits("/tin-1.html");
    ASSERT_TRUE(eventually([&] { return visits("/tin-1.html") >= seen + 4; })) << daemon->log();
    EXPECT_EQ(text(*article("Tin có bộ đếm"), "revision"), "1");
    daemon->send(SIGTERM);
    EXPECT_EQ(daemon->wait_for_end(20s), 0);
    EXPECT_EQ(run({"crawl", "odd"}).exit_code, 0);
    EXPECT_EQ(text(*article("Tin có bộ đếm"), "revision"), "1");
}

TEST_F(OddSite, AnArticleWhoseNextPageIsGoneKeepsItsText)
{
    add_site(kRules);
    put("/tin-1.html", "<h1>Tin hai trang</h1><div class=content><p>Trang một.</p></div><a class=next-page "
                       "href=/tin-1-p2.html>2</a>");
    put("/tin-1-p2.html", "<div class=content><p>Trang hai.</p></div>");
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return article("Tin hai trang").has_value(); })) << daemon->log();
    take_away("/tin-1-p2.html");
    auto failed = [&] {
        return daemon->log().find("next page " + url("/tin-1-p2.html")) != std::string::npos;
    };
    ASSERT_TRUE(eventually(failed)) << daemon->log();
    EXPECT_EQ(text(*article("Tin hai trang"), "body"), "Trang một.\nTrang hai.");
}

TEST_F(OddSite, AChangedNumberIsToldAfterASecondLook)
{
    add_site(kRules);
    auto page = [](int hurt) {
        return fmt::format(
            "<h1>Tai nạn trên quốc lộ</h1><div class=content>{}<p>Vụ việc làm {} người bị thương.</p></div>",
            paragraphs(), hurt);
    };
    put("/tin-1.html", page(3));
    auto daemon = start_daemon();
    ASSERT_TRUE(eventually([&] { return article("Tai nạn trên quốc lộ").has_value(); })) << daemon->log();
    put("/tin-1.html", page(4));
    ASSERT_TRUE(eventually([&] { return text(*article("Tai nạn trên quốc lộ"), "revision") == "2"; }))
        << daemon->log();
}

} // namespace
} // namespace baotin::testing_daemon
