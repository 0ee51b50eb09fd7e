#include "pages.hpp"
#include "parsers/listing.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kUrl = "https://congan.example.vn/tin/";

std::vector<std::string> urls_of(const Links& links)
{
    std::vector<std::string> urls;
    for (const auto& link : links.links)
        urls.push_back(link.url);
    return urls;
}

Links read(std::string html, const char* links, std::vector<std::string> globs = {},
           const char* next = nullptr)
{
    ListingRules rules{css(links), next ? std::optional(css(next)) : std::nullopt};
    return read_listing(page(std::move(html)), rules, UrlGlobs(std::move(globs)), kUrl);
}

TEST(Listing, ReadsLinksInOrderEachOnce)
{
    auto found =
        read("<h3><a href=/b-2.html> Tin  <b>hai</b></a></h3><h3><a href='a-1.html#x'>Tin một</a></h3>"
             "<h3><a href=/b-2.html>lại</a></h3>",
             "h3 a");
    EXPECT_THAT(urls_of(found),
                ElementsAre("https://congan.example.vn/b-2.html", "https://congan.example.vn/tin/a-1.html"));
    EXPECT_EQ(found.links[0].title, "Tin hai");
    EXPECT_THAT(found.more, IsEmpty());
    EXPECT_TRUE(found.complete);
}

TEST(Listing, TakesAPicturesTitleFromTheHeadlineThatFollows)
{
    auto found = read(
        "<a href=/1.html><img src=x></a><a href=/1.html>Tiêu đề</a><a href=/2.html title='Hai'><img></a>",
        "a");
    ASSERT_EQ(found.links.size(), 2u);
    EXPECT_EQ(found.links[0].title, "Tiêu đề");
    EXPECT_EQ(found.links[1].title, "Hai");
}

TEST(Listing, ReadsAttributesAndLinksInsideElements)
{
    EXPECT_THAT(urls_of(read("<div data-url=/1.html>x</div>", "div::attr(data-url)")),
                ElementsAre("https://congan.example.vn/1.html"));
    EXPECT_THAT(urls_of(read("<li>x <a href=/1.html>a</a><a href=/2.html>b</a></li><li>none</li>", "li")),
                ElementsAre("https://congan.example.vn/1.html"));
}

TEST(Listing, DropsWhatIsNoArticle)
{
    EXPECT_THAT(urls_of(read("<a href=/tin/x-1.html>a</a><a href=/video/1>b</a><a "
                             "href='javascript:void(0)'>c</a><a href=''>d</a>"
                             "<a href=mailto:a@b.vn>e</a><a href=/tin/>f</a><a>g</a>",
                             "a", {"/**-*.html"})),
                ElementsAre("https://congan.example.vn/tin/x-1.html"));
}

TEST(Listing, HonoursTheBaseElement)
{
    EXPECT_THAT(urls_of(read("<base href=/goc/><a href=1.html>a</a>", "a")),
                ElementsAre("https://congan.example.vn/goc/1.html"));
}

TEST(Listing, FindsTheNextPage)
{
    auto found =
        read("<a class=n href=/tin/>1</a><a class=n href='?page=2'>2</a><a class=n href='?page=3'>3</a>",
             "h3 a", {}, ".n");
    EXPECT_THAT(found.more, ElementsAre("https://congan.example.vn/tin/?page=2"));
}

} // namespace
} // namespace baotin::parsers
