#include "crawler/drift.hpp"
#include "crawler/reading_mark.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

parsers::FieldRule rule(const char* text)
{
    return parsers::FieldRule::compile(text).value();
}

config::Site site()
{
    config::Site site;
    site.id = "site";
    parsers::Generation rules;
    rules.title = {rule("h1.title"), rule("h1")};
    rules.body = {rule(".detail")};
    rules.author = {rule(".author")};
    site.rules.generations = {rules};
    return site;
}

Coverage after(int matched, int missed)
{
    Coverage coverage;
    for (archive::PageId page = 1; page <= matched + missed; ++page) {
        bool match = page <= matched;
        coverage.saw(
            {page, "http://host/tin-9.html", "r", {{"author", match}, {"body", true}}, std::nullopt});
    }
    return coverage;
}

Change change_of(const char* field)
{
    return {{{field, "before", "after"}}, archive::Significance::minor};
}

TEST(ReadingMark, NamesTheFieldsWhoseRulesMissed)
{
    EXPECT_EQ(marked("3f2a", {{"title", true}, {"body", true}}), "3f2a");
    auto reading = marked("3f2a", {{"title", false}, {"author", true}, {"body", false}});
    EXPECT_THAT(missed_fields(reading), ElementsAre("title", "body"));
    EXPECT_EQ(unmarked(reading), "3f2a");
    EXPECT_THAT(missed_fields("3f2a"), IsEmpty());
    EXPECT_THAT(missed_fields("3f2a/fallback"), ElementsAre("body"));
    EXPECT_EQ(unmarked("3f2a/fallback"), "3f2a");
}

TEST(WhyHeld, ABodyThatIsGuessedNowIsNoEdit)
{
    Coverage nothing_known;
    EXPECT_THAT(why_held(nothing_known, "r", "r/missed:body", {}).value_or(""), HasSubstr("body rules"));
    EXPECT_FALSE(why_held(nothing_known, "r/missed:body", "r/missed:body", change_of("body")));
    EXPECT_FALSE(why_held(nothing_known, "r", "r", change_of("body")));
}

TEST(WhyHeld, ATitleThatMetadataFilledInTellsNothing)
{
    EXPECT_TRUE(why_held({}, "r", "r/missed:title", change_of("title")));
    EXPECT_FALSE(why_held({}, "r", "r/missed:title", change_of("body"))) << "it says the same title";
}

TEST(WhyHeld, AnAuthorWhoIsTakenOffOnePageIsAnEditUntilOthersAreTakenOffToo)
{
    EXPECT_FALSE(why_held(after(100, 0), "r", "r/missed:author", change_of("author")));
    EXPECT_TRUE(why_held(after(100, 2), "r", "r/missed:author", change_of("author")));
    EXPECT_FALSE(why_held(after(100, 2), "r", "r/missed:author", change_of("body")));
}

TEST(WhyHeld, WhileAFieldDriftsOnlyReadingsThatItsRuleMatchesAreBelieved)
{
    auto drifting = after(100, 6);
    ASSERT_TRUE(drifting.drifting());
    EXPECT_TRUE(why_held(drifting, "r/missed:author", "r/missed:author", change_of("body")));
    EXPECT_FALSE(why_held(drifting, "r", "r", change_of("body")));
    EXPECT_FALSE(why_held(drifting, "r", "r/missed:author", {})) << "there is nothing to hold";
}

TEST(WouldLoseText, GuessesNeverReplaceWhatRulesRead)
{
    EXPECT_TRUE(would_lose_text("old", "new/missed:body"));
    EXPECT_TRUE(would_lose_text("old/missed:author", "new/missed:title"));
    EXPECT_FALSE(would_lose_text("old/missed:body", "new/missed:body"));
    EXPECT_FALSE(would_lose_text("old", "new/missed:author"));
}

TEST(DescribeDrift, SaysWhichSelectorOnHowManyPagesWhereAndWhatToDo)
{
    auto coverage = after(100, 6);
    EXPECT_THAT(drifting_fields(coverage), ElementsAre("author"));
    EXPECT_EQ(
        describe_drift(coverage, site()),
        "author (\".author\") matched nothing on 6 of the last 20 pages, usually on 100 %; changes are held "
        "back. Look with `baotin try site http://host/tin-9.html`, mend the rules, reload, and fill the gap "
        "with `baotin reparse site`");
}

} // namespace
} // namespace baotin::crawler
