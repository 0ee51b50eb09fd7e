#include "pages.hpp"
#include "parsers/article.hpp"

#include <gmock/gmock.h>

/// Site rules beyond the first six fields: generations of markup, dates, sections, pictures, further pages.
namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ArticleRules before_and_after_a_redesign()
{
    Generation now, before;
    now.title = list({"h1.title"});
    now.body = list({".content"});
    now.remove = list({".box"});
    before.title = list({"h1"});
    before.body = list({"#body"});
    before.author = list({".writer"});
    return {{now, before}, Fallback::none};
}

TEST(Generations, AreTriedInOrderByTheirBody)
{
    auto rules = before_and_after_a_redesign();
    auto young = read("<h1 class=title>Mới</h1><div class=content>a<p class=box>x</p></div>", rules);
    EXPECT_EQ(young.generation, 0u);
    EXPECT_EQ(young.text.body, "a");
    auto old = read(
        "<h1>Cũ</h1><p class=box>b</p><div id=body>c<p class=box>d</p></div><i class=writer>An</i>", rules);
    EXPECT_EQ(old.generation, 1u);
    EXPECT_EQ(old.text.title, "Cũ");
    EXPECT_EQ(old.text.body, "c\nd") << "what another generation removes may be text here";
    EXPECT_EQ(old.text.author, "An");
}

TEST(Generations, AnEmptyBodyFitsNone)
{
    auto rules = before_and_after_a_redesign();
    EXPECT_EQ(read("<div class=content> </div><div id=body>c</div>", rules).generation, 1u);
    auto neither = read("<h1>x</h1>", rules);
    EXPECT_EQ(neither.generation, 0u);
    EXPECT_THAT(neither.rule_matches, ElementsAre(RuleMatch{"title", false}, RuleMatch{"body", false}));
}

TEST(Generations, WithoutABodyAreKnownByTheirTitle)
{
    Generation now, before;
    now.title = list({"h1.new"});
    before.title = list({"h1.old"});
    EXPECT_EQ(read("<h1 class=old>Tin</h1>", ArticleRules{{now, before}, Fallback::none}).text.title, "Tin");
}

TEST(Rules, ReadSeveralDatesAndTheSection)
{
    auto rules = only_rules();
    rules.published = list({".date"});
    rules.modified = list({".updated"});
    rules.section = list({".crumbs a"});
    auto reading = read("<div class=crumbs><a href=/>Trang chủ</a> › <a href=/pl>Pháp luật</a></div>"
                        "<i class=date>20/05/2021</i><i class=updated>Cập nhật: 21/05/2021 07:15</i>",
                        rules);
    EXPECT_EQ(reading.text.published_at, "2021-05-20");
    EXPECT_EQ(reading.particulars.modified_at, "2021-05-21T07:15:00+07:00");
    EXPECT_EQ(reading.particulars.section, "Pháp luật");
    EXPECT_TRUE(reading.by_rule("section"));
    rules.section = list({".crumbs"});
    EXPECT_EQ(
        read("<div class=crumbs><a href=/>Trang chủ</a> › <a href=/pl>Pháp luật</a><a></a></div>", rules)
            .particulars.section,
        "Pháp luật")
        << "of a whole breadcrumb, the last link";
    EXPECT_EQ(read("<div class=crumbs>Xã hội</div>", rules).particulars.section, "Xã hội");
}

TEST(Rules, FindPicturesThatScriptsLoadLate)
{
    auto rules = only_rules();
    rules.body = list({".b"});
    rules.remove = list({".related"});
    auto reading =
        read("<img src=/logo.png><div class=b><p>x</p><img src=data:image/gif;base64,R0 data-src=/1.jpg>"
             "<figure><img data-original='//cdn.a.vn/2.jpg?w=1' src=/blank.gif></figure>"
             "<img src=pixel.gif width=1 height=1><img srcset='s.jpg 480w, l.jpg 960w, m.jpg 640w'>"
             "<img src=/1.jpg><div class=related><img src=/no.jpg></div></div>",
             rules);
    EXPECT_THAT(reading.particulars.images,
                ElementsAre("https://a.vn/1.jpg", "https://cdn.a.vn/2.jpg?w=1", "https://a.vn/tin/l.jpg"));
}

TEST(Rules, MaySayWhichPictures)
{
    auto rules = only_rules();
    rules.images = list({".gallery", ".lead::attr(data-photo)"});
    EXPECT_THAT(read("<base href=https://b.vn/x/><i class=gallery><img src=1.jpg><img src=2.jpg></i>", rules)
                    .particulars.images,
                ElementsAre("https://b.vn/x/1.jpg", "https://b.vn/x/2.jpg"));
    EXPECT_THAT(read("<i class=lead data-photo=/3.jpg></i>", rules).particulars.images,
                ElementsAre("https://a.vn/3.jpg"));
    EXPECT_THAT(read("<img src=/4.jpg>", rules).particulars.images, IsEmpty());
}

TEST(Rules, FindTheArticlesNextPage)
{
    auto rules = only_rules();
    rules.more = list({"a.next-page"});
    EXPECT_EQ(read("<a class=next-page href='?trang=2'>2</a>", rules).more,
              "https://a.vn/tin/1.html?trang=2");
    EXPECT_EQ(
        read("<a class=next-page href=#>2</a><a class=next-page href=https://other.vn/2></a>", rules).more,
        std::nullopt)
        << "neither this page nor another site";
}

TEST(Rules, ReadNoCodeUnlessAPatternAsksForIt)
{
    auto rules = only_rules();
    rules.body = list({".b > :not(.box)"});
    rules.author = list({"script | regex \"writer: '([^']+)'\""});
    auto reading = read(
        "<div class=b><p>a</p><script>var x = {writer: 'An Bình'};</script><style>p{}</style></div>", rules);
    EXPECT_EQ(reading.text.body, "a");
    EXPECT_EQ(reading.text.author, "An Bình");
}

TEST(Rules, ReadAnElementsOwnText)
{
    auto rules = only_rules();
    rules.title = list({"h1::text"});
    rules.author = list({".by::text | regex \"Theo (.+)\""});
    auto reading =
        read("<h1>Tin <span>(Lượt xem: 7)</span> mới</h1><p class=by>Theo TTXVN<b>x</b></p>", rules);
    EXPECT_EQ(reading.text.title, "Tin mới");
    EXPECT_EQ(reading.text.author, "TTXVN");
}

} // namespace
} // namespace baotin::parsers
