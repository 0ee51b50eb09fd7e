#include "pages.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers::html {
namespace {

using testing::HasSubstr;

struct Wrong {
    std::string selector;
    std::size_t column;
    const char* what;
};

class RefusedSelectors : public testing::TestWithParam<Wrong> {};

TEST_P(RefusedSelectors, NameTheColumnAndTheReason)
{
    auto selector = Selector::compile(GetParam().selector);
    ASSERT_FALSE(selector) << GetParam().selector;
    EXPECT_EQ(selector.error().column, GetParam().column) << GetParam().selector << "\n"
                                                          << selector.error().what;
    EXPECT_THAT(selector.error().what, HasSubstr(GetParam().what)) << GetParam().selector;
    EXPECT_THAT(selector.error().what, testing::EndsWith(".")) << "one sentence";
}

INSTANTIATE_TEST_SUITE_P(
    Selector, RefusedSelectors,
    testing::Values(
        Wrong{"", 1, "empty"}, Wrong{"   ", 4, "empty"}, Wrong{"a,", 3, "comma too many"},
        Wrong{",a", 1, "comma too many"}, Wrong{"a,,b", 3, "comma too many"}, Wrong{"a >", 3, "combinator"},
        Wrong{"a > , b", 3, "combinator"}, Wrong{"a > > b", 5, "`>`"}, Wrong{"> a", 1, "`>`"},
        Wrong{"a + ~ b", 5, "`~`"}, Wrong{"a b~", 4, "combinator"}, Wrong{".", 2, "a class"},
        Wrong{"#", 2, "an id"}, Wrong{".2col", 2, "cannot begin with a digit"}, Wrong{"#1", 2, "\\31 "},
        Wrong{"a..b", 3, "a class"}, Wrong{"a#b#c", 5, "one id"}, Wrong{"a[", 3, "name of an attribute"},
        Wrong{"a[href", 2, "never closed"}, Wrong{"a[href=", 8, "value in quotes"},
        Wrong{"a[href='x", 8, "quote ' is never closed"}, Wrong{"a[href='x'", 2, "never closed"},
        Wrong{"a[width=100]", 9, "value in quotes"}, Wrong{"a[href!='x']", 7, "`=`"},
        Wrong{"a[href='x' q]", 12, "`]`"}, Wrong{"a[]", 3, "name of an attribute"}, Wrong{"a]", 2, "`]`"},
        Wrong{"a)", 2, "`)`"}, Wrong{":frist-child", 1, "`:first-child`"},
        Wrong{"p:nth-chlid(2)", 2, "`:nth-child`"}, Wrong{"a:hover", 2, "browser"},
        Wrong{"a:contain('x')", 2, "`:contains`"}, Wrong{":not", 1, "needs something in parentheses"},
        Wrong{":empty(x)", 1, "no parentheses"}, Wrong{"a:not(", 6, "never closed"},
        Wrong{"a:not(b", 6, "never closed"}, Wrong{"a:not()", 7, "empty"},
        Wrong{"a:not(b,)", 9, "comma too many"}, Wrong{"a:is(b,,c)", 8, "comma too many"},
        Wrong{"a:has()", 7, "empty"}, Wrong{"a:has(> )", 9, "should"}, Wrong{"a:has(", 6, "never closed"},
        Wrong{"li:nth-child()", 14, "A number"}, Wrong{"li:nth-child(x)", 14, "A number"},
        Wrong{"li:nth-child(2n+)", 16, "follow the sign"}, Wrong{"li:nth-child(2", 13, "never closed"},
        Wrong{"li:nth-child(2 2)", 16, "`)`"}, Wrong{"li:nth-of-type(2 of p)", 18, "`)`"},
        Wrong{"li:nth-child(2 of )", 19, "empty"}, Wrong{"a:contains()", 12, "needs a text"},
        Wrong{"a:contains('x'", 11, "never closed"}, Wrong{"a:contains(x", 11, "never closed"},
        Wrong{"a::before", 2, "::attr"}, Wrong{"a::attr", 2, "`::attr(href)`"},
        Wrong{"a::attr()", 9, "attribute"}, Wrong{"a::attr(href", 8, "never closed"},
        Wrong{"a::attr(href) b", 15, "Nothing can follow"}, Wrong{"a:is(b::text)", 7, "within parentheses"},
        Wrong{"a:text", 2, "two colons"}, Wrong{"svg|", 5, "name of an element"},
        Wrong{"[a|]", 4, "name of an attribute"}, Wrong{"a || b", 3, "not supported"}, Wrong{"a!", 2, "`!`"},
        Wrong{"a ! b", 3, "`!`"}, Wrong{"a\\", 2, "backslash"}, Wrong{"ă, đ >", 8, "combinator"},
        Wrong{"a*", 2, "`*`"}, Wrong{"a € b {", 9, "`{`"}));

TEST(Selector, RefusesAnUnknownPseudoClassWithItsColumn)
{
    auto selector = Selector::compile("div > p:frist-of-type");
    ASSERT_FALSE(selector);
    EXPECT_EQ(selector.error().column, 8u);
    EXPECT_EQ(selector.error().what,
              "There is no pseudo-class `:frist-of-type`; the nearest is `:first-of-type`.");
}

TEST(Selector, RefusesEndlessNesting)
{
    auto nested = [](std::size_t depth) { return times(depth, ":not(") + "a" + times(depth, ")"); };
    EXPECT_TRUE(Selector::compile(nested(32)));
    auto selector = Selector::compile(nested(33));
    ASSERT_FALSE(selector);
    EXPECT_THAT(selector.error().what, HasSubstr("32 deep"));
    EXPECT_FALSE(Selector::compile(times(100'000, ":is(")));
    EXPECT_FALSE(Selector::compile(times(1000, "a > ") + "b"));
    EXPECT_FALSE(Selector::compile(std::string((1u << 20) + 1, 'a')));
}

} // namespace
} // namespace baotin::parsers::html
