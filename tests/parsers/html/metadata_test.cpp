#include "pages.hpp"
#include "parsers/metadata.hpp"

namespace baotin::parsers {
namespace {

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

TEST(Metadata, FindsCanonicalAddressAndFeed)
{
    auto found = read("<link rel='shortlink canonical' href='/tin/1.html?utm_source=x'><link rel=alternate "
                      "type='application/rss+xml' href=/rss>");
    EXPECT_EQ(found.canonical_url, "https://a.vn/tin/1.html");
    EXPECT_EQ(found.feed_url, "https://a.vn/rss");
    EXPECT_EQ(read("<link rel=stylesheet href=/x.css><link rel=canonical href=''>").canonical_url,
              std::nullopt);
}

} // namespace
} // namespace baotin::parsers
