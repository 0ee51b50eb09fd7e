#include "parsers/text/search_words.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> folded(std::string_view text)
{
    std::vector<std::string> words;
    for (const auto& word : search_words(text))
        words.push_back(word.folded);
    return words;
}

TEST(SearchWords, AreTheSyllablesWithoutTonesMarksAndCase)
{
    EXPECT_THAT(folded("Công an tỉnh Bắc Ninh"), ElementsAre("cong", "an", "tinh", "bac", "ninh"));
    EXPECT_THAT(folded("Đảng ủy, ĐẢNG UỶ"), ElementsAre("dang", "uy", "dang", "uy"));
}

TEST(SearchWords, AreTheSameHoweverNumbersAndDashesAreWritten)
{
    EXPECT_EQ(folded("nhiệm kỳ 2021-2026"), folded("nhiệm kỳ 2021 – 2026"));
    EXPECT_THAT(folded("Covid-19"), ElementsAre("covid", "19"));
}

TEST(SearchWords, SayWhereInTheTextTheyStand)
{
    const std::string text = "Ở “Bắc Ninh”.";
    const auto words = search_words(text);
    ASSERT_EQ(words.size(), 3U);
    EXPECT_EQ(text.substr(words[1].begin, words[1].end - words[1].begin), "Bắc");
    EXPECT_EQ(text.substr(words[2].begin, words[2].end - words[2].begin), "Ninh");
}

TEST(SearchWords, AreNotFoundInSigns)
{
    EXPECT_THAT(folded(""), IsEmpty());
    EXPECT_THAT(folded("— “…” !? \n"), IsEmpty());
}

TEST(SearchWords, AreNeverLongerThanAnybodyWouldType)
{
    EXPECT_EQ(search_words(std::string(10'000, 'a')).at(0).folded.size(), 64U);
}

} // namespace
} // namespace baotin::parsers
