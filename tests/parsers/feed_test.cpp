#include "parsers/feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Time kReference = parse_rfc3339("2021-05-20T12:00:00+07:00").value();
constexpr std::string_view kBase = "https://congan.vn/rss/tin.rss";

Links read(std::string_view text)
{
    auto links = read_feed(text, kBase, kReference);
    EXPECT_TRUE(links) << links.error();
    return links ? std::move(*links) : Links{};
}

Link link(std::string url, std::string title = {}, std::optional<std::string> published_at = {})
{
    return {std::move(url), std::move(title), std::move(published_at)};
}

TEST(ReadFeed, ReadsRss)
{
    const Links links = read(R"(<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Công an tỉnh Sơn La</title><link>https://congan.vn/</link>
<item><title>Thứ trưởng  kiểm tra công tác bầu cử</title><link>
 https://congan.vn/bai-1/?utm_source=rss </link><pubDate>Thu, 06 May 2021 00:15:00 +0000</pubDate>
 <content:encoded><![CDATA[<a href="https://congan.vn/khac">khác</a>]]></content:encoded></item>
<item><title><![CDATA[Hội nghị &quot;Vì an ninh&quot; <b>Tổ quốc</b>]]></title><link><![CDATA[/bai-2]]></link></item>
</channel></rss>)");
    EXPECT_TRUE(links.complete);
    EXPECT_THAT(links.links,
                ElementsAre(link("https://congan.vn/bai-1/", "Thứ trưởng kiểm tra công tác bầu cử",
                                 "2021-05-06T07:15:00+07:00"),
                            link("https://congan.vn/bai-2", "Hội nghị \"Vì an ninh\" Tổ quốc")));
}

TEST(ReadFeed, TakesAGuidThatIsAPermalinkWhereNoLinkStands)
{
    const Links links = read(R"(<rss><channel>
<item><guid>https://congan.vn/1</guid></item>
<item><guid isPermaLink="false">https://congan.vn/2</guid></item>
<item><guid isPermaLink="true">https://congan.vn/3</guid><atom:link href="https://congan.vn/x" rel="self"/></item>
<item><guid isPermaLink="false">7</guid><atom:link href="https://congan.vn/4"/></item>
<item><link/><guid>https://congan.vn/5</guid></item>
</channel></rss>)");
    EXPECT_THAT(links.links, ElementsAre(link("https://congan.vn/1"), link("https://congan.vn/3"),
                                         link("https://congan.vn/4"), link("https://congan.vn/5")));
}

TEST(ReadFeed, ReadsRdf)
{
    const Links links = read(
        R"(<rdf:RDF xmlns:rdf="x" xmlns="http://purl.org/rss/1.0/" xmlns:dc="y"><channel rdf:about="https://congan.vn/"/>
<item rdf:about="https://congan.vn/1"><title>Một</title><link>https://congan.vn/1</link><dc:date>2021-05-06T07:15:00+07:00</dc:date></item>
<item rdf:about="https://congan.vn/2"><title>Hai</title></item></rdf:RDF>)");
    EXPECT_THAT(links.links, ElementsAre(link("https://congan.vn/1", "Một", "2021-05-06T07:15:00+07:00"),
                                         link("https://congan.vn/2", "Hai")));
}

TEST(ReadFeed, ReadsAtom)
{
    const Links links = read(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.vn/a/">
<entry><title type="html">Tin &amp;lt;1&amp;gt; &lt;i&gt;mới&lt;/i&gt;</title><link rel="self" href="/self"/><link rel="alternate" type="application/json" href="b.json"/>
 <link rel="alternate" type="text/html" href="b"/><published>2021-05-06T00:15:00Z</published><updated>2021-05-07T00:00:00Z</updated></entry>
<entry xml:base="c/"><title>1 < 2</title></entry>
</feed>)");
    EXPECT_THAT(links.links,
                ElementsAre(link("https://other.vn/a/b", "Tin <1> mới", "2021-05-06T07:15:00+07:00")));
    EXPECT_FALSE(links.complete); // a raw `<`
}

TEST(ReadFeed, ResolvesAgainstNestedBases)
{
    const Links links = read(
        R"(<feed xml:base="/x/"><entry xml:base="y/"><title type="xhtml"><div>Tin <b>mới</b></div></title><link href="z"/></entry>
<entry><id>https://congan.vn/id</id></entry><entry><id>urn:uuid:1</id></entry></feed>)");
    EXPECT_THAT(links.links,
                ElementsAre(link("https://congan.vn/x/y/z", "Tin mới"), link("https://congan.vn/id")));
}

TEST(ReadFeed, ReadsJsonFeed)
{
    const Links links = read(R"( {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [
{"id": "1", "url": "/1", "title": "Một", "date_published": "2021-05-06T00:15:00Z"}, {"id": "https://congan.vn/2"}, {"id": "3"}, 7]})");
    EXPECT_TRUE(links.complete);
    EXPECT_THAT(links.links, ElementsAre(link("https://congan.vn/1", "Một", "2021-05-06T07:15:00+07:00"),
                                         link("https://congan.vn/2")));
}

TEST(ReadFeed, KeepsWhatStoodBeforeTheCut)
{
    const std::string_view whole = "<rss><channel><item><link>https://congan.vn/bai-1</link></item>"
                                   "<item><link>https://congan.vn/bai-2</link></item></channel></rss>";
    const std::size_t second = whole.rfind("</item>");
    for (std::size_t cut = whole.find("<item>"); cut < whole.size(); ++cut) {
        const Links links = read(whole.substr(0, cut));
        EXPECT_FALSE(links.complete) << cut;
        for (const Link& found : links.links)
            EXPECT_THAT(found.url, testing::AnyOf("https://congan.vn/bai-1", "https://congan.vn/bai-2"))
                << cut;
        EXPECT_EQ(links.links.size(), (cut > whole.find("</item>") + 5) + (cut > second + 5)) << cut;
    }
    EXPECT_TRUE(read(whole).complete);
}

TEST(ReadFeed, KeepsTheWholeItemsOfACutOffJsonFeed)
{
    const Links links = read(
        R"({"version":"https://jsonfeed.org/version/1","items":[{"url":"/1","tags":["a]}"]},{"url":"/2"},{"url":"/3)");
    EXPECT_FALSE(links.complete);
    EXPECT_THAT(links.links, ElementsAre(link("https://congan.vn/1"), link("https://congan.vn/2")));
}

TEST(ReadFeed, SurvivesWhatServersPutBeforeAndInside)
{
    const Links links =
        read("\xEF\xBB\xBF\n\nWarning: mysql <?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY a "
             "\"b\">]>\n<rss><channel><item>"
             "<title>Cuộc&nbsp;bầu&#160;cử &amp; c&ocirc;ng an & "
             "dân</title><link>https://congan.vn/?a=1&b=2&amp;c=3</link></item></channel></rss>");
    EXPECT_THAT(links.links,
                ElementsAre(link("https://congan.vn/?a=1&b=2&c=3", "Cuộc bầu cử & công an & dân")));
}

TEST(ReadFeed, NamesEachUrlOnce)
{
    const Links links = read("<rss><channel><item><link>/1</link></item><item><link>/1#x</link><title>Một</"
                             "title></item><item><link>javascript:x</link></item></channel></rss>");
    EXPECT_THAT(links.links, ElementsAre(link("https://congan.vn/1", "Một")));
}

TEST(ReadFeed, SaysWhyADocumentIsNoFeed)
{
    const auto why = [](std::string_view text) { return read_feed(text, kBase, kReference).error(); };
    EXPECT_EQ(why(" \n"), "The document is empty, no feed.");
    EXPECT_EQ(why("<!DOCTYPE html><html><body>Không tìm thấy</body></html>"),
              "The document is an HTML page, no feed.");
    EXPECT_EQ(why("<urlset/>"), "The document's root element is <urlset>, so it is no feed.");
    EXPECT_THAT(why("Not Found"), HasSubstr("no XML element"));
    EXPECT_EQ(why("{\"a\": 1}"), "The document is JSON, but no JSON Feed.");
    EXPECT_EQ(why("{\"a\": "), "The document is broken JSON, no feed.");
}

TEST(ReadFeed, ReadsAnEmptyFeedAsOneWithoutLinks)
{
    EXPECT_THAT(read("<rss><channel/></rss>").links, IsEmpty());
    EXPECT_TRUE(read("<rss><channel/></rss>").complete);
}

TEST(ReadFeed, StaysQuickOnHostileDocuments)
{
    std::string deep = "<rss><channel><item><title>";
    for (int i = 0; i < 100000; ++i)
        deep += "<b>";
    EXPECT_THAT(read(deep).links, IsEmpty());
    std::string titles = "<rss><channel>";
    for (int i = 0; i < 50; ++i)
        titles += "<item><link>/" + std::to_string(i) + "</link><title><![CDATA[" + deep.substr(27, 30000) +
                  "]]></title></item>";
    EXPECT_EQ(read(titles + "</channel></rss>").links.size(), 50u);
    std::string json = R"({"version":"https://jsonfeed.org/version/1","items":)" + std::string(100000, '[');
    EXPECT_THAT(read(json).links, IsEmpty());
}

} // namespace
} // namespace baotin::parsers
