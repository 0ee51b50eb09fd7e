#include "tests/daemon/stage.hpp"

#include <boost/json/array.hpp>
#include <gmock/gmock.h>

#include <set>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// `baotin add` as an editor uses it, against the lab's sites.
class AddTest : public Stage {
protected:
    [[nodiscard]] std::string front(std::string_view site) const { return lab.base(site) + "/"; }

    /// A configuration of its own with this site file alone, which visits without delay.
    [[nodiscard]] std::filesystem::path install(std::string text) const
    {
        const std::string delay = "# delay = \"2s\"";
        text.replace(text.find(delay), delay.size(), "delay = \"0s\"");
        const auto own = file("own");
        std::filesystem::create_directories(own / "sites.d");
        write_file(own / "sites.d" / "drafted.toml", text);
        write_file(own / "baotin.toml", "[store]\nurl = \"sqlite://" + (own / "own.db").string() +
                                            "\"\n[crawler]\nallow_private = true\n");
        return own;
    }
};

TEST_F(AddTest, TheDraftedFileFindsTheArticles)
{
    const auto added = baotin({"add", front("congan-sonla")}, folder.path());
    EXPECT_EQ(added.exit_code, 0) << added.err;
    EXPECT_THAT(added.out, AllOf(HasSubstr("kind     = \"police\""), HasSubstr("province = \"Sơn La\""),
                                 HasSubstr("/feed/\""), HasSubstr("listing = "), HasSubstr("sitemap = "),
                                 HasSubstr("matched on 3 of 3 articles")));
    EXPECT_THAT(added.err, AllOf(HasSubstr("reading " + front("congan-sonla")),
                                 HasSubstr("a feed with 5 links"), HasSubstr("read by these rules")));
    const auto own = install(added.out);
    const auto checked = baotin({"check", "--config", (own / "baotin.toml").string()}, own);
    EXPECT_EQ(checked.exit_code, 0) << checked.err << checked.out;
    const auto crawled = baotin({"crawl", "--config", (own / "baotin.toml").string()}, own);
    EXPECT_EQ(crawled.exit_code, 0) << crawled.err << crawled.out;
    const auto listed = baotin({"articles", "--json", "--config", (own / "baotin.toml").string()}, own);
    for (const auto& article : lab.articles("congan-sonla"))
        EXPECT_THAT(listed.out, HasSubstr(article.title));
}

TEST_F(AddTest, SaysInOneSentenceWhyAFrontPageCannotBeHad)
{
    const auto nobody = baotin({"add", "http://127.0.0.1:1/"}, folder.path());
    EXPECT_EQ(nobody.exit_code, 1);
    EXPECT_THAT(nobody.err, HasSubstr("127.0.0.1:1"));
    EXPECT_EQ(nobody.out, "");
    lab.set_robots("thst", "User-agent: *\nDisallow: /\n");
    const auto forbidden = baotin({"add", front("thst")}, folder.path());
    EXPECT_EQ(forbidden.exit_code, 1);
    EXPECT_THAT(forbidden.err, HasSubstr("robots.txt"));
    lab::Behaviour guarded;
    guarded.kind = lab::Behaviour::Kind::challenge;
    lab.behave("bocongan", "/", guarded);
    const auto challenged = baotin({"add", front("bocongan")}, folder.path());
    EXPECT_EQ(challenged.exit_code, 1);
    EXPECT_THAT(challenged.err, HasSubstr("not the page"));
    const auto feed = baotin({"add", lab.base("congan-haiphong") + "/rss"}, folder.path());
    EXPECT_EQ(feed.exit_code, 1);
    EXPECT_THAT(feed.err, HasSubstr("no HTML page"));
    EXPECT_EQ(baotin({"add", "ftp://congan.vn/"}, folder.path()).exit_code, 2);
}

TEST_F(AddTest, PrintsTheBestFileItCanWhereNoArticleCanBeRead)
{
    lab::Behaviour gone;
    gone.kind = lab::Behaviour::Kind::status;
    gone.status = 404;
    for (const auto& article : lab.articles("congthuong"))
        lab.behave("congthuong", article.path, gone);
    const auto added = baotin({"add", front("congthuong"), "--json"}, folder.path());
    EXPECT_EQ(added.exit_code, 1);
    EXPECT_THAT(added.out, AllOf(HasSubstr("\"ok\":false"), HasSubstr("no article could be read"),
                                 HasSubstr("Báo Công Thương"), HasSubstr("listing = ")));
}

} // namespace
} // namespace baotin::testing_daemon
