#include "pages.hpp"
#include "parsers/field_rule.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

FieldRule rule(std::string_view source)
{
    auto compiled = FieldRule::compile(source);
    EXPECT_TRUE(compiled) << source << ": " << compiled.error().what;
    return *compiled;
}

TEST(FieldRule, TakesThePatternsFirstGroupOrTheWholeMatch)
{
    EXPECT_EQ(rule(".a | regex \"Theo (.+)\"").refined("Nguồn: Theo TTXVN"), "TTXVN");
    EXPECT_EQ(rule(".a | regex '\\d+/\\d+/\\d{4}'").refined("ngày 20/05/2021 |"), "20/05/2021");
    EXPECT_EQ(rule(".a | regex \"x(y)?\"").refined("ax"), "") << "a group that took no part is empty";
    EXPECT_EQ(rule(".a | regex \"Theo (.+)\"").refined("An"), "") << "no match is no text";
    EXPECT_EQ(rule(".a").refined("An"), "An");
}

TEST(FieldRule, LeavesBarsOfCssAlone)
{
    EXPECT_EQ(rule("[lang|=vi]").selector().source(), "[lang|=vi]");
    EXPECT_EQ(rule("p:contains(\"a | regex\")").source(), "p:contains(\"a | regex\")");
    auto tree = page("<p data-x='a | b'>1</p>");
    EXPECT_EQ(rule("p[data-x='a | b'] | regex '.'").selector().select(tree.root()).size(), 1u);
}

TEST(FieldRule, NeedsABackslashForItsOwnQuoteOnly)
{
    EXPECT_EQ(rule("p | regex \"\\\"(.+)\\\"\"").refined("nói: \"thế này\""), "thế này");
    EXPECT_EQ(rule("p | regex '\\s(\\w+)$'").refined("a bc"), "bc");
}

TEST(FieldRule, IsCanonicalAgainAfterThePattern)
{
    EXPECT_EQ(rule("p | regex \"[(](.*)[)]\"").refined("x ( y ) z"), "y");
}

struct Wrong {
    const char* source;
    std::size_t column;
    const char* what;
};
class Refuses : public testing::TestWithParam<Wrong> {};

TEST_P(Refuses, WithTheColumnOfTheSlip)
{
    auto compiled = FieldRule::compile(GetParam().source);
    ASSERT_FALSE(compiled);
    EXPECT_EQ(compiled.error().column, GetParam().column) << compiled.error().what;
    EXPECT_THAT(compiled.error().what, testing::HasSubstr(GetParam().what));
}

INSTANTIATE_TEST_SUITE_P(
    FieldRule, Refuses,
    testing::Values(Wrong{".a:nope | regex \"x\"", 3, "no pseudo-class"}, Wrong{".a | upper", 6, "regex"},
                    Wrong{".a | regex x", 12, "in quotes"}, Wrong{".a | regex", 11, "in quotes"},
                    Wrong{".a | regex \"x", 12, "not closed"},
                    Wrong{".a | regex \"x\" y", 16, "Nothing can follow"},
                    Wrong{".a | regex \"\"", 12, "empty"}, Wrong{".a | regex \"(x\"", 13, "missing )"},
                    Wrong{" | regex \"x\"", 2, "empty"}));

} // namespace
} // namespace baotin::parsers
