#include "pages.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/json_ld.hpp"
#include "parsers/page_regions.hpp"
#include "parsers/volatile_parts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

/// Pages that were made to be slow: the cost of reading them grows with their size, not with its square.
namespace baotin::parsers {
namespace {

using namespace std::chrono_literals;

constexpr auto kLong =
    5s; // a quadratic reader takes a minute and more for these, also where a sanitizer slows us

OneGeneration rules()
{
    OneGeneration rules;
    rules.title = list({"h1"});
    rules.body = list({".content"});
    return rules;
}

TEST(HostilePages, WithTensOfThousandsOfCaptions)
{
    std::string text = "<h1>x</h1><div class=content>";
    for (int i = 0; i < 30'000; ++i)
        text += fmt::format("<figure><figcaption>Ảnh {}</figcaption></figure>", i);
    EXPECT_LT(cpu_time_of([&] { EXPECT_EQ(read(text, rules()).text.captions.size(), 30'000u); }), kLong);
}

TEST(HostilePages, WithTensOfThousandsOfAuthors)
{
    std::string text =
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"x\",\"author\":[";
    for (int i = 0; i < 30'000; ++i)
        text += fmt::format("{}{{\"name\":\"Người viết {}\"}}", i == 0 ? "" : ",", i);
    auto tree = page(text + "]}</script>");
    EXPECT_LT(cpu_time_of([&] { EXPECT_LE(read_json_ld(tree, "https://a.vn/1", "x").authors.size(), 32u); }),
              kLong);
}

TEST(HostilePages, WithBrokenJsonOfMegabytes)
{
    auto tree = page("<script type='application/ld+json'>" + times(500'000, "]]>") + "</script>");
    EXPECT_LT(cpu_time_of([&] { read_json_ld(tree, "https://a.vn/1", "x"); }), kLong);
}

TEST(HostilePages, WithAQuarterOfAMillionClassesOnOneElement)
{
    auto text = "<h1>x</h1><div class=\"" + times(250'000, "content ") + "\">y</div>";
    auto plan = plan_regions(rules());
    EXPECT_LT(cpu_time_of([&] { html::cut_regions(text, plan); }), kLong);
}

TEST(HostilePages, CannotMakeALongListOfSelectorsDear)
{
    std::string classes, list;
    for (int i = 0; i < 9'000; ++i) {
        classes += fmt::format("c{} ", i);
        list += fmt::format("{}section > .c{}", i == 0 ? "" : ", ", i);
    }
    html::RegionPlan plan;
    plan.keep(css(list));
    auto text = "<p>" + times(1'000, "<div class='" + classes + "'>x</div>");
    EXPECT_LT(cpu_time_of([&] { EXPECT_FALSE(html::cut_regions(text, plan)); }), kLong);
    plan.keep(css(list)); // eighteen thousand: not the quick way any more
    EXPECT_TRUE(plan.needs_whole_page());
}

TEST(HostilePages, ThatDifferInEveryParagraph)
{
    std::string before = "<h1>x</h1><div class=content>", after = before;
    for (int i = 0; i < 20'000; ++i) {
        before += fmt::format("<p class=a>Có {} người.</p>", i);
        after += fmt::format("<p class=a>Có {} người.</p>", i + 1);
    }
    auto first = page(before), second = page(after);
    EXPECT_LT(
        cpu_time_of([&] { EXPECT_THAT(find_volatile_parts(first, second, rules()), testing::IsEmpty()); }),
        kLong);
}

} // namespace
} // namespace baotin::parsers
