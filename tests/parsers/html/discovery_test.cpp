#include "parsers/discovery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Discovered discover(std::string html)
{
    const auto tree = html::Tree::parse(std::move(html)).value();
    return discover_in_html(tree, "https://congan.vn/tin/");
}

TEST(Discovery, ReadsEveryTypeOfFeedThatIsDeclared)
{
    const auto found = discover(R"(<html><head>
<link rel="alternate" type="application/rss+xml" title="Tin" href="/rss/home.rss">
<LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="https://www.congan.vn/atom.xml">
<link rel='alternate' type='application/feed+json' href='feed.json'>
<link rel="alternate nofollow" type="text/xml" href="/a.xml"><link rel="feed" href="/b">
</head></html>)");
    EXPECT_THAT(found.feeds, ElementsAre("https://congan.vn/rss/home.rss", "https://www.congan.vn/atom.xml",
                                         "https://congan.vn/tin/feed.json", "https://congan.vn/a.xml",
                                         "https://congan.vn/b"));
}

TEST(Discovery, LeavesOutWhatIsNoFeedOfArticles)
{
    const auto found = discover(R"(<head>
<link rel="alternate" type="application/rss+xml" title="Tin &raquo; Dòng bình luận" href="/x/feed/">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="alternate" hreflang="en" href="/en"><link rel="alternate" type="text/html" href="/amp">
<link rel="stylesheet" href="/rss.css"><link rel="alternate" type="application/rss+xml" href="https://other.vn/rss">
</head><body><a href="/rss-la-gi-12345.html">RSS là gì</a><a href="javascript:rss">RSS</a></body>)");
    EXPECT_THAT(found.feeds, IsEmpty());
    EXPECT_THAT(found.feed_lists, IsEmpty());
}

TEST(Discovery, FollowsLinksThatSayFeedOrSitemap)
{
    const auto found = discover(R"(<body><a href="/rss/thoi-su.rss">Thời sự</a><a href="/feed/">Tin mới</a>
<a href="/rss.html"><img></a><a href="/kenh-rss">Kênh RSS</a><a href="/index.php?format=feed&type=rss">x</a>
<a href="/sitemap.xml">Sơ đồ</a><a href="/so-do.html">Sơ đồ trang</a></body>)");
    EXPECT_THAT(found.feeds, ElementsAre("https://congan.vn/rss/thoi-su.rss", "https://congan.vn/feed/",
                                         "https://congan.vn/index.php?format=feed&type=rss"));
    EXPECT_THAT(found.feed_lists, ElementsAre("https://congan.vn/rss.html", "https://congan.vn/kenh-rss"));
    EXPECT_THAT(found.sitemaps, ElementsAre("https://congan.vn/sitemap.xml"));
}

TEST(Discovery, NamesEachAddressOnceAgainstThePagesBase)
{
    const auto found = discover(R"(<head><base href="/goc/"><link rel="sitemap" href="sitemap.xml">
<link rel="alternate" type="application/rss+xml" href="rss"></head><a href="rss">RSS</a>)");
    EXPECT_THAT(found.feeds, ElementsAre("https://congan.vn/goc/rss"));
    EXPECT_THAT(found.sitemaps, ElementsAre("https://congan.vn/goc/sitemap.xml"));
}

} // namespace
} // namespace baotin::parsers
