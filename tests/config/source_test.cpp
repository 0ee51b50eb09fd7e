#include "config/site.hpp"
#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// A site whose sources begin in line 5.
std::string site_with_sources(std::string_view sources)
{
    return "id = \"x\"\nname = \"X\"\nhome = \"https://x.example/\"\nkind = \"press\"\n" +
           std::string(sources) + "\n";
}

TEST(Source, IsAListingAFeedOrASitemap)
{
    const auto site =
        site_of(site_with_sources("[[source]]\nlisting = \"https://x.example/tin\"\nlinks = \"h3 a\"\nnext = "
                                  "\"a.next\"\npages = 3\n[[source]]\nfeed = \"https://X.example:443/rss\"\n"
                                  "[[source]]\nsitemap = \"https://x.example/sitemap.xml\""));
    ASSERT_EQ(site->sources.size(), 3u);
    EXPECT_EQ(site->sources[0].kind, SourceKind::listing);
    EXPECT_EQ(site->sources[0].rules->links.source(), "h3 a");
    EXPECT_EQ(site->sources[0].rules->next->source(), "a.next");
    EXPECT_EQ(site->sources[0].pages, 3);
    EXPECT_EQ(site->sources[1].kind, SourceKind::feed);
    EXPECT_EQ(site->sources[1].url, "https://x.example/rss");
    EXPECT_FALSE(site->sources[1].rules);
    EXPECT_EQ(site->sources[2].kind, SourceKind::sitemap);
}

TEST(Source, IsNeededByEverySite)
{
    EXPECT_THAT(
        problems_of_site(site_with_sources("")),
        ElementsAre("no [[source]]: say where the site announces articles, a listing, feed or sitemap"));
}

TEST(Source, SaysWhereItIs)
{
    EXPECT_THAT(problems_of_site(site_with_sources("[[source]]\nlinks = \"h3 a\"")),
                ElementsAre("5:1: this [[source]] says not where: it needs one of listing, feed or sitemap"));
}

TEST(Source, IsOnlyOneOfThem)
{
    EXPECT_THAT(
        problems_of_site(site_with_sources("[[source]]\nfeed = \"https://x.example/rss\"\nsitemap = "
                                           "\"https://x.example/s.xml\"")),
        ElementsAre("7:11: this [[source]] has a feed already; give the sitemap a [[source]] of its own"));
}

TEST(Source, NeedsLinksWhereItIsAListing)
{
    EXPECT_THAT(problems_of_site(site_with_sources("[[source]]\nlisting = \"https://x.example/tin\"")),
                ElementsAre(StartsWith("5:1: missing key \"links\" in [[source]]")));
}

TEST(Source, HasPagingOnlyWhereItIsAListing)
{
    EXPECT_THAT(problems_of_site(site_with_sources(
                    "[[source]]\nfeed = \"https://x.example/rss\"\nlinks = \"a\"\npages = 2")),
                ElementsAre("7:9: links is for a listing; a feed needs none",
                            "8:9: pages is for a listing; a feed needs none"));
}

TEST(Source, FollowsPagesOnlyAlongNext)
{
    EXPECT_THAT(problems_of_site(site_with_sources(
                    "[[source]]\nlisting = \"https://x.example/\"\nlinks = \"a\"\npages = 2")),
                ElementsAre("8:9: pages needs next: the selector of the link to the next page"));
    EXPECT_THAT(problems_of_site(site_with_sources(
                    "[[source]]\nlisting = \"https://x.example/\"\nlinks = \"a\"\nnext = \"b\"\npages = 0")),
                ElementsAre("9:9: pages is a whole number from 1 to 1000, not 0"));
}

TEST(Source, HasABadSelectorPointedAt)
{
    const auto error = parsers::html::Selector::compile("h3 >> a").error();
    EXPECT_THAT(
        problems_of_site(
            site_with_sources("[[source]]\nlisting = \"https://x.example/\"\nlinks = \"h3 >> a\"")),
        ElementsAre("7:" + std::to_string(9 + error.column) + ": bad selector for links: " + error.what));
}

TEST(Source, IsWrittenWithDoubleBrackets)
{
    EXPECT_THAT(problems_of_site(site_with_sources("[source]\nfeed = \"https://x.example/rss\"")),
                ElementsAre("5:1: source is written [[source]], with double brackets: there may be several"));
    EXPECT_THAT(problems_of_site(site_with_sources("source = [1]")),
                ElementsAre(HasSubstr("not an integer")));
}

TEST(Source, StandsOnceInAFile)
{
    EXPECT_THAT(
        problems_of_site(
            site_with_sources("[[source]]\nfeed = \"https://x.example/rss\"\n[[source]]\nsitemap = "
                              "\"HTTPS://x.example/rss#top\"")),
        ElementsAre("8:11: https://x.example/rss is a [[source]] already, in x.toml:6; take one out"));
}

} // namespace
} // namespace baotin::config
