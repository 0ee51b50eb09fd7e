#include "config/hook.hpp"
#include "config/warnings.hpp"
#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

namespace baotin::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string hook_with(std::string_view more)
{
    return std::string(kHook) + std::string(more) + "\n";
}

Hook hook_of(std::string_view more)
{
    const auto config = config_of(hook_with(more));
    const Hook* hook = config->hook("newsroom");
    return hook ? *hook : Hook{};
}

TEST(Events, AreTheTwelveOfTheContract)
{
    EXPECT_THAT(event_types(),
                ElementsAre("article.new", "article.changed", "article.removed", "article.restored",
                            "article.moved", "site.failing", "site.recovered", "site.challenge",
                            "site.silent", "hook.failing", "site.drift", "story.spread"));
}

TEST(Hook, ReadsTheExampleOfTheContract)
{
    const auto hook = hook_of(
        "events = [\"article.new\", \"article.changed\"]\n"
        "where = { province = [\"Bắc Ninh\"], any = [\"bầu cử\", \"Covid-19\"] }\nallow_private = false");
    EXPECT_EQ(hook.url, "https://example.org/hooks/baotin");
    EXPECT_THAT(hook.events, ElementsAre("article.new", "article.changed"));
    EXPECT_THAT(hook.where.province, ElementsAre("Bắc Ninh"));
    EXPECT_THAT(hook.where.any, ElementsAre("bầu cử", "Covid-19"));
    EXPECT_FALSE(hook.where.exact);
    EXPECT_FALSE(hook.allow_private);
}

TEST(Hook, HearsOfEveryArticleEventWhereItNamesNone)
{
    EXPECT_THAT(hook_of("").events, ElementsAre("article.new", "article.changed", "article.removed",
                                                "article.restored", "article.moved"));
}

TEST(Hook, ReadsEveryKey)
{
    const auto hook =
        hook_of("allow_private = true\nbackfill = true\ncosmetic = true\n[hook.where]\nsite = \"congan-x\"\n"
                "kind = [\"police\", \"press\"]\nall = \"an  ninh\"\nexact = true");
    EXPECT_TRUE(hook.allow_private && hook.backfill && hook.cosmetic && hook.where.exact);
    EXPECT_THAT(hook.where.site, ElementsAre("congan-x"));
    EXPECT_THAT(hook.where.kind, ElementsAre("police", "press"));
    EXPECT_THAT(hook.where.all, ElementsAre("an ninh"));
}

TEST(Hook, ReadsHowMuchOfItsReceiverItMayTake)
{
    const auto plain = hook_of("");
    EXPECT_EQ(plain.concurrency, 4);
    EXPECT_EQ(plain.rate, std::nullopt);
    EXPECT_EQ(plain.timeout, std::chrono::seconds(15));
    const auto hook = hook_of("concurrency = 1\nrate = \"120/m\"\ntimeout = \"5s\"");
    EXPECT_EQ(hook.concurrency, 1);
    EXPECT_EQ(hook.rate, (Rate{120, std::chrono::minutes(1)}));
    EXPECT_EQ(hook.timeout, std::chrono::seconds(5));
    for (const auto* rate : {"0/s", "10", "10/d", "-1/s", "/s", "x/s", "99999/h", "1.5/s"})
        EXPECT_THAT(problems_of_main(hook_with("rate = \"" + std::string(rate) + "\"")),
                    ElementsAre(HasSubstr("is no rate")))
            << rate;
    EXPECT_THAT(problems_of_main(hook_with("concurrency = 17")), ElementsAre(HasSubstr("5:15: ")));
    EXPECT_THAT(problems_of_main(hook_with("timeout = \"2m\"")),
                ElementsAre("5:11: timeout is from 1 to 60 seconds"));
}

TEST(Hook, LacksKeysThatItNeeds)
{
    EXPECT_THAT(
        problems_of_main("[[hook]]\nsecret_file = \"newsroom.secret\""),
        ElementsAre(
            "1:1: missing key \"name\" in [[hook]], such as name = \"newsroom\"",
            "1:1: missing key \"url\" in [[hook]], such as url = \"https://example.org/hooks/baotin\""));
}

TEST(Hook, SaysTheNearestNameOfAnUnknownKey)
{
    EXPECT_THAT(problems_of_main(hook_with("event = []")),
                ElementsAre("5:1: unknown key \"event\" in [[hook]]; did you mean \"events\"?"));
    EXPECT_THAT(problems_of_main(hook_with("where = { sites = [\"congan-x\"] }")),
                ElementsAre("5:11: unknown key \"sites\" in where of [[hook]]; did you mean \"site\"?"));
}

TEST(Hook, SaysTheNearestNameOfAnUnknownEvent)
{
    EXPECT_THAT(problems_of_main(hook_with("events = [\"article.changd\"]")),
                ElementsAre("5:11: unknown event \"article.changd\"; did you mean \"article.changed\"?"));
}

TEST(Hook, RefusesEmptyAndDoubledEvents)
{
    EXPECT_THAT(problems_of_main(hook_with("events = []")),
                ElementsAre(HasSubstr("5:10: an empty list tells nothing")));
    EXPECT_THAT(problems_of_main(hook_with("events = [\"article.new\", \"article.new\"]")),
                ElementsAre("5:26: article.new stands here twice"));
    EXPECT_THAT(problems_of_main(hook_with("events = [1]")), ElementsAre(HasSubstr("not an integer")));
}

TEST(Hook, NamesDiffer)
{
    EXPECT_THAT(problems_of_main(hook_with(kHook)),
                ElementsAre("6:8: a [[hook]] named \"newsroom\" stands in line 1 already; deliveries are "
                            "kept by name, so names "
                            "must differ"));
    EXPECT_THAT(
        problems_of_main("[[hook]]\nname = \"phòng tin\"\nurl = \"https://example.org\"\nsecret_file = "
                         "\"newsroom.secret\""),
        ElementsAre(HasSubstr("2:8: \"phòng tin\" is no name of a hook")));
}

TEST(Hook, KeepsItsUrlAsItIsWritten)
{
    const auto config =
        config_of("[[hook]]\nname = \"a\"\nurl = \"https://Example.org/in?utm_source=baotin&b=1\"\n"
                  "secret_file = \"newsroom.secret\"");
    EXPECT_EQ(config->hooks.at(0).url, "https://Example.org/in?utm_source=baotin&b=1");
}

TEST(Hook, RefusesUrlsThatCannotBePostedTo)
{
    const auto with_url = [](std::string_view url) {
        return problems_of_main("[[hook]]\nname = \"a\"\nsecret_file = \"newsroom.secret\"\nurl = \"" +
                                std::string(url) + "\"");
    };
    EXPECT_THAT(with_url("ftp://example.org/"), ElementsAre(HasSubstr("4:7: url is no http or https URL")));
    EXPECT_THAT(with_url("https://me:word@example.org/"),
                ElementsAre(HasSubstr("a password does not belong")));
    EXPECT_THAT(with_url("https://example.org/a b"),
                ElementsAre(HasSubstr("write it as \"https://example.org/a%20b\"")));
    EXPECT_THAT(with_url("https://example.org/@me"), IsEmpty());
}

TEST(Where, NamesSitesThatThereAre)
{
    EXPECT_THAT(problems_of_main(hook_with("where = { site = [\"congan-x\", \"congan-y\"] }")),
                ElementsAre("5:31: unknown site \"congan-y\"; did you mean \"congan-x\"?"));
}

TEST(Where, NamesProvincesAndKindsThatThereAre)
{
    EXPECT_THAT(problems_of_main(hook_with("where = { province = [\"Bắc Nih\", \"Hải Dương\"] }")),
                ElementsAre("5:23: unknown province \"Bắc Nih\"; did you mean \"Bắc Ninh\"?"));
    EXPECT_THAT(problems_of_main(hook_with("where = { kind = \"pres\" }")),
                ElementsAre("5:18: unknown kind \"pres\"; did you mean \"press\"?"));
}

TEST(Hook, MentionsProvincesByOldAndNewNames)
{
    EXPECT_THAT(
        problems_of_main(hook_with("where = { mentions = [\"Bắc Ninh\", \"tp hcm\", \"Hải Dương\"] }")),
        testing::IsEmpty());
    EXPECT_THAT(problems_of_main(hook_with("where = { mentions = [\"Bắc Nih\"] }")),
                ElementsAre("5:23: unknown province \"Bắc Nih\"; did you mean \"Bắc Ninh\"?"));
    EXPECT_THAT(problems_of_main(hook_with("where = { mentions = [] }")),
                ElementsAre("5:22: mentions = [] would never match; leave it out"));
}

TEST(Where, ReadsWhatTextsAreNarrowedBy)
{
    const auto where = hook_of("[hook.where]\nnone = \"lũ lụt\"\nfield = [\"title\", \"body\"]\n"
                               "regex = \"(?i)tai nạn\"\nsection = \"An ninh\"\nauthor = [\"Lê Hà\"]\n"
                               "significance = [\"minor\", \"major\"]")
                           .where;
    EXPECT_THAT(where.none, ElementsAre("lũ lụt"));
    EXPECT_THAT(where.field, ElementsAre("title", "body"));
    ASSERT_EQ(where.regex.size(), 1u);
    EXPECT_EQ(where.regex[0]->pattern(), "(?i)tai nạn");
    EXPECT_THAT(where.section, ElementsAre("An ninh"));
    EXPECT_THAT(where.author, ElementsAre("Lê Hà"));
    EXPECT_THAT(where.significance, ElementsAre("minor", "major"));
}

TEST(Where, RefusesExpressionsThatAreWrongOrHuge)
{
    EXPECT_THAT(problems_of_main(hook_with("where = { regex = \"(tai\" }")),
                ElementsAre("5:19: bad regex \"(tai\": missing ): (tai"));
    EXPECT_THAT(problems_of_main(hook_with("where = { regex = \"" + std::string(501, 'a') + "\" }")),
                ElementsAre("5:19: a regex of 501 bytes; the most is 500"));
    EXPECT_THAT(problems_of_main(hook_with("where = { regex = '((a{1,100}){1,100}){1,100}' }")),
                ElementsAre(HasSubstr("5:19: bad regex")));
}

TEST(Where, LooksAtTheTextOfStoriesToo)
{
    EXPECT_THAT(problems_of_main(hook_with("events = [\"story.spread\"]\nwhere = { any = [\"bầu cử\"] }")),
                ElementsAre());
}

TEST(Where, TakesTheRoleOfAnArticleInItsStory)
{
    const auto problems = [](std::string_view type, std::string_view role) {
        return problems_of_main(
            hook_with(fmt::format("events = [\"{}\"]\nwhere = {{ role = {} }}", type, role)));
    };
    EXPECT_THAT(problems("article.new", "\"first\""), ElementsAre());
    EXPECT_THAT(problems("article.new", "[\"first\", \"repeat\"]"), ElementsAre());
    EXPECT_THAT(problems("story.spread", "\"repeat\""), ElementsAre());
    EXPECT_THAT(problems("story.spread", "\"first\""),
                ElementsAre(HasSubstr("story.spread tells of repeats")));
    EXPECT_THAT(problems("site.failing", "\"first\""),
                ElementsAre(HasSubstr("events asks for none of article.* and story.*")));
    EXPECT_THAT(problems("article.new", "\"last\""), ElementsAre(HasSubstr("first")));
}

TEST(Where, RefusesARuleThatNothingCanSatisfy)
{
    const auto never = [](std::string_view more) {
        const auto problems = problems_of_main(hook_with(more));
        return problems.size() == 1 ? problems[0] : testing::PrintToString(problems);
    };
    EXPECT_THAT(
        never("where = { site = \"congan-x\", kind = \"government\" }"),
        HasSubstr("5:9: where of hook \"newsroom\" can never match: none of the sites that it names"));
    EXPECT_THAT(
        never("where = { site = \"congan-x\", province = \"Bắc Ninh\" }\nevents = [\"site.failing\"]"),
        HasSubstr("none of the sites that it names"));
    EXPECT_THAT(never("where = { all = [\"bầu cử quốc hội\"], none = [\"Bau  cu\"] }"),
                HasSubstr("all asks for \"bầu cử quốc hội\" and none for its absence"));
    EXPECT_THAT(never("where = { any = [\"lũ\", \"lũ lụt\"], none = [\"lũ\"] }"),
                HasSubstr("none excludes every phrase of any"));
    EXPECT_THAT(never("events = [\"article.new\"]\nwhere = { significance = \"major\" }"),
                HasSubstr("only article.changed has a significance"));
    EXPECT_THAT(never("where = { significance = \"cosmetic\" }"), HasSubstr("cosmetic = true"));
    EXPECT_THAT(never("events = [\"site.failing\"]\nwhere = { any = \"bầu cử\" }"),
                HasSubstr("it looks at the text of articles"));
    EXPECT_THAT(never("where = { field = \"title\" }"), HasSubstr("field says where words are looked for"));
}

TEST(Where, ThatNoConfiguredSiteSatisfiesYetIsWorthAWarning)
{
    const auto warned = [](std::string_view more) { return warnings(*config_of(hook_with(more))); };
    EXPECT_THAT(warned("where = { province = \"Bắc Ninh\" }"),
                ElementsAre(HasSubstr("hook newsroom hears of nothing")));
    EXPECT_THAT(warned("where = { kind = \"police\" }"), IsEmpty());
}

TEST(Where, TakesARuleThatSomethingCanSatisfy)
{
    for (const auto* more : {"where = { any = [\"lũ\", \"bão\"], none = [\"lũ\"] }",
                             "where = { all = [\"ban\"], none = [\"an\"] }",
                             "where = { all = [\"Lũ\"], none = [\"lũ\"], exact = true }",
                             "cosmetic = true\nwhere = { significance = \"cosmetic\" }",
                             "events = [\"hook.failing\"]\nwhere = { kind = \"press\" }"})
        EXPECT_THAT(problems_of_main(hook_with(more)), IsEmpty()) << more;
}

TEST(Where, RefusesWhatCouldNeverMatch)
{
    EXPECT_THAT(problems_of_main(hook_with("where = { any = [], all = [\"...\", \"\"] }")),
                ElementsAre("5:17: any = [] would never match; leave it out",
                            "5:28: \"...\" has neither letter nor digit", HasSubstr("5:35: all is empty")));
    EXPECT_THAT(problems_of_main(hook_with("where = { exact = 1 }")),
                ElementsAre("5:19: exact is true or false, not an integer"));
    EXPECT_THAT(problems_of_main(hook_with("where = \"Bắc Ninh\"")),
                ElementsAre("5:9: where is a table, written { … }, not a string"));
}

} // namespace
} // namespace baotin::config
