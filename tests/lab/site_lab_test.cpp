#include "blocking_client.hpp"
#include "encoding.hpp"
#include "site_lab.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace baotin::lab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class TheLab : public testing::Test {
protected:
    Response get(std::string_view site, std::string_view target, const BlockingClient::Headers& headers = {})
    {
        return BlockingClient(lab.base(site)).get(target, headers);
    }

    SiteLab lab;
};

struct Announced {
    std::string site;
    std::string listing;
};

class TheLabsSites : public TheLab, public testing::WithParamInterface<Announced> {};

INSTANTIATE_TEST_SUITE_P(
    All, TheLabsSites,
    testing::Values(Announced{"bocongan", "/tin-tuc-su-kien/tin-hoat-dong-cua-bo-2.html"},
                    Announced{"congan-haiphong", "/Tin-An-ninh-trat-tu"},
                    Announced{"congan-haiphong", "/rss"}, Announced{"congan-sonla", "/feed/"},
                    Announced{"congan-sonla", "/wp-sitemap-posts-post-1.xml"},
                    Announced{"thst", "/Home/ReloadSubject/24?MACD=7"},
                    Announced{"congthuong", "/chinh-tri"}));

TEST_P(TheLabsSites, AnnounceTheirSeedAndOlderArticlesWhichCanBeRead)
{
    const auto& [site, listing] = GetParam();
    const Response list = get(site, listing);
    EXPECT_EQ(list.status, 200);
    EXPECT_THAT(list.body, HasSubstr(lab.seed(site).path));
    EXPECT_THAT(lab.articles(site), SizeIs(testing::Ge(4)));
    for (const auto& article : lab.articles(site)) {
        const Response page = get(site, article.path);
        EXPECT_EQ(page.status, 200) << article.path;
        EXPECT_THAT(page.body, AllOf(HasSubstr(article.title), Not(HasSubstr("{{")), Not(HasSubstr("\x01"))));
        EXPECT_THAT(page.body.size(), AllOf(testing::Ge(20'000u), testing::Le(80'000u))) << article.path;
    }
}

TEST_P(TheLabsSites, PutWhatIsPublishedOnTop)
{
    const auto& [site, listing] = GetParam();
    const auto article =
        lab.publish(site, "Bắt giữ đối tượng trộm cắp", "Đoạn một.\n\n[ảnh] Tang vật.\nĐoạn hai <&>.");
    const std::string list = get(site, listing).body;
    ASSERT_THAT(list, HasSubstr(article.path));
    EXPECT_LT(list.find(article.path), list.find(lab.seed(site).path));
    EXPECT_THAT(get(site, article.path).body,
                AllOf(HasSubstr("Đoạn một."), HasSubstr("Tang vật."), HasSubstr("Đoạn hai &lt;&amp;&gt;.")));
    EXPECT_EQ(lab.articles(site).front().key, article.key);
}

TEST_F(TheLab, CarriesTheSeedsWithTheirOddities)
{
    EXPECT_THAT(get("congan-haiphong", lab.seed("congan-haiphong").path).body,
                AllOf(HasSubstr("<span class=\"drop-cap\">T</span>ại cuộc họp"),
                      HasSubstr("Cập nhật: 06/05/2021 07:15"), HasSubstr("CẦN, KIỆM, LIÊM, CHÍNH"),
                      HasSubstr("SIẾT CHẶT KỶ LUẬT")));
    EXPECT_THAT(
        get("thst", lab.seed("thst").path).body,
        AllOf(HasSubstr("<span class=\"luot-xem\">(Lượt xem: "), HasSubstr("Giấy phép số: 287/GP-TTĐT")));
    EXPECT_THAT(get("bocongan", lab.seed("bocongan").path).body,
                AllOf(HasSubstr("khoá XV"), HasSubstr("khóa XV")));
    EXPECT_THAT(get("congthuong", lab.seed("congthuong").path).body,
                HasSubstr("<tr><td>Lãnh đạo tỉnh Bắc Ninh trao tặng tranh dân gian Đông Hồ"));
    EXPECT_THAT(get("congan-sonla", "/feed/").body,
                AllOf(HasSubstr("<content:encoded><![CDATA[<p>Ngày 06/5, Trung tướng"),
                      HasSubstr("<pubDate>Thu, 06 May 2021 16:20:00 +0700</pubDate>")));
}

TEST_F(TheLab, TurnsThePagesOfItsPressListing)
{
    const std::string first = get("congthuong", "/chinh-tri").body;
    EXPECT_THAT(first, HasSubstr("<a rel=\"next\" href=\"/chinh-tri?page=2\">"));
    const Response second = get("congthuong", "/chinh-tri?page=2");
    EXPECT_THAT(second.body,
                AllOf(HasSubstr(lab.articles("congthuong").back().path), Not(HasSubstr("rel=\"next\""))));
    EXPECT_THAT(first, Not(HasSubstr(lab.articles("congthuong").back().path)));
    EXPECT_EQ(get("congthuong", "/chinh-tri?page=3").status, 404);
}

TEST_F(TheLab, MovesItsCountersWithEveryRequestUnlessToldNotTo)
{
    const std::string path = lab.seed("thst").path;
    EXPECT_NE(get("thst", path).body, get("thst", path).body);
    lab.set_counters(false);
    const std::string still = get("thst", path).body;
    EXPECT_EQ(still, get("thst", path).body);
    lab.rotate_related();
    EXPECT_NE(still, get("thst", path).body);
}

TEST_F(TheLab, EditsAnArticleInPlace)
{
    const auto seed = lab.seed("congan-sonla");
    lab.edit(seed, "04 địa phương", "05 địa phương");
    EXPECT_THAT(get("congan-sonla", seed.path).body,
                AllOf(HasSubstr("05 địa phương"), Not(HasSubstr("04 địa phương"))));
    EXPECT_THAT(get("congan-sonla", "/feed/").body, HasSubstr("05 địa phương"));
    EXPECT_THROW(lab.edit(seed, "không có ở đây", "x"), std::invalid_argument);
    EXPECT_THROW(lab.edit({"nowhere", "1", "/", ""}, "a", "b"), std::invalid_argument);
}

TEST_F(TheLab, RemovesAndRestores)
{
    const auto seed = lab.seed("congan-haiphong");
    lab.remove(seed, 410);
    EXPECT_EQ(get("congan-haiphong", seed.path).status, 410);
    EXPECT_THAT(get("congan-haiphong", "/Tin-An-ninh-trat-tu").body, Not(HasSubstr(seed.path)));
    lab.restore(seed);
    EXPECT_EQ(get("congan-haiphong", seed.path).status, 200);
    EXPECT_THAT(get("congan-haiphong", "/Tin-An-ninh-trat-tu").body, HasSubstr(seed.path));
}

TEST_F(TheLab, MovesAnArticleToANewPath)
{
    for (const std::string& site : lab.site_ids()) {
        const auto seed = lab.seed(site);
        const auto once = lab.move(seed);
        const auto twice = lab.move(once, false);
        EXPECT_EQ(once.key, seed.key);
        EXPECT_EQ(get(site, twice.path).status, 200);
        EXPECT_EQ(get(site, once.path).status, 404);
        const Response old = get(site, seed.path);
        EXPECT_EQ(old.status, 301);
        EXPECT_EQ(old.header("location"), lab.base(site) + twice.path);
    }
}

TEST_F(TheLab, AnswersNotModifiedOnlyWhenToldToSendValidators)
{
    const auto seed = lab.seed("bocongan");
    EXPECT_EQ(get("bocongan", seed.path).header("etag"), "");
    lab.set_validators("bocongan", true);
    const Response first = get("bocongan", seed.path);
    const std::string etag = first.header("etag");
    const std::string modified = first.header("last-modified");
    EXPECT_EQ(get("bocongan", seed.path, {{"If-None-Match", etag}}).status, 304);
    EXPECT_EQ(get("bocongan", seed.path, {{"If-Modified-Since", modified}}).status, 304);
    lab.edit(seed, "Covid-19", "Covid - 19");
    EXPECT_EQ(get("bocongan", seed.path, {{"If-None-Match", etag}, {"If-Modified-Since", modified}}).status,
              200);
    EXPECT_EQ(get("bocongan", seed.path, {{"If-Modified-Since", modified}}).status, 200);
}

TEST_F(TheLab, SendsTheSameZippedBytesWhileNothingMoves)
{
    lab.set_counters(false);
    const auto seed = lab.seed("congthuong");
    const Response plain = get("congthuong", seed.path);
    const Response zipped = get("congthuong", seed.path, {{"Accept-Encoding", "gzip, deflate"}});
    EXPECT_EQ(zipped.header("content-encoding"), "gzip");
    EXPECT_LT(zipped.body.size(), plain.body.size() / 2);
    EXPECT_EQ(zipped.body, get("congthuong", seed.path, {{"Accept-Encoding", "gzip"}}).body);
    EXPECT_EQ(zipped.body, gzip(plain.body));
}

TEST_F(TheLab, ServesItsPagesInAnotherCharset)
{
    lab.set_charset("thst", "windows-1258");
    const Response page = get("thst", lab.seed("thst").path);
    EXPECT_EQ(page.header("content-type"), "text/html; charset=windows-1258");
    EXPECT_THAT(page.body, AllOf(HasSubstr("charset=windows-1258\""),
                                 HasSubstr(to_charset("Quang cảnh diễn ra", "windows-1258")),
                                 Not(HasSubstr("Quang cảnh"))));
    EXPECT_THROW(lab.set_charset("thst", "no-such-charset"), std::invalid_argument);
}

TEST_F(TheLab, KeepsAConnectionAndAnswersHead)
{
    BlockingClient client(lab.base("bocongan"));
    const std::string path = lab.seed("bocongan").path;
    lab.set_counters(false);
    const Response head = client.ask("HEAD", path);
    const Response page = client.get(path);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body, "");
    EXPECT_EQ(head.header("content-length"), std::to_string(page.body.size()));
    EXPECT_EQ(client.ask("POST", path, "x").status, 405);
    EXPECT_EQ(client.get("/khong-co").status, 404);
}

TEST_F(TheLab, RemembersWhoAskedForWhat)
{
    get("thst", "/robots.txt", {{"User-Agent", "baotin (+mailto:ops@example.org)"}});
    get("thst", "/khong-co?a=b", {{"If-None-Match", "\"x\""}});
    const auto hits = lab.hits("thst");
    ASSERT_THAT(hits, SizeIs(2));
    EXPECT_EQ(hits[0].path, "/robots.txt");
    EXPECT_EQ(hits[0].user_agent, "baotin (+mailto:ops@example.org)");
    EXPECT_EQ(hits[0].status, 200);
    EXPECT_EQ(hits[1].path, "/khong-co?a=b");
    EXPECT_EQ(hits[1].if_none_match, "\"x\"");
    EXPECT_EQ(hits[1].status, 404);
    EXPECT_LE(hits[0].at, hits[1].at);
    EXPECT_THAT(lab.hits("bocongan"), SizeIs(0));
}

TEST_F(TheLab, GivesEverySiteARobotsFileThatCanBeReplaced)
{
    for (const std::string& site : lab.site_ids())
        EXPECT_THAT(get(site, "/robots.txt").body, HasSubstr("Disallow: /admin/"));
    EXPECT_THAT(get("congan-sonla", "/robots.txt").body,
                HasSubstr("Sitemap: " + lab.base("congan-sonla") + "/wp-sitemap.xml"));
    lab.set_robots("thst", "User-agent: *\nDisallow: /\n");
    EXPECT_EQ(get("thst", "/robots.txt").body, "User-agent: *\nDisallow: /\n");
}

} // namespace
} // namespace baotin::lab
