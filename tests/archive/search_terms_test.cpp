#include "archive/search_terms.hpp"
#include "archive/snippet.hpp"

#include <gmock/gmock.h>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using Words = SearchTerms::Words;

SearchTerms terms(std::string_view typed)
{
    auto parsed = parse_search_terms(typed);
    EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error());
    return parsed.value_or(SearchTerms());
}

std::vector<std::string> marked(const Snippet& snippet)
{
    std::vector<std::string> words;
    for (const auto& mark : snippet.marks)
        words.push_back(snippet.text.substr(mark.begin, mark.end - mark.begin));
    return words;
}

TEST(SearchTerms, AreTheSameWithAndWithoutTonesAndMarks)
{
    EXPECT_EQ(terms("bac ninh"), terms("Bắc Ninh"));
    EXPECT_THAT(terms("Bắc Ninh").runs, ElementsAre(Words{"bac", "ninh"}));
}

TEST(SearchTerms, TakeQuotedWordsForAPhrase)
{
    for (const auto* typed : {"ma tuý \"Bắc Ninh\" tang vật", "ma tuý “Bắc Ninh” tang vật"}) {
        EXPECT_THAT(terms(typed).phrases, ElementsAre(Words{"bac", "ninh"})) << typed;
        EXPECT_THAT(terms(typed).runs, ElementsAre(Words{"ma", "tuy"}, Words{"tang", "vat"})) << typed;
    }
    EXPECT_THAT(terms("\"Bắc Ninh").phrases, ElementsAre(Words{"bac", "ninh"}));
}

TEST(SearchTerms, TakeWhatIsWrittenWithoutSpacesForAPhrase)
{
    EXPECT_THAT(terms("nhiệm kỳ 2021-2026").phrases, ElementsAre(Words{"2021", "2026"}));
    EXPECT_THAT(terms("Covid-19").phrases, ElementsAre(Words{"covid", "19"}));
}

TEST(SearchTerms, LeaveOutWhatStandsBehindAMinus)
{
    const auto parsed = terms("ma túy -\"Bắc Giang\" -hàng");
    EXPECT_THAT(parsed.without, ElementsAre(Words{"bac", "giang"}, Words{"hang"}));
    EXPECT_THAT(parsed.runs, ElementsAre(Words{"ma", "tuy"}));
    EXPECT_THAT(parsed.phrases, IsEmpty());
}

TEST(SearchTerms, SayWhatIsWrongWithThem)
{
    EXPECT_THAT(parse_search_terms("").error(), HasSubstr("no word"));
    EXPECT_THAT(parse_search_terms("— ?").error(), HasSubstr("no word"));
    EXPECT_THAT(parse_search_terms("-bac").error(), HasSubstr("no word"));
    std::string many;
    for (int i = 0; i < 33; ++i)
        many += "an ";
    EXPECT_THAT(parse_search_terms(many).error(), HasSubstr("32 words at most, not 33"));
}

TEST(Snippet, ShowsTheTextAsItWasPublishedWithWhatWasFoundMarked)
{
    const auto snippet = whole_snippet("Công an Bắc Ninh bắt “trùm” ma tuý", terms("bac ninh \"ma túy\""));
    EXPECT_EQ(snippet.text, "Công an Bắc Ninh bắt “trùm” ma tuý");
    EXPECT_THAT(marked(snippet), ElementsAre("Bắc Ninh", "ma tuý"));
}

TEST(Snippet, MarksAWordAloneOnlyWhereItNeverStandsBesideItsNeighbour)
{
    EXPECT_THAT(marked(whole_snippet("An ninh, trật tự và bình an", terms("an ninh"))),
                ElementsAre("An ninh"));
    EXPECT_THAT(marked(whole_snippet("Ninh Bình bình an", terms("an ninh"))), ElementsAre("Ninh", "an"));
}

TEST(Snippet, IsCutWhereMostOfTheWordsStand)
{
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += "chữ ";
    text += "ngày bầu cử ở Bắc Ninh\nđã đến ";
    for (int i = 0; i < 200; ++i)
        text += "chữ ";
    const auto snippet = best_snippet(text, terms("bầu cử bắc ninh"), 20);
    EXPECT_THAT(snippet.text, StartsWith("…"));
    EXPECT_THAT(snippet.text, HasSubstr("ngày bầu cử ở Bắc Ninh đã đến"));
    EXPECT_TRUE(snippet.text.ends_with("…"));
    EXPECT_LE(snippet.text.size(), 200U);
    EXPECT_THAT(marked(snippet), ElementsAre("bầu cử", "Bắc Ninh"));
}

TEST(Snippet, IsTheBeginningWhereNothingWasFound)
{
    const auto snippet = best_snippet("một hai ba bốn", terms("năm"), 2);
    EXPECT_EQ(snippet.text, "một hai…");
    EXPECT_THAT(snippet.marks, IsEmpty());
}

TEST(Snippet, IsEscapedAsHtml)
{
    EXPECT_EQ(snippet_html(whole_snippet("<b>Bắc & \"Ninh\"</b>", terms("bac"))),
              "&lt;b&gt;<mark>Bắc</mark> &amp; &quot;Ninh&quot;&lt;/b&gt;");
}

} // namespace
} // namespace baotin::archive
