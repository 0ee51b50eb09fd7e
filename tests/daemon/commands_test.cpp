#include "tests/daemon/stage.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

class CommandsTest : public Stage {};

std::vector<std::string> keys(const boost::json::object& object)
{
    std::vector<std::string> names;
    for (const auto& [key, value] : object)
        names.emplace_back(key);
    return names;
}

TEST_F(CommandsTest, EveryCommandsHelpShowsAnExample)
{
    for (const auto* name : {"run",      "check",  "crawl",  "try",   "robots",     "sites",  "reparse",
                             "articles", "search", "show",   "diff",  "story",      "export", "backup",
                             "restore",  "verify", "events", "hooks", "deliveries", "version"}) {
        auto help = baotin({name, "--help"}, folder.path());
        EXPECT_EQ(help.exit_code, 0) << name;
        EXPECT_THAT(help.out, HasSubstr(std::string("baotin ") + name)) << name;
    }
}

TEST_F(CommandsTest, AnUnknownCommandIsNamedWithTheOneThatWasMeant)
{
    auto slip = baotin({"artcles"}, folder.path());
    EXPECT_EQ(slip.exit_code, 2);
    EXPECT_THAT(slip.err, HasSubstr("baotin has no command \"artcles\"; did you mean \"articles\"?"));
    EXPECT_THAT(baotin({"--quiet", "frob"}, folder.path()).err,
                AllOf(HasSubstr("baotin has no command \"frob\""), HasSubstr("verify")));
    EXPECT_THAT(baotin({}, folder.path()).err, HasSubstr("--help"));
}

TEST_F(CommandsTest, CommonOptionsStandBeforeOrAfterTheCommand)
{
    auto config = file("baotin.toml").string();
    EXPECT_EQ(baotin({"--config", config, "--json", "check"}, folder.path()).out,
              baotin({"check", "--json", "--config", config}, folder.path()).out);
}

TEST_F(CommandsTest, CrawlMakesOnePassAndTheSecondFindsNothingNew)
{
    auto first = run({"crawl"});
    EXPECT_EQ(first.exit_code, 0) << first.err;
    EXPECT_THAT(first.out, HasSubstr(std::to_string(articles_on_sites()) + " new articles, 0 changed"));
    EXPECT_EQ(json({"articles"}).size(), articles_on_sites());
    auto second = run({"crawl"});
    EXPECT_EQ(second.exit_code, 0) << second.err;
    EXPECT_THAT(second.out, HasSubstr(" 0 new articles"));
}

TEST_F(CommandsTest, CrawlCatchesUpWithNewsBehindTheFirstPageOfAListing)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    for (int i = 1; i <= 11; ++i) // more than stand on the first page, while nobody looked
        lab.publish("congthuong", fmt::format("Tin dồn số {}", i),
                    fmt::format("Nội dung của tin dồn số {}.", i));
    EXPECT_THAT(run({"crawl", "congthuong"}).out, HasSubstr("11 new articles"));
    EXPECT_THAT(run({"crawl", "congthuong"}).out, HasSubstr(" 0 new articles"));
}

TEST_F(CommandsTest, CrawlTellsHooksBeforeItExits)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    lab.publish("thst", "Tin mới giữa hai lượt quét",
                "Nội dung đủ dài của một bản tin mới đăng giữa hai lượt quét theo lịch.\n"
                "Đoạn hai của bản tin.");
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    EXPECT_EQ(count_received("article.new"), 1U);
}

TEST_F(CommandsTest, CrawlOfOneSiteLeavesTheOthersAlone)
{
    ASSERT_EQ(run({"crawl", "thst"}).exit_code, 0);
    EXPECT_EQ(lab.hits("bocongan").size(), 0U);
    EXPECT_EQ(json({"articles"}).size(), lab.articles("thst").size());
}

TEST_F(CommandsTest, CrawlAnswersOneWhenAPageFailed)
{
    lab::Behaviour broken;
    broken.kind = lab::Behaviour::Kind::status;
    broken.status = 500;
    lab.behave("thst", lab.articles("thst").back().path, broken);
    auto crawled = run({"crawl", "--quiet"});
    EXPECT_EQ(crawled.exit_code, 1);
    EXPECT_THAT(crawled.err, HasSubstr("answered 500"));
}

TEST_F(CommandsTest, ArticlesPrintTheContractsFieldsNewestFirst)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    auto articles = json({"articles"});
    ASSERT_FALSE(articles.empty());
    for (const auto& article : articles) {
        EXPECT_THAT(keys(article),
                    ElementsAre("id", "site", "url", "title", "summary", "author", "published_at", "body",
                                "captions", "content_hash", "revision", "first_seen_at", "changed_at",
                                "state", "section", "modified_at", "images"));
        EXPECT_TRUE(article.at("id").is_string());
        EXPECT_TRUE(article.at("captions").is_array());
        EXPECT_THAT(text(article, "first_seen_at"), HasSubstr("+07:00"));
    }
    for (std::size_t i = 1; i < articles.size(); ++i) {
        EXPECT_GE(text(articles[i - 1], "first_seen_at"), text(articles[i], "first_seen_at"));
    }
    EXPECT_EQ(json({"articles", "--limit", "2"}).size(), 2U);
}

TEST_F(CommandsTest, PipedTablesArePlain)
{
    ASSERT_EQ(run({"crawl", "thst"}).exit_code, 0);
    auto table = run({"articles"});
    EXPECT_THAT(table.out, AllOf(StartsWith("ID\tSITE\t"), Not(HasSubstr("\x1b"))));
}

TEST_F(CommandsTest, TryShowsEachFieldWithItsSelectorAndOpensNoStore)
{
    auto seed = lab.seed("congan-haiphong");
    auto tried = run({"try", "congan-haiphong", lab.base("congan-haiphong") + seed.path});
    EXPECT_EQ(tried.exit_code, 0) << tried.err;
    EXPECT_THAT(tried.out,
                AllOf(HasSubstr("rule: .detail-content"), HasSubstr(seed.title), HasSubstr("Tại cuộc họp")));
    EXPECT_FALSE(std::filesystem::exists(file("baotin.db")));
}

TEST_F(CommandsTest, TryGenericReadsAFileWithoutAnyConfiguration)
{
    write_file(file("page.html"), "<html><head><title>Tin</title><meta property='og:title' content='Công an "
                                  "họp báo'></head><body><nav>Trang chủ</nav>"
                                  "<article><h1>Công an họp báo</h1><p>Ngày 20/11/2026, Công an tỉnh tổ chức "
                                  "họp báo thông tin về tình hình an ninh, "
                                  "trật tự trên địa bàn trong tháng, với sự tham gia của nhiều cơ quan báo "
                                  "chí.</p><p>Tại buổi họp báo, đại diện Công "
                                  "an tỉnh đã trả lời các câu hỏi của phóng viên về công tác phòng, chống "
                                  "tội phạm.</p></article></body></html>");
    auto tried = baotin({"try", "generic", "page.html", "--url", "https://example.vn/tin-1.html", "--json"},
                        folder.path());
    ASSERT_EQ(tried.exit_code, 0) << tried.err;
    auto object = boost::json::parse(tried.out).as_object();
    EXPECT_EQ(text(object, "title"), "Công an họp báo");
    EXPECT_THAT(text(object, "body"), HasSubstr("trả lời các câu hỏi"));
    EXPECT_THAT(keys(object), IsSupersetOf({"title", "summary", "author", "published_at", "body", "captions",
                                            "provenance", "warnings"}));
}

TEST_F(CommandsTest, TryShowsTheLinksOfAListingAFeedAndASitemap)
{
    auto base = lab.base("congan-sonla");
    auto feed = json({"try", "congan-sonla", base + "/feed/", "--as", "feed"});
    EXPECT_EQ(feed.front().at("links").as_array().size(), lab.articles("congan-sonla").size());
    auto index = json({"try", "congan-sonla", base + "/wp-sitemap.xml", "--as", "sitemap"});
    EXPECT_FALSE(index.front().at("more").as_array().empty());
}

TEST_F(CommandsTest, RobotsSaysMayWeAndByWhichLine)
{
    write_file(file("robots.txt"), "User-agent: *\nDisallow: /admin/\nAllow: /admin/public\n");
    auto no = baotin({"robots", "https://example.vn/admin/x", "--file", "robots.txt"}, folder.path());
    EXPECT_EQ(no.exit_code, 1);
    EXPECT_EQ(no.out, "disallowed\nline 2: Disallow: /admin/\n");
    auto yes =
        baotin({"robots", "https://example.vn/admin/public", "--agent", "FooBot", "--file", "robots.txt"},
               folder.path());
    EXPECT_EQ(yes.exit_code, 0);
    EXPECT_EQ(yes.out, "allowed\nline 3: Allow: /admin/public\n");
    auto live = baotin({"robots", lab.base("thst") + "/admin/x"}, folder.path());
    EXPECT_EQ(live.exit_code, 1) << live.out << live.err;
}

TEST_F(CommandsTest, RobotsJudgesAUrlAsWrittenAgainstAFile)
{
    write_file(file("robots.txt"), "user-agent: FooBot\ndisallow: /*utm_source=\ndisallow: /x/..\n"
                                   "disallow: /foo/%62ar\n\nuser-agent: *\ndisallow: /\n");
    auto judged = [&](std::string url, std::string agent) {
        return baotin({"robots", std::move(url), "--agent", std::move(agent), "--file", "robots.txt"},
                      folder.path())
            .exit_code;
    };
    EXPECT_EQ(judged("http://foo.bar/a?utm_source=x", "FooBot"), 1);
    EXPECT_EQ(judged("http://foo.bar/x/../y", "foobot"), 1);
    EXPECT_EQ(judged("http://foo.bar/foo/bar", "FooBot/2.1"), 1);
    EXPECT_EQ(judged("http://foo.bar", "FooBot"), 0);
    EXPECT_EQ(judged("foo.bar/foo/baz", "FooBot"), 0);
    EXPECT_EQ(judged("", "BarBot"), 1);
    EXPECT_EQ(judged("http://foo.bar/robots.txt", "BarBot"), 0);
}

TEST_F(CommandsTest, CheckSaysWhereRobotsTxtIsSetAside)
{
    write_file(
        file("sites.d/thst-agreed.toml"),
        "name = \"Sóc Trăng\"\nhome = \"https://thst.example/\"\nkind = \"press\"\nid = \"thst-agreed\"\n"
        "[[source]]\nfeed = \"https://thst.example/rss\"\n[visit]\n"
        "robots = { ignore = true, reason = \"agreed with the editors\" }\n");
    auto checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
    EXPECT_THAT(checked.out, AllOf(HasSubstr("thst-agreed.toml"), HasSubstr("agreed with the editors")));
    EXPECT_EQ(json({"check"}).front().at("warnings").as_array().size(), 1U);
}

TEST_F(CommandsTest, CheckLiveFetchesEachSiteOnce)
{
    auto checked = run({"check", "--live"});
    EXPECT_EQ(checked.exit_code, 0) << checked.out << checked.err;
    for (const auto& site : lab.site_ids())
        EXPECT_THAT(checked.out, HasSubstr(site));
}

TEST_F(CommandsTest, HooksTestSendsAMarkedSample)
{
    auto tested = run({"hooks", "test", "newsroom"});
    EXPECT_EQ(tested.exit_code, 0) << tested.err;
    auto deliveries = receiver.received();
    ASSERT_EQ(deliveries.size(), 1U);
    EXPECT_TRUE(deliveries.front().signature_valid);
    EXPECT_THAT(deliveries.front().body, HasSubstr("\"test\":true"));
    receiver.answer("/hook", 302, 1);
    EXPECT_EQ(run({"hooks", "test", "newsroom"}).exit_code, 1);
}

TEST_F(CommandsTest, HooksShowsWhatWaitsAndWhatAReceiverAnsweredLast)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    receiver.answer("/hook", 500, 100);
    lab.publish("thst", "Tin khi bên nhận hỏng",
                "Nội dung của một bản tin mới đăng khi bên nhận trả lời 500.");
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    auto hook = json({"hooks"}).at(0);
    EXPECT_EQ(text(hook, "pending"), "1");
    EXPECT_THAT(text(hook, "state"), AllOf(HasSubstr("tried "), HasSubstr("500")));
}

TEST_F(CommandsTest, ADeadLetterIsBroughtBack)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    receiver.answer("/hook", 410, 1);
    lab.publish("thst", "Tin khi bên nhận đã đóng cửa",
                "Nội dung đủ dài của một bản tin mới đăng khi bên nhận trả lời 410 Gone.\nHai.");
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    EXPECT_THAT(run({"hooks"}).out, HasSubstr("gone since"));
    EXPECT_THAT(run({"events"}).out, HasSubstr("newsroom: "));
    EXPECT_EQ(json({"deliveries", "--state", "delivered"}).size(), 0U);
    EXPECT_EQ(run({"deliveries", "retry", "--hook", "newsroom"}).exit_code, 0);
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    EXPECT_GE(json({"deliveries", "--state", "delivered"}).size(), 1U);
    EXPECT_THAT(run({"hooks"}).out, HasSubstr("ok"));
}

TEST_F(CommandsTest, VersionNeedsNoConfiguration)
{
    auto version = baotin({"version"}, folder.path());
    EXPECT_EQ(version.exit_code, 0);
    EXPECT_THAT(version.out, StartsWith("baotin "));
}

} // namespace
} // namespace baotin::testing_daemon
