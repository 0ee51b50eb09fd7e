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
    EXPECT_TRUE(links.complete); // in spite of a raw `<`
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
    EXPECT_EQ(why("<urlset/>"), "The document is a sitemap, no feed.");
    EXPECT_EQ(why("<opml/>"), "The document's root element is <opml>, so it is no feed.");
    EXPECT_EQ(why("<?xml version='1.0'?><html xmlns='x'><body/></html>"),
              "The document is an HTML page, no feed.");
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

/// An RSS 2.0 feed of one item with these children.
std::string rss_of(std::string_view children)
{
    return "<rss version='2.0'><channel><item>" + std::string(children) + "</item></channel></rss>";
}

TEST(ReadFeed, ReadsEveryGenerationOfRss)
{
    const Link one = link("https://congan.vn/1", "Một");
    const std::string item = "<item><title>Một</title><link>https://congan.vn/1</link></item>";
    const std::string head = "<channel><title>Công an</title><link>https://congan.vn</link>";
    EXPECT_THAT(read("<rdf:RDF xmlns:rdf='r' xmlns='http://my.netscape.com/rdf/simple/0.9/'>" + head +
                     "</channel>" + item + "</rdf:RDF>")
                    .links,
                ElementsAre(one)); // 0.90
    EXPECT_THAT(
        read("<!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"rss-0.91.dtd\"><rss version='0.91'>" +
             head + item + "</channel></rss>")
            .links,
        ElementsAre(one));
    EXPECT_THAT(read("<rss version='0.92'>" + head + item + "</channel></rss>").links, ElementsAre(one));
    EXPECT_THAT(
        read("<RSS><CHANNEL><ITEM><TITLE>Một</TITLE><LINK>https://congan.vn/1</LINK></ITEM></CHANNEL></RSS>")
            .links,
        ElementsAre(one));
    EXPECT_THAT(read("<r:rss "
                     "xmlns:r='x'><r:channel><r:item><r:title>Một</r:title><r:link>/1</r:link></r:item></"
                     "r:channel></r:rss>")
                    .links,
                ElementsAre(one));
    EXPECT_THAT(read("<channel>" + item + "</channel>").links, ElementsAre(one));
    EXPECT_THAT(read("<rss>" + item + "</rss>").links, ElementsAre(one)); // beside the channel, as in 1.0
}

TEST(ReadFeed, ReadsAtomOfBothVersions)
{
    const Links links = read(R"(<feed version="0.3" xmlns="http://purl.org/atom/ns#">
<entry><title mode="escaped" type="text/html">Tin &lt;b&gt;mới&lt;/b&gt;</title><link rel="alternate" type="text/html" href="/1"/>
 <modified>2021-05-07T00:15:00Z</modified><issued>2021-05-06T07:15:00+07:00</issued></entry>
<entry><title>Không &lt;i&gt;ai&lt;/i&gt;</title><link href="/2"/><modified>2021-05-06</modified></entry>
<a:entry xmlns:a="http://www.w3.org/2005/Atom"><a:title>Ba</a:title><a:link href="/3"/><a:updated>2021-05-06T00:15:00Z</a:updated></a:entry></feed>)");
    EXPECT_THAT(links.links, ElementsAre(link("https://congan.vn/1", "Tin mới", "2021-05-06T07:15:00+07:00"),
                                         link("https://congan.vn/2", "Không ai", "2021-05-06"),
                                         link("https://congan.vn/3", "Ba", "2021-05-06T07:15:00+07:00")));
}

TEST(ReadFeed, ReadsDatesOfEveryBadKind)
{
    const auto date = [](std::string_view element) {
        const Links links = read(rss_of("<link>/1</link>" + std::string(element)));
        return links.links.empty() ? "no link" : links.links[0].published_at.value_or("nothing");
    };
    const std::string when = "2021-05-06T07:15:00+07:00";
    EXPECT_EQ(date("<pubDate>Mon, 06 May 2021 07:15:00 +0700</pubDate>"), when); // it was a Thursday
    EXPECT_EQ(date("<pubDate>Thu, 06 May 21 00:15:00 GMT</pubDate>"), when);
    EXPECT_EQ(date("<pubDate>Thu, 6 May 2021 7:15:00 GMT+7</pubDate>"), when);
    EXPECT_EQ(date("<pubDate>T5, 06 Thg 5 2021 07:15:00 +0700</pubDate>"), when);
    EXPECT_EQ(date("<pubDate>Thứ năm, ngày 6 tháng 5 năm 2021, 7 giờ 15 phút</pubDate>"), when);
    EXPECT_EQ(date("<pubDate>06/05/2021 07:15:00 SA</pubDate>"), when);
    EXPECT_EQ(date("<pubDate>1620260100</pubDate>"), when);
    EXPECT_EQ(date("<pubDate>Thu May 06 07:15:00 ICT 2021</pubDate>"), when);
    EXPECT_EQ(date("<pubDate><![CDATA[ 2021-05-06 07:15:00 ]]></pubDate>"), when);
    EXPECT_EQ(date("<dc:date>2021-05-06T00:15:00Z</dc:date>"), when);
    EXPECT_EQ(date("<atom:updated>2021-05-06T00:15:00Z</atom:updated>"), when);
    EXPECT_EQ(date("<dcterms:modified>2021-05-06T00:15:00Z</dcterms:modified>"), when);
    EXPECT_EQ(date("<pubDate></pubDate><dc:date>2021-05-06T00:15:00Z</dc:date>"), when);
    EXPECT_EQ(date("<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>"), "nothing");
    EXPECT_EQ(date("<pubDate>0001-01-01T00:00:00</pubDate>"), "nothing");
    EXPECT_EQ(date("<pubDate>sắp tới</pubDate>"), "nothing");
}

TEST(ReadFeed, TakesNothingButTheArticleFromMediaAndContent)
{
    const Links links = read(
        rss_of(R"(<media:content url="https://congan.vn/a.jpg"><media:title>Ảnh</media:title></media:content>
<media:thumbnail url="https://congan.vn/b.jpg"/><enclosure url="https://congan.vn/c.mp3" type="audio/mpeg"/>
<atom:link rel="self" href="https://congan.vn/self"/><comments>https://congan.vn/1#comments</comments>
<content:encoded><![CDATA[<a href="https://congan.vn/khac">khác</a>]]></content:encoded>
<title>Một</title><link>https://congan.vn/1</link>)"));
    EXPECT_THAT(links.links, ElementsAre(link("https://congan.vn/1", "Một")));
}

TEST(ReadFeed, TakesTheAddressThatWasMeant)
{
    const auto url = [](std::string_view children) {
        const Links links = read(rss_of(children));
        return links.links.empty() ? "nothing" : links.links[0].url;
    };
    EXPECT_EQ(url("<link>http://feedproxy.google.com/~r/x/1</link>"
                  "<feedburner:origLink>https://congan.vn/1</feedburner:origLink>"),
              "https://congan.vn/1");
    EXPECT_EQ(url("<guid isPermaLink='False'>https://congan.vn/2</guid>"), "nothing");
    EXPECT_EQ(url("<link><![CDATA[https://congan.vn/?a=1&amp;b=2]]></link>"), "https://congan.vn/?a=1&b=2");
    EXPECT_EQ(url("<link>//congan.vn/3</link>"), "https://congan.vn/3");
    EXPECT_EQ(url("<link xml:base='/tin/'>bai-4</link>"), "https://congan.vn/tin/bai-4");
    EXPECT_EQ(url("<link href='/5'/>"), "https://congan.vn/5");
}

TEST(ReadFeed, ReadsWhatAStrictParserRefuses)
{
    const std::string good = "<item><title>Hai</title><link>/2</link></item></channel></rss>";
    for (const char* bad : {
             "<item><title>1 < 2 & 3</title><link>/1</link></item>",             // a stray `<`
             "<item><title>Một <b>hai</title><link>/1</link></item>",            // never closed
             "<item><title>Một <b><i>hai</b></i></title><link>/1</link></item>", // in the wrong order
             "<item><title>Một</Title><link>/1</LINK></item>",                   // in the wrong case
             "<item><title>Một</title><link>/1</link>",                          // no end of the item
             "<item><title>Một</title><link>/1</link></p></item>",               // an end of nothing
             "<item><title class=a b>Một &nbsp;&agrave; &x; &#0; &#xD800;</title><link>/1</link></item>",
             "<item><title>M\x01\x0B\x1Bột</title><link>/1</link><x y='</item>' /></item>",
         }) {
        const Links links = read("<rss version=\"2.0\"><channel>" + std::string(bad) + good);
        EXPECT_EQ(links.links.size(), 2u) << bad;
        EXPECT_TRUE(links.complete) << bad;
        EXPECT_EQ(links.links.empty() ? "" : links.links[0].url, "https://congan.vn/1") << bad;
    }
    const Links with_nul = read("<rss><channel><item><title>M" + std::string(1, '\0') +
                                "ột</title><link>/1</link></item>" + good);
    EXPECT_EQ(with_nul.links.size(), 2u);
}

TEST(ReadFeed, ReadsPastWhatStandsBeforeTheDocument)
{
    const std::string feed = "<rss><channel><item><link>/1</link></item></channel></rss>";
    for (const char* before :
         {"\n\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n\xEF\xBB\xBF", "<!-- cached -->",
          "<br />\n<b>Warning</b>:  Undefined index in <b>/x.php</b><br />\n<?xml version='1.0'?>",
          "Notice: x\n<?xml version='1.0' encoding='utf-16'?>", "<?xml-stylesheet href='x'?>"})
        EXPECT_THAT(read(before + feed).links, ElementsAre(link("https://congan.vn/1"))) << before;
    for (const char* behind : {"\n<!-- 0.1 s -->", "<script>x()</script>", "</body></html>", "<br>"})
        EXPECT_THAT(read(feed + behind).links, ElementsAre(link("https://congan.vn/1"))) << behind;
}

TEST(ReadFeed, ReadsBrokenDocumentsInLinearTime)
{
    for (const char* piece :
         {"<", "<!", "<![CDATA[", "</a>", "<a>", "<a b='", "<!x[", "&#", "<item>", "<a b=c"}) {
        std::string text = "<rss><channel><item><link>/1</link></item>";
        for (int i = 0; i < 100000; ++i)
            text += piece;
        EXPECT_GE(read(text).links.size(), 1u) << piece;
    }
}

} // namespace
} // namespace baotin::parsers
