#include "pages.hpp"
#include "parsers/metadata.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A block of JSON-LD.
std::string ld(const std::string& json)
{
    return "<script type='application/ld+json'>" + json + "</script>";
}

Metadata read_body(const std::string& body)
{
    return read_metadata(page("<body>" + body), "https://a.vn/tin/1.html", may_2021());
}

Metadata read(const std::string& head)
{
    return read_metadata(page("<head>" + head + "</head><body></body>"), "https://a.vn/tin/1.html",
                         may_2021());
}

std::string text(const std::optional<Stated>& stated)
{
    return stated ? stated->text : "(none)";
}

TEST(Metadata, ReadsJsonLd)
{
    auto found =
        read(R"(<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
        "headline":"Tin mới","description":"Tóm tắt","datePublished":"2026-07-06T04:18:59.398Z","author":{"@type":"Person","name":"An Bình"}}</script>)");
    EXPECT_EQ(text(found.title), "Tin mới");
    EXPECT_EQ(found.title->where, "JSON-LD headline");
    EXPECT_EQ(text(found.summary), "Tóm tắt");
    EXPECT_EQ(text(found.author), "An Bình");
    EXPECT_EQ(text(found.published_at), "2026-07-06T11:18:59+07:00");
}

TEST(Metadata, SearchesGraphsAndArrays)
{
    EXPECT_EQ(text(read(R"(<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},
        {"@type":["Article","Thing"],"headline":"A","author":[{"name":"B"},{"name":"C"}]}]}</script>)")
                       .author),
              "B, C");
    EXPECT_EQ(text(read(R"(<script type="application/ld+json">{"@type":"BreadcrumbList"}</script>
        <script type="application/ld+json">[{"@type":"ReportageNewsArticle","headline":"A"}]</script>)")
                       .title),
              "A");
}

TEST(Metadata, ReadsSloppyJson)
{
    auto found = read(
        "<script type=application/ld+json>//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"Dòng\nhai "
        "&amp;quot;x&amp;quot;\",}\n//]]></script>");
    EXPECT_EQ(text(found.title), "Dòng hai \"x\"");
    EXPECT_EQ(text(read("<script type=application/ld+json>{broken</script><meta property=og:title content=A>")
                       .title),
              "A");
    EXPECT_EQ(text(read("<script type=application/ld+json></script>").title), "(none)");
    EXPECT_EQ(text(read("<script type=application/ld+json>" + times(5000, "[") + "</script>").title),
              "(none)");
}

TEST(Metadata, ReadsOpenGraphAndMeta)
{
    auto found = read("<meta property=og:title content='Tiêu đề'><meta name=description content=b><meta "
                      "property=og:description content=a>"
                      "<meta property='article:published_time' "
                      "content='2026-03-01T09:51:00&#x2B;07:00'><meta name=author content='An'>");
    EXPECT_EQ(text(found.title), "Tiêu đề");
    EXPECT_EQ(found.title->where, "meta og:title");
    EXPECT_EQ(text(found.summary), "a");
    EXPECT_EQ(text(found.published_at), "2026-03-01T09:51:00+07:00");
    EXPECT_EQ(text(found.author), "An");
    EXPECT_EQ(text(read("<meta name=DC.Title content=t>").title), "t");
    EXPECT_EQ(text(read("<meta name=pubdate content='07/03/2026 00:05'>").published_at),
              "2026-03-07T00:05:00+07:00");
    EXPECT_EQ(text(read("<time datetime='2026-03-07'>x</time>").published_at), "2026-03-07");
}

TEST(Metadata, DoesNotTakeASiteOrAnAddressForAnAuthor)
{
    EXPECT_EQ(
        text(read("<meta property=og:site_name content='Báo A'><meta name=author content='Báo A'>").author),
        "(none)");
    EXPECT_EQ(text(read("<meta property=article:author content='https://facebook.com/a'>").author), "(none)");
}

TEST(Metadata, FindsTheCanonicalAddress)
{
    auto found = read("<link rel='shortlink\nCanonical' href='/tin/1.html?utm_source=x'><link rel=alternate "
                      "type='application/rss+xml' href=/rss>");
    EXPECT_EQ(found.canonical_url, "https://a.vn/tin/1.html");
    EXPECT_EQ(read("<link rel=stylesheet href=/x.css><link rel=canonical href=''>").canonical_url,
              std::nullopt);
}

TEST(Metadata, TakesNoAddressFromABaseOrLinkThatHasNone)
{
    EXPECT_EQ(read("<base itemprop=x><link itemprop=image rel=canonical>"
                   "<base href=/goc/><link rel=canonical href=1.html>")
                  .canonical_url,
              "https://a.vn/goc/1.html");
}

TEST(Metadata, PrefersTheArticlesOwnNodeToTheOthers)
{
    auto related = ld(R"([{"@type":"NewsArticle","headline":"Tin khác đã đăng hôm qua","url":"/tin/0.html",
        "author":{"name":"Khác"}},{"@type":"NewsArticle","headline":"Tin của trang này","url":"https://a.vn/tin/1.html",
        "author":{"name":"An Bình"}}])");
    EXPECT_EQ(text(read(related).title), "Tin của trang này");
    EXPECT_EQ(text(read(related).author), "An Bình");
    auto listed =
        ld(R"({"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"NewsArticle",
        "headline":"Tin trong danh sách"}}]})") +
        ld(R"({"@type":"WebSite","name":"Báo A"})") +
        ld(R"({"@type":"schema:NewsArticle","headline":"Tin của trang này","author":"An"})");
    EXPECT_EQ(text(read(listed).title), "Tin của trang này");
    EXPECT_EQ(text(read_body(ld(R"([{"@type":"NewsArticle","headline":"Tin thứ nhất trong ngày"},
        {"@type":"NewsArticle","headline":"Tin thứ hai trong ngày"}])") +
                             "<h1>Tin thứ hai trong ngày</h1>")
                       .title),
              "Tin thứ hai trong ngày");
    EXPECT_EQ(
        text(read(ld(R"({"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Tin"}]})"))
                 .title),
        "(none)");
}

TEST(Metadata, FollowsReferencesWithinAGraph)
{
    auto found =
        read(ld(R"({"@graph":[{"@type":"Article","headline":"A","author":{"@id":"#p"},"image":{"@id":"#i"}},
        {"@type":"WebPage","datePublished":"2021-05-06T00:15:00Z","dateModified":"2021-05-07T00:15:00Z"},
        {"@type":["Person"],"@id":"#p","name":"An Bình"},{"@type":"ImageObject","@id":"#i","url":"/a.jpg"}]})"));
    EXPECT_EQ(text(found.author), "An Bình");
    EXPECT_EQ(text(found.published_at), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(text(found.modified_at), "2021-05-07T07:15:00+07:00");
    EXPECT_THAT(found.images, ElementsAre("https://a.vn/a.jpg"));
}

TEST(Metadata, AddsWhatAnotherNodeOfTheSameArticleSays)
{
    auto found = read(
        ld(R"({"@type":"NewsArticle","headline":"Tin"})") +
        ld(R"({"@type":"Article","headline":"Tin","author":["B","C","B"],"articleSection":["Pháp luật"]})"));
    EXPECT_EQ(text(found.author), "B, C");
    EXPECT_EQ(text(found.section), "Pháp luật");
}

TEST(Metadata, MendsBrokenJson)
{
    auto title = [](const std::string& json) { return text(read(ld(json)).title); };
    EXPECT_EQ(title(R"({"@type":"NewsArticle","headline":"Tàu "Hải Âu" cập bến","author":"A"})"),
              "Tàu \"Hải Âu\" cập bến");
    EXPECT_EQ(title(R"({"@type":"NewsArticle","headline":"It\'s \x on",})"), "It's x on");
    EXPECT_EQ(title(R"({"@type":"NewsArticle","headline":"Cut off","description":"here it en)"), "Cut off");
    EXPECT_EQ(title("<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Wrapped\"} -->"), "Wrapped");
    EXPECT_EQ(title("{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Entities&quot;}"),
              "Entities");
    EXPECT_EQ(title(R"({"@type":"WebSite"},{"@type":"NewsArticle","headline":"Second"};)"), "Second");
    EXPECT_EQ(title(R"({"@type":"WebSite"}{"@type":"NewsArticle","headline":"Third"})"), "Third");
    EXPECT_EQ(title("/* c */ {\"@type\":\"NewsArticle\",\n// d\n\"headline\":\"Comment\"}"), "Comment");
    EXPECT_EQ(title("]}{"), "(none)");
    EXPECT_EQ(title("\"just text\""), "(none)");
}

TEST(Metadata, ReadsMicrodataOfTheArticleAndNotOfComments)
{
    auto found = read_body(
        "<div itemscope itemtype='https://schema.org/Comment'><span itemprop=author>Khách</span><meta "
        "itemprop=datePublished content=2020-01-01></div><article itemscope "
        "itemtype='https://schema.org/NewsArticle'>"
        "<h1 itemprop=headline>Tin của trang này</h1><div itemprop='author creator' itemscope "
        "itemtype='https://schema.org/Person'><img alt=x><span itemprop=name>An Bình</span> nhà "
        "báo</div><meta "
        "itemprop='datePublished dateCreated' content='2021-05-06T07:15:00+07:00'><img itemprop=image "
        "src=/a.jpg>"
        "</article>");
    EXPECT_EQ(text(found.author), "An Bình");
    EXPECT_EQ(text(found.published_at), "2021-05-06T07:15:00+07:00");
    EXPECT_THAT(found.images, ElementsAre("https://a.vn/a.jpg"));
}

TEST(Metadata, TakesTheTitleThatThePageShows)
{
    EXPECT_EQ(
        text(read("<meta property=og:site_name content='Báo A'><meta property=og:title content='Báo A'><meta "
                  "name=title content='Tin của trang này'>")
                 .title),
        "Tin của trang này");
    EXPECT_EQ(
        text(read_body(
                 ld(R"({"@type":"NewsArticle","headline":"Tiêu đề cho máy tìm kiếm"})") +
                 "<meta property=og:title content='Tiêu đề cho người đọc'><h1>Tiêu đề cho người đọc</h1>")
                 .title),
        "Tiêu đề cho người đọc");
    EXPECT_EQ(
        text(
            read_body(
                "<meta property=og:title content='Công an tỉnh triển khai...'><h1>Công an tỉnh triển khai kế "
                "hoạch</h1>")
                .title),
        "Công an tỉnh triển khai kế hoạch");
}

TEST(Metadata, PrefersADateWithItsHour)
{
    auto found = read(ld(R"({"@type":"NewsArticle","headline":"A","datePublished":"2021-05-06"})") +
                      "<meta property=article:published_time content='2021-05-06T07:15:00+07:00'>");
    EXPECT_EQ(text(found.published_at), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(
        text(read(ld(R"({"@type":"NewsArticle","headline":"A","datePublished":"0001-01-01T00:00:00"})") +
                  "<meta name=pubdate content='06/05/2021 07:15'>")
                 .published_at),
        "2021-05-06T07:15:00+07:00");
}

TEST(Metadata, TakesTheTimeBehindTheHeadline)
{
    EXPECT_EQ(text(read_body("<time datetime=2021-05-20T01:00:00>now</time><h1>Tin</h1><time "
                             "datetime=2021-05-06T07:15:00>x</time>")
                       .published_at),
              "2021-05-06T07:15:00+07:00");
}

TEST(Metadata, ReadsWhenThePageWasChanged)
{
    EXPECT_EQ(text(read("<meta property=og:updated_time content='2021-05-07T07:15:00+07:00'>").modified_at),
              "2021-05-07T07:15:00+07:00");
    EXPECT_EQ(text(read("<meta name=dcterms.modified content='2021-05-07'>").modified_at), "2021-05-07");
    EXPECT_EQ(text(read(ld(R"({"@type":"NewsArticle","headline":"A","datePublished":"2021-05-06T07:00:00Z",
        "dateModified":"2021-05-05T07:00:00Z"})"))
                       .modified_at),
              "(none)");
}

TEST(Metadata, ReadsTheSection)
{
    EXPECT_EQ(text(read("<meta property=article:section content='Pháp luật'>").section), "Pháp luật");
    EXPECT_EQ(text(read(ld(R"({"@type":"BreadcrumbList","itemListElement":[
        {"@type":"ListItem","position":3,"item":{"@id":"/x","name":"An ninh trật tự"}},
        {"@type":"ListItem","position":1,"name":"Trang chủ"},{"@type":"ListItem","position":2,"name":"Tin tức"}]})"))
                       .section),
              "An ninh trật tự");
    EXPECT_EQ(text(read_body("<ul class=breadcrumb><li><a href=/>Trang chủ</a><li><a href=/t>Tin "
                             "tức</a><li><a href=/x>Tin "
                             "của trang này</a></ul><h1>Tin của trang này</h1>")
                       .section),
              "Tin tức");
    EXPECT_EQ(text(read("<meta property=article:section content=Homepage>").section), "(none)");
}

TEST(Metadata, ReadsImagesAsAbsoluteAddresses)
{
    auto found = read(
        ld(R"({"@type":"NewsArticle","headline":"A","image":[{"@type":"ImageObject","url":"//c.vn/1.jpg"},
        "/2.jpg","data:image/png;base64,AA"]})") +
        "<meta property=og:image content='https://c.vn/1.jpg'><meta property=og:image content='3.jpg'>");
    EXPECT_THAT(found.images,
                ElementsAre("https://c.vn/1.jpg", "https://a.vn/2.jpg", "https://a.vn/tin/3.jpg"));
    EXPECT_THAT(read("").images, IsEmpty());
}

TEST(Metadata, ReadsTheBodyThatThePageStates)
{
    EXPECT_EQ(
        text(read(ld(R"({"@type":"NewsArticle","headline":"A","articleBody":"<p>Một.</p><p>Hai.</p>"})"))
                 .body),
        "Một.\nHai.");
}

TEST(Authors, AreNamesAndNoSitesAccountsOrAddresses)
{
    auto author = [](const std::string& stated) {
        return text(read("<meta property=og:site_name content='Báo Công an'><meta name=author content='" +
                         stated + "'>")
                        .author);
    };
    for (auto none : {"admin", "Quản trị viên", "jdadmin", "Báo Công An", "a.vn", "a@b.vn", "@anbinh",
                      "www.a.vn", "https://a.vn/tac-gia/an", "null", "-"})
        EXPECT_EQ(author(none), "(none)") << none;
    EXPECT_EQ(author("Tác giả: An Bình"), "An Bình");
    EXPECT_EQ(author("By Jamelle Bouie"), "Jamelle Bouie");
    EXPECT_EQ(author("by Bryan DeArdo @BryanDeArdo Nov 18, 2019 at 9:24 pm ET"), "Bryan DeArdo");
    EXPECT_EQ(author("Amy Kuperinsky | NJ Advance Media"), "Amy Kuperinsky");
    EXPECT_EQ(author("Bryan DeArdo Nov 18, 2019"), "Bryan DeArdo");
    EXPECT_EQ(author("NHẬT XUÂN - NGHI VŨ"), "NHẬT XUÂN - NGHI VŨ");
}

TEST(Authors, AreJoinedWhereThePageStatesSeveral)
{
    EXPECT_EQ(
        text(read("<meta name=author content=An><meta name=author content=Bình><meta name=author content=An>")
                 .author),
        "An, Bình");
    EXPECT_EQ(text(read(ld(R"({"@type":"NewsArticle","headline":"A","publisher":{"name":"Báo A"},
        "author":[{"name":"Báo A"},{"name":["An","Bình"]}]})"))
                       .author),
              "An, Bình");
}

TEST(Metadata, StaysQuickOnHostilePages)
{
    for (const auto& html :
         {ld(times(100'000, "[{\"@graph\":")), ld("{\"a\":\"" + times(500'000, "\" ") + "\"}"),
          ld("[" + times(50'000, "{\"@type\":\"NewsArticle\",\"headline\":\"a b c d e f\"},") + "]"),
          times(20'000, "<meta name=author content='An'>"), times(400, "<div itemprop=author itemscope>x")})
        EXPECT_LT(cpu_time_of([&] { read(html); }), std::chrono::seconds(10)) << html.substr(0, 80);
}

} // namespace
} // namespace baotin::parsers
