#include "parsers/sitemap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Time kReference = parse_rfc3339("2021-05-20T12:00:00+07:00").value();
constexpr std::string_view kBase = "https://congan.vn/sitemap.xml";

Links read(std::string_view text)
{
    auto links = read_sitemap(text, kBase, kReference);
    EXPECT_TRUE(links) << links.error();
    return links ? std::move(*links) : Links{};
}

TEST(ReadSitemap, ReadsPagesAndTrustsNoLastmod)
{
    const Links links = read(
        R"(<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="x">
<url><loc> https://congan.vn/1 </loc><lastmod>2021-05-06</lastmod><image:image><image:loc>https://congan.vn/a.jpg</image:loc></image:image></url>
<url><image:image><image:loc>https://congan.vn/b.jpg</image:loc></image:image><loc>https://congan.vn/tin tức?a=1&amp;b=2</loc></url>
<url><loc>https://congan.vn/1</loc></url><url/></urlset>)");
    EXPECT_TRUE(links.complete);
    EXPECT_THAT(links.links, ElementsAre(Link{"https://congan.vn/1", "", {}},
                                         Link{"https://congan.vn/tin%20t%E1%BB%A9c?a=1&b=2", "", {}}));
    EXPECT_THAT(links.more, IsEmpty());
}

TEST(ReadSitemap, ReadsNews)
{
    const Links links = read(
        R"(<urlset xmlns:news="x"><url><loc>https://congan.vn/1</loc><news:news><news:publication_date>2021-05-06T00:15:00Z</news:publication_date>
<news:title>Bầu cử &amp;amp; an ninh</news:title></news:news></url></urlset>)");
    EXPECT_THAT(links.links,
                ElementsAre(Link{"https://congan.vn/1", "Bầu cử & an ninh", "2021-05-06T07:15:00+07:00"}));
}

TEST(ReadSitemap, NamesTheSitemapsOfAnIndex)
{
    const Links links = read(
        R"(<sitemapindex><sitemap><loc>https://congan.vn/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap>
<sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>)");
    EXPECT_THAT(links.links, IsEmpty());
    EXPECT_THAT(links.more, ElementsAre("https://congan.vn/s1.xml", "https://congan.vn/s2.xml"));
}

TEST(ReadSitemap, ReadsAnyPrefixOrNone)
{
    const Links links = read(
        R"(<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<s:url><s:loc><![CDATA[https://congan.vn/1?a=1&b=2]]></s:loc><n:news><n:publication><n:name>Báo</n:name></n:publication>
<n:publication_date>2021-05-06</n:publication_date><n:title><![CDATA[Bầu cử]]></n:title></n:news></s:url>
<s:url><v:video xmlns:v="v"><v:title>Phim</v:title><v:content_loc>https://congan.vn/a.mp4</v:content_loc></v:video>
<x:link xmlns:x="x" rel="alternate" hreflang="en" href="https://congan.vn/en/2"/><s:loc>https://congan.vn/2</s:loc></s:url></s:urlset>)");
    EXPECT_THAT(links.links, ElementsAre(Link{"https://congan.vn/1?a=1&b=2", "Bầu cử", "2021-05-06"},
                                         Link{"https://congan.vn/2", "", {}}));
    EXPECT_THAT(read("<urlset><url><loc>/1</loc><news><publication_date>06/05/2021</publication_date></"
                     "news></url></urlset>")
                    .links,
                ElementsAre(Link{"https://congan.vn/1", "", "2021-05-06"}));
}

TEST(ReadSitemap, ReadsWhatAStrictParserRefuses)
{
    const Links links =
        read("<urlset><url><loc>https://congan.vn/?a&b</loc><image:title>1 < 2</image:title></url>"
             "<url><loc>https://congan.vn/2</loc><url><loc>https://congan.vn/3</loc></url></urlset>");
    EXPECT_TRUE(links.complete);
    EXPECT_EQ(links.links.size(), 3u);
}

TEST(ReadSitemap, KeepsWhatStoodBeforeTheCut)
{
    const Links links =
        read("\n<urlset><url><loc>https://congan.vn/1</loc></url><url><loc>https://congan.vn/2-cut");
    EXPECT_FALSE(links.complete);
    EXPECT_THAT(links.links, ElementsAre(Link{"https://congan.vn/1", "", {}}));
}

TEST(ReadSitemap, ReadsPlainLinesAndFeeds)
{
    EXPECT_THAT(read("\xEF\xBB\xBFhttps://congan.vn/1\r\n\r\nhttps://congan.vn/2\n").links,
                ElementsAre(Link{"https://congan.vn/1", "", {}}, Link{"https://congan.vn/2", "", {}}));
    EXPECT_EQ(read("<rss><channel><item><link>/1</link></item></channel></rss>").links.size(), 1u);
}

TEST(ReadSitemap, SaysWhyADocumentIsNoSitemap)
{
    const auto why = [](std::string_view text) { return read_sitemap(text, kBase, kReference).error(); };
    EXPECT_EQ(why(""), "The document is empty, no sitemap.");
    EXPECT_EQ(why("<html><p>404"), "The document is an HTML page, no sitemap.");
    EXPECT_EQ(why("<x/>"), "The document's root element is <x>, so it is no sitemap.");
    EXPECT_EQ(why("404 Not Found"), "The document holds no XML element, so it is no sitemap.");
}

} // namespace
} // namespace baotin::parsers
