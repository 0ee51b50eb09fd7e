#include "config/config.hpp"
#include "crawler/gate_plans.hpp"
#include "crawler/page_reader.hpp"
#include "parsers/compression.hpp"
#include "parsers/page_regions.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using parsers::FieldRule;
using parsers::html::Selector;
using testing::HasSubstr;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21);
constexpr std::size_t kLimit = 8u << 20;

config::Site site()
{
    config::Site site;
    site.id = "haiphong";
    site.home = "http://host/";
    parsers::Generation generation;
    generation.title = {FieldRule::compile("h1").value()};
    generation.body = {FieldRule::compile(".body").value()};
    site.rules.generations = {generation};
    return site;
}

WirePage page(std::string body)
{
    return {"http://host/tin-1.html", std::move(body), "", "text/html; charset=utf-8"};
}

std::string article(const std::string& body_class)
{
    return "<html><head><title>Tin</title></head><body><h1>Tin mới</h1><div class=\"" + body_class +
           "\"><p>Ngày 05/5/2021, Trung tướng Lương Tam Quang đã chủ trì cuộc họp trực tuyến với Công an 08 "
           "địa phương.</p>"
           "<p>Dự làm việc tại đầu cầu có các đồng chí đại diện lãnh đạo Công an các đơn vị, địa "
           "phương.</p></div></body></html>";
}

TEST(PageReader, ReadsAnArticleByItsRules)
{
    auto read = read_article_page(page(article("body")), site(), kNow, kLimit);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->reading.text.title, "Tin mới");
    EXPECT_THAT(read->reading.text.body, HasSubstr("08 địa phương.\nDự làm việc"));
    EXPECT_TRUE(is_reading_of_today(read->reading_id, reading_of(site())));
}

TEST(PageReader, MarksABodyThatTheRulesNoLongerMatch)
{
    auto before = read_article_page(page(article("body")), site(), kNow, kLimit);
    auto after = read_article_page(page(article("redesigned")), site(), kNow, kLimit);
    ASSERT_TRUE(before && after);
    EXPECT_TRUE(rules_stopped_matching(before->reading_id, after->reading_id));
    EXPECT_FALSE(rules_stopped_matching(after->reading_id, before->reading_id));
    EXPECT_FALSE(rules_stopped_matching(after->reading_id, after->reading_id));
}

TEST(PageReader, RereadsTheStoredPageToTheSameText)
{
    auto read = read_article_page(page(article("body")), site(), kNow, kLimit);
    ASSERT_TRUE(read);
    auto again = reread_article_page(read->raw_page, "http://host/tin-1.html", site(), kNow, kLimit);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->reading.text, read->reading.text);
    EXPECT_EQ(again->content_hash, read->content_hash);
}

TEST(PageReader, AChallengeIsNotThePage)
{
    auto read = read_article_page(
        page("<html><body><script>document.cookie=\"D1N=0123456789abcdef0123456789abcdef\"+\"; "
             "expires=Fri, 31 Dec 2038 23:59:59 GMT; path=/\";window.location.reload(true);"
             "</script></body></html>"),
        site(), kNow, kLimit);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().outcome, Outcome::challenged);
}

TEST(PageReader, RandomBytesAreUnreadable)
{
    std::mt19937 random(1);
    std::string bytes(100'000, '\0');
    for (auto& byte : bytes)
        byte = static_cast<char>(random());
    auto strict = site();
    strict.rules.fallback = parsers::Fallback::none;
    auto read = read_article_page(page(bytes), strict, kNow, kLimit);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().outcome, Outcome::unreadable);
}

TEST(PageReader, AHundredThousandNestedTagsAreRefusedInOneSentence)
{
    std::string nested;
    for (int i = 0; i < 100'000; ++i)
        nested += "<div>";
    auto read = read_article_page(page(nested), site(), kNow, kLimit);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().detail, HasSubstr("deeper than 512"));
}

TEST(PageReader, ABodyThatInflatesPastTheLimitIsRefused)
{
    auto wire = page(parsers::compress_zstd(std::string(1u << 20, 'a')));
    wire.content_encoding = "zstd";
    auto read = read_article_page(wire, site(), kNow, 1000);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().detail, HasSubstr("larger than 1000 bytes"));
}

TEST(PageReader, ADecompressionBombIsRefused)
{
    auto wire = page(parsers::compress_zstd(std::string(4u << 20, 'a')));
    wire.content_encoding = "zstd";
    auto read = read_article_page(wire, site(), kNow, {8u << 20, 100});
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().detail, HasSubstr("a decompression bomb"));
}

TEST(PageReader, ALyingContentEncodingIsUnreadable)
{
    auto wire = page(article("body"));
    wire.content_encoding = "gzip";
    EXPECT_FALSE(read_article_page(wire, site(), kNow, kLimit));
}

TEST(PageReader, AnIndexLeadsToSitemapsOfItsOwnSiteOnly)
{
    config::Source source;
    source.kind = config::SourceKind::sitemap;
    source.url = "http://host/sitemap.xml";
    auto index = page("<sitemapindex><sitemap><loc>http://host/a.xml</loc></sitemap>"
                      "<sitemap><loc>http://other/b.xml</loc></sitemap></sitemapindex>");
    index.url = source.url;
    index.content_type = "application/xml";
    auto links = read_source_page(index, site(), source, kNow, kLimit);
    ASSERT_TRUE(links);
    EXPECT_EQ(links->more, std::vector<std::string>{"http://host/a.xml"});
}

TEST(PageReader, AGzipFileIsReadAlthoughNoHeaderSaysSo)
{
    // <urlset><url><loc>http://host/tin-1.html</loc></url></urlset>
    constexpr unsigned char packed[] = {
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xB3, 0x29, 0x2D, 0xCA,
        0x29, 0x4E, 0x2D, 0xB1, 0xB3, 0x01, 0xD2, 0x76, 0x36, 0x39, 0xF9, 0xC9, 0x76, 0x19,
        0x25, 0x25, 0x05, 0x56, 0xFA, 0xFA, 0x19, 0xF9, 0xC5, 0x25, 0xFA, 0x25, 0x99, 0x79,
        0xBA, 0x86, 0x7A, 0x19, 0x25, 0xB9, 0x39, 0x36, 0xFA, 0x20, 0x39, 0x1B, 0x7D, 0xB0,
        0x32, 0x7D, 0xA8, 0x26, 0x00, 0xBB, 0xFD, 0xF5, 0xEF, 0x3D, 0x00, 0x00, 0x00};
    auto sitemap = page(std::string(packed, packed + sizeof packed));
    sitemap.content_type = "application/octet-stream";
    config::Source source;
    source.kind = config::SourceKind::sitemap;
    source.url = "http://host/sitemap.xml.gz";
    auto links = read_source_page(sitemap, site(), source, kNow, kLimit);
    ASSERT_TRUE(links);
    ASSERT_EQ(links->links.size(), 1U);
    EXPECT_EQ(links->links[0].url, "http://host/tin-1.html");
    sitemap.body.resize(30);
    auto cut_off = read_source_page(sitemap, site(), source, kNow, kLimit);
    ASSERT_FALSE(cut_off);
    EXPECT_EQ(cut_off.error().detail, "the gzip body is broken or cut off");
}

TEST(PageReader, ASourceAnnouncesOnlyArticlesOfItsOwnSite)
{
    auto own = site();
    own.articles = parsers::UrlGlobs({"/tin-*.html"});
    config::Source source;
    source.rules = parsers::ListingRules{Selector::compile("a").value(), std::nullopt};
    auto listing = page("<a href=/tin-1.html>A</a><a href=/lien-he.html>B</a>"
                        "<a href=http://other/tin-2.html>C</a><a href='javascript:x'>D</a>");
    listing.url = "http://host/tin";
    source.url = listing.url;
    auto links = read_source_page(listing, own, source, kNow, kLimit);
    ASSERT_TRUE(links);
    ASSERT_EQ(links->links.size(), 1U);
    EXPECT_EQ(links->links.front().url, "http://host/tin-1.html");
}

TEST(PageReader, ADateThatGoesByTheMomentOfReadingIsVolatile)
{
    auto dated = site();
    dated.rules.generations[0].published = {FieldRule::compile(".date").value()};
    auto with_date = [&](const std::string& date) {
        auto text = article("body");
        return page(text.insert(text.find("<div"), "<span class=\"date\">" + date + "</span>"));
    };
    auto relative = read_article_page(with_date("2 giờ trước"), dated, kNow, kLimit);
    auto absolute = read_article_page(with_date("20/11/2026 07:15"), dated, kNow, kLimit);
    ASSERT_TRUE(relative && absolute);
    EXPECT_TRUE(relative->reading.published_is_volatile);
    EXPECT_FALSE(absolute->reading.published_is_volatile);
}

TEST(PageReader, AnEditedSelectorIsAnotherReading)
{
    auto edited = site();
    edited.rules.generations[0].body = {FieldRule::compile("#body").value()};
    EXPECT_NE(reading_of(site()), reading_of(edited));
}

config::Site site_with_regions()
{
    auto with_regions = site();
    with_regions.rules.fallback = parsers::Fallback::none;
    with_regions.rules.generations[0].remove = {Selector::compile(".views").value()};
    with_regions.regions =
        std::make_shared<const parsers::html::RegionPlan>(parsers::plan_regions(with_regions.rules));
    return with_regions;
}

std::string between_counters(std::string text, int views)
{
    return fmt::format("<html><body><div id=top>Trực tuyến: {0}</div><h1>Tin mới</h1><div class=body><p>{1}"
                       "</p><p class=views>Lượt xem: {0}</p></div><div>{0} bình luận</div></body></html>",
                       views, text);
}

TEST(PageReader, APageThatShowsTheSameToTheRulesIsNotParsedAgain)
{
    auto site = site_with_regions();
    auto first = look_at_article_page(page(between_counters("Tin", 1)), site, kNow, kLimit, {site.regions});
    ASSERT_TRUE(first && first->read);
    auto known = first->read->regions_hash;
    ASSERT_NE(known, 0u);
    auto counted =
        look_at_article_page(page(between_counters("Tin", 2)), site, kNow, kLimit, {site.regions, known});
    ASSERT_TRUE(counted);
    EXPECT_FALSE(counted->read);
    auto edited = look_at_article_page(page(between_counters("Tin khác", 2)), site, kNow, kLimit,
                                       {site.regions, known});
    ASSERT_TRUE(edited && edited->read);
    EXPECT_EQ(edited->read->reading.text.body, "Tin khác");
}

TEST(PageReader, APageThatMustBeReadWholeHasNoRegionsToCompare)
{
    auto site = site_with_regions();
    auto misnested = between_counters("<b><i>Tin</b></i>", 1);
    auto look = look_at_article_page(page(misnested), site, kNow, kLimit, {site.regions});
    ASSERT_TRUE(look && look->read);
    EXPECT_EQ(look->read->regions_hash, 0u);
    EXPECT_EQ(look->read->reading.text.body, "Tin");
}

TEST(PageReader, AChallengeIsNeverTakenForThePageItStandsFor)
{
    auto site = site_with_regions();
    auto stub = look_at_article_page(
        page("<html><body><script>document.cookie=\"D1N=0123456789abcdef0123456789abcdef\"+\"; "
             "path=/\";window.location.reload(true);</script></body></html>"),
        site, kNow, kLimit, {site.regions, 0x1234});
    ASSERT_FALSE(stub);
    EXPECT_EQ(stub.error().outcome, Outcome::challenged);
}

TEST(PageReader, AListingWhoseLinksAreTheSameIsNotParsedAgain)
{
    config::Source source;
    source.kind = config::SourceKind::listing;
    source.url = "http://host/tin";
    source.rules = parsers::ListingRules{.links = Selector::compile(".news a").value(), .next = {}};
    source.regions = std::make_shared<const parsers::html::RegionPlan>(parsers::plan_regions(*source.rules));
    auto listing = [](const char* link, int views) {
        return page(fmt::format("<html><body><p>{}</p><ul class=news><li><a href={}>x</a></ul></body></html>",
                                views, link));
    };
    auto first =
        look_at_source_page(listing("/tin-1.html", 1), site(), source, kNow, kLimit, {source.regions});
    ASSERT_TRUE(first && first->links && first->regions_hash != 0);
    auto same = look_at_source_page(listing("/tin-1.html", 2), site(), source, kNow, kLimit,
                                    {source.regions, first->regions_hash});
    ASSERT_TRUE(same);
    EXPECT_FALSE(same->links);
    auto news = look_at_source_page(listing("/tin-2.html", 2), site(), source, kNow, kLimit,
                                    {source.regions, first->regions_hash});
    ASSERT_TRUE(news && news->links);
    EXPECT_EQ(news->links->links.at(0).url, "http://host/tin-2.html");
}

TEST(PageReader, AddressesThatDifferInIgnoredParametersAreOneArticle)
{
    config::Source source;
    source.kind = config::SourceKind::listing;
    source.url = "http://host/tin";
    source.rules = parsers::ListingRules{.links = Selector::compile("a").value(), .next = {}};
    auto one = site();
    one.ignore_parameters = {"maxwidth"};
    auto listing = page("<a href='/tin.html?id=1&maxwidth=640'>x</a><a "
                        "href='/tin.html?maxwidth=320&id=1'>x</a><a href='/tin.html?id=2'>y</a>");
    auto look = look_at_source_page(listing, one, source, kNow, kLimit, {});
    ASSERT_TRUE(look && look->links);
    ASSERT_EQ(look->links->links.size(), 2U);
    EXPECT_EQ(look->links->links.at(0).url, "http://host/tin.html?id=1");
    EXPECT_NE(reading_of(one, source), reading_of(site(), source)) << "what was read before is read again";
}

TEST(GatePlans, LeaveOutWhatWasLearnedToChangeByItself)
{
    auto site = std::make_shared<const config::Site>(site_with_regions());
    auto with_box = [&](int number) {
        return page(fmt::format("<html><body><h1>Tin mới</h1><div class=body><p>Tin</p><div class=weather>{}"
                                "</div></div></body></html>",
                                number));
    };
    GatePlans plans;
    Volatility volatility;
    EXPECT_EQ(plans.of(site, volatility, kNow), site->regions);
    volatility.found({parsers::VolatilePart{.selector = ".weather", .sample = "31 độ"}}, kNow);
    auto plan = plans.of(site, volatility, kNow);
    auto first = look_at_article_page(with_box(1), *site, kNow, kLimit, {plan});
    ASSERT_TRUE(first && first->read);
    EXPECT_THAT(first->read->reading.text.body, HasSubstr("1"))
        << "hidden from the gate, not from the reader";
    RegionGate gate{plans.of(site, volatility, kNow), first->read->regions_hash};
    auto second = look_at_article_page(with_box(2), *site, kNow, kLimit, gate);
    ASSERT_TRUE(second);
    EXPECT_FALSE(second->read);
}

} // namespace
} // namespace baotin::crawler
