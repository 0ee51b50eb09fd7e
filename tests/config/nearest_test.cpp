#include "config/nearest.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace baotin::config {
namespace {

const std::vector<std::string> kNames{"title", "published", "author", "summary", "body"};

TEST(Nearest, CountsAddedDroppedReplacedAndSwappedLetters)
{
    EXPECT_EQ(edit_distance("title", "title"), 0u);
    EXPECT_EQ(edit_distance("titel", "title"), 1u);
    EXPECT_EQ(edit_distance("tile", "title"), 1u);
    EXPECT_EQ(edit_distance("tittle", "title"), 1u);
    EXPECT_EQ(edit_distance("tutle", "title"), 1u);
    EXPECT_EQ(edit_distance("", "body"), 4u);
    EXPECT_EQ(edit_distance("body", ""), 4u);
}

TEST(Nearest, SuggestsTheNameThatWasProbablyMeant)
{
    EXPECT_EQ(suggestion("titel", kNames), "; did you mean \"title\"?");
    EXPECT_EQ(suggestion("publised", kNames), "; did you mean \"published\"?");
}

TEST(Nearest, ListsTheNamesWhereNoneIsNear)
{
    EXPECT_EQ(suggestion("colour", kNames), "; valid: title, published, author, summary, body");
    EXPECT_EQ(suggestion("x", std::vector<std::string>{}), "");
}

TEST(Nearest, DoesNotCompareEndlessWords)
{
    EXPECT_FALSE(nearest(std::string(1'000'000, 'a'), kNames));
}

TEST(InQuotes, CutsALongTextBetweenLettersAndKeepsItOnOneLine)
{
    EXPECT_EQ(in_quotes("a\nb"), "\"a b\"");
    std::string letters;
    for (int i = 0; i < 50; ++i)
        letters += "ế";
    const std::string cut = in_quotes(letters);
    EXPECT_TRUE(cut.ends_with("ế…\"")) << cut;
    EXPECT_LT(cut.size(), 90u);
}

} // namespace
} // namespace baotin::config
