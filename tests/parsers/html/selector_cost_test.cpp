#include "pages.hpp"

#include <fmt/format.h>

namespace baotin::parsers::html {
namespace {

// Quadratic work over 100,000 elements would take minutes; sanitizers make linear work some twenty times
// slower.
constexpr auto kLinear = std::chrono::seconds(6);

struct Dear {
    const char* selector;
    std::size_t found;
};

class DearSelectors : public testing::TestWithParam<Dear> {};

TEST_P(DearSelectors, StayLinearOverAHundredThousandSiblings)
{
    static const auto tree = page("<body>" + times(50'000, "<i></i><b>x</b>") + "</body>");
    auto selector = css(GetParam().selector);
    std::size_t found = 0;
    EXPECT_LT(cpu_time_of([&] { found = selector.select(tree.root()).size(); }), kLinear);
    EXPECT_EQ(found, GetParam().found);
}

INSTANTIATE_TEST_SUITE_P(
    Siblings, DearSelectors,
    testing::Values(Dear{"b:nth-child(2n)", 50'000}, Dear{"b:nth-last-child(1)", 1},
                    Dear{"b:nth-of-type(3n)", 16'666}, Dear{"b:nth-last-of-type(-n+10)", 10},
                    Dear{"b:nth-child(2 of b)", 1}, Dear{"b:nth-last-child(-n+3 of b)", 3}, Dear{"u ~ b", 0},
                    Dear{"i ~ b", 50'000}, Dear{"i ~ b ~ i ~ b", 49'999}, Dear{"u ~ i ~ b", 0},
                    Dear{"b:has(~ u)", 0}, Dear{"b:has(~ i ~ b)", 49'999}, Dear{"i:has(+ b)", 50'000},
                    Dear{"body:has(u)", 0}, Dear{"b:first-of-type", 1}, Dear{"i:not(u ~ i)", 50'000}));

TEST(Selector, StaysQuickInDeepPages)
{
    auto tree = page(times(250, "<div class=a><span>") + times(20'000, "<p>x</p>"));
    for (auto source : {"div span div span div u p", ".a .a .a .a .a .a .b p",
                        "div > span > div span > div > u p", "div:has(u) p", "div:has(div:has(div:has(u)))",
                        ":is(div span) :is(div span) :is(.a u) p", "div:has(p ~ p ~ u)"}) {
        auto selector = css(source);
        EXPECT_LT(cpu_time_of([&] { EXPECT_TRUE(selector.select(tree.root()).empty()) << source; }), kLinear)
            << source;
    }
}

TEST(Selector, LooksFarUpOnlyOnce)
{
    auto tree = page("<section lang=vi class=far>" + times(450, "<div>") + times(100'000, "<p>x</p>"));
    for (auto [source, found] : {std::pair{".far p", 100'000u},
                                 {".none p", 0u},
                                 {"p:lang(vi)", 100'000u},
                                 {"p:lang(en)", 0u},
                                 {"p:contains('y')", 0u}}) {
        auto selector = css(source);
        EXPECT_LT(cpu_time_of([&] { EXPECT_EQ(selector.select(tree.root()).size(), found) << source; }),
                  kLinear)
            << source;
    }
}

TEST(Selector, ReadsLittleOfTowersForContains)
{
    auto tree = page(times(200, times(500, "<div>") + "x" + times(500, "</div>")));
    EXPECT_LT(cpu_time_of([&] { (void)css("div:contains('y')").select(tree.root()); }), kLinear);
}

TEST(Selector, BoundsTheTextThatContainsReads)
{
    auto tree = page(times(400, "<div>") + times(100'000, "chữ nghĩa "));
    EXPECT_LT(cpu_time_of([&] { EXPECT_TRUE(css("div:contains('không có')").select(tree.root()).empty()); }),
              kLinear * 3);
}

TEST(Selector, TriesALongListInItsOrder)
{
    auto tree = page(times(2'000, "<p class='a b' title=x>x</p><i>y</i>"));
    std::string source;
    for (int i = 0; i < 60'000; ++i)
        source += fmt::format(".c{}, ", i);
    auto selector = css(source + "p.b::attr(title), p.a, i, *");
    std::vector<Selector::Match> found;
    EXPECT_LT(cpu_time_of([&] { found = selector.select(tree.root()); }), kLinear);
    ASSERT_EQ(found.size(), 4'003u); // with html, head and body
    EXPECT_EQ(found[3].attribute, "title");
    EXPECT_TRUE(found[4].is_whole());
}

TEST(Selector, CompilesAMebibyteInLinearTime)
{
    auto source = times(100'000, "div.a > p,");
    source.back() = ' ';
    EXPECT_LT(cpu_time_of([&] { EXPECT_TRUE(Selector::compile(source)); }), kLinear);
}

} // namespace
} // namespace baotin::parsers::html
