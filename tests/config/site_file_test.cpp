#include "config/site.hpp"
#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// The contract's own example.
constexpr std::string_view kHaiPhong = R"(id       = "congan-haiphong"
name     = "Công an thành phố Hải Phòng"
home     = "https://congan.haiphong.gov.vn/"
kind     = "police"                       # police | press | government
province = "Hải Phòng"
checked  = 2026-11-21

[[source]]
listing = "https://congan.haiphong.gov.vn/Tin-An-ninh-trat-tu"
links   = ".news-list h3 a"
next    = "a.next"
pages   = 3

[[source]]
feed = "https://congan.haiphong.gov.vn/rss"

[article]
urls      = ["/**-*.html"]
title     = "h1.title"
published = ".date"
author    = ".author"
summary   = ".sapo"
body      = ".detail-content"
captions  = "figcaption, .img-caption"
remove    = [".related", ".view-count"]
fallback  = "generic"

[visit]
every   = "10m"
recheck = "6h"
min     = "2m"
max     = "6h"
delay   = "2s"
)";

std::string site_with(std::string_view more)
{
    return std::string(kSite) + std::string(more) + "\n";
}

std::string without(std::string_view line_start)
{
    std::string toml(kSite);
    const auto begin = toml.find(line_start);
    return toml.erase(begin, toml.find('\n', begin) + 1 - begin);
}

TEST(SiteFile, ReadsTheExampleOfTheContract)
{
    const auto site = site_of(kHaiPhong);
    EXPECT_EQ(site->id, "congan-haiphong");
    EXPECT_EQ(site->name, "Công an thành phố Hải Phòng");
    EXPECT_EQ(site->home, "https://congan.haiphong.gov.vn/");
    EXPECT_EQ(site->kind, SiteKind::police);
    EXPECT_EQ(site->province->name, "Hải Phòng");
    EXPECT_EQ(site->checked, "2026-11-21");
    EXPECT_TRUE(site->articles.matches("https://congan.haiphong.gov.vn/Tin/a-1.html"));
    EXPECT_FALSE(site->articles.matches("https://congan.haiphong.gov.vn/Tin/"));
    EXPECT_EQ(site->rules.generations[0].remove.size(), 2u);
    EXPECT_EQ(site->rules.generations[0].body.at(0).source(), ".detail-content");
    EXPECT_EQ(site->visit.every, 10min);
    EXPECT_EQ(site->visit.recheck, 6h);
    EXPECT_EQ(site->visit.min, 2min);
    EXPECT_EQ(site->visit.max, 6h);
    EXPECT_EQ(site->visit.delay, 2s);
    EXPECT_THAT(site->file, testing::EndsWith("/x.toml"));
}

TEST(SiteFile, LeavesWhatIsNotSaidAtItsDefault)
{
    const auto site = site_of(kSite);
    EXPECT_FALSE(site->province);
    EXPECT_FALSE(site->checked);
    EXPECT_FALSE(site->visit.every);
    EXPECT_EQ(site->visit.max, 6h);
    EXPECT_EQ(site->rules.fallback, parsers::Fallback::generic);
    EXPECT_TRUE(site->articles.matches("https://congan.example/anything"));
}

TEST(SiteFile, MayLeaveNoDelayBetweenRequestsButNoEmptyInterval)
{
    EXPECT_EQ(site_of(site_with("[visit]\ndelay = \"0s\""))->visit.delay, 0s);
    EXPECT_THAT(
        problems_of_site(site_with("[visit]\nevery = \"0s\"\nmin = \"0m\"")),
        ElementsAre("8:9: every has to be longer than \"0s\"", "9:7: min has to be longer than \"0m\""));
}

TEST(SiteFile, ThatIsMissingIsAProblemOfTheWholeFile)
{
    const auto site = load_site("/nonexistent/x.toml");
    ASSERT_FALSE(site);
    EXPECT_EQ(to_string(site.error().at(0)), "/nonexistent/x.toml: there is no such file");
}

TEST(SiteFile, LacksKeysThatItNeeds)
{
    EXPECT_THAT(problems_of_site(without("id")),
                ElementsAre("missing key \"id\", such as id = \"congan-haiphong\""));
    EXPECT_THAT(problems_of_site(without("name")), ElementsAre(StartsWith("missing key \"name\"")));
    EXPECT_THAT(problems_of_site(without("home")), ElementsAre(StartsWith("missing key \"home\"")));
    EXPECT_THAT(problems_of_site(""), testing::SizeIs(4));
}

TEST(SiteFile, SaysTheNearestNameOfAnUnknownKey)
{
    EXPECT_THAT(problems_of_site(site_with("[article]\ntitel = \"h1\"")),
                ElementsAre("8:1: unknown key \"titel\" in [article]; did you mean \"title\"?"));
    EXPECT_THAT(problems_of_site("provinze = \"Hải Phòng\"\n" + std::string(kSite)),
                ElementsAre("1:1: unknown key \"provinze\"; did you mean \"province\"?"));
    EXPECT_THAT(problems_of_site(site_with("lnks = \"a\"")),
                ElementsAre("7:1: unknown key \"lnks\" in [[source]]; did you mean \"links\"?"));
    EXPECT_THAT(problems_of_site(site_with("[visits]\n")), ElementsAre(HasSubstr("did you mean \"visit\"?")));
    EXPECT_THAT(
        problems_of_site(site_with("[visit]\ncolour = 1")),
        ElementsAre("8:1: unknown key \"colour\" in [visit]; valid: every, recheck, min, max, delay, budget, "
                    "importance, per_day, robots, cookies, challenge"));
}

TEST(SiteFile, SaysWhichTypeAKeyHas)
{
    EXPECT_THAT(problems_of_site(site_with("[visit]\ndelay = 2")),
                ElementsAre("8:9: delay is a duration such as \"2s\", not an integer"));
    EXPECT_THAT(problems_of_site("checked = \"2026-11-21\"\n" + std::string(kSite)),
                ElementsAre("1:11: checked is a date without quotes such as 2026-11-21, not a string"));
    EXPECT_THAT(problems_of_site(site_with("[article]\ntitle = [\"h1\", 2]")),
                ElementsAre("8:16: title is a CSS selector such as \".detail-content\", not an integer"));
    EXPECT_THAT(problems_of_site("article = true\n" + std::string(kSite)),
                ElementsAre("1:11: article is a table, written [article], not true or false"));
    EXPECT_THAT(problems_of_site("name = [\"a\"]\n" + without("name")), ElementsAre(HasSubstr("not a list")));
}

TEST(SiteFile, SaysWhyADurationIsWrong)
{
    EXPECT_THAT(
        problems_of_site(site_with("[visit]\nmin = \"2 minutes\"\nmax = \"6\"")),
        ElementsAre(
            "8:7: min is a duration such as \"2s\", not \"2 minutes\": unknown unit \" minutes\": it is "
            "ms, s, m, h or d",
            "9:7: max is a duration such as \"2s\", not \"6\": it lacks its unit: ms, s, m, h or d"));
    EXPECT_THAT(problems_of_site(site_with("[visit]\nmax = \"99999999999d\"")),
                ElementsAre("8:7: max is a duration such as \"2s\", not \"99999999999d\": it is too large: "
                            "the most is 36500d"));
}

TEST(SiteFile, RefusesAMinAboveItsMax)
{
    EXPECT_THAT(problems_of_site(site_with("[visit]\nmax = \"5m\"\nmin = \"10m\"")),
                ElementsAre("9:7: min (10m) is longer than max (5m)"));
    EXPECT_THAT(problems_of_site(site_with("[visit]\nmin = \"12h\"")),
                ElementsAre("8:7: min (12h) is longer than max (6h, its default)"));
    EXPECT_THAT(problems_of_site(site_with("[visit]\nmax = \"1m\"")),
                ElementsAre("8:7: min (2m, its default) is longer than max (1m)"));
}

TEST(SiteFile, PointsAtTheColumnInsideASelector)
{
    // Line 8: `body = ".detail:nope"`; the selector begins in column 9.
    const auto problems = problems_of_site(site_with("[article]\nbody = \".detail:nope\""));
    ASSERT_EQ(problems.size(), 1u);
    const auto error = parsers::html::Selector::compile(".detail:nope").error();
    EXPECT_EQ(problems[0],
              "8:" + std::to_string(8 + error.column) + ": bad selector for body: " + error.what);
    EXPECT_GT(error.column, 7u);
}

TEST(SiteFile, CountsTheColumnInLetters)
{
    // `ố` is three bytes and one column.
    const auto error = parsers::html::Selector::compile(".tốt:nope").error();
    EXPECT_THAT(problems_of_site(site_with("[article]\nbody = \".tốt:nope\"")),
                ElementsAre(StartsWith("8:" + std::to_string(8 + error.column - 2) + ": ")));
}

TEST(SiteFile, PointsAtASelectorInAListOrInSingleQuotes)
{
    const auto column = parsers::html::Selector::compile("a:nope").error().column;
    EXPECT_THAT(problems_of_site(site_with("[article]\nremove = [\".x\", 'a:nope']")),
                ElementsAre(StartsWith("8:" + std::to_string(17 + column) + ": bad selector for remove")));
}

TEST(SiteFile, SaysThePlaceInWordsWhereASelectorIsWrittenWithEscapesOrOnSeveralLines)
{
    EXPECT_THAT(
        problems_of_site(site_with("[article]\nbody = \"a\\u003Anope\"")),
        ElementsAre(testing::AllOf(StartsWith("8:8: bad selector for body"), HasSubstr("(at byte "))));
    EXPECT_THAT(
        problems_of_site(site_with("[article]\nbody = '''\na:nope'''")),
        ElementsAre(testing::AllOf(StartsWith("8:8: bad selector for body"), HasSubstr("(at byte "))));
}

TEST(SiteFile, RefusesAnEmptySelector)
{
    EXPECT_THAT(problems_of_site(site_with("[article]\nbody = \" \"")),
                ElementsAre(StartsWith("8:8: body is empty")));
}

TEST(SiteFile, HasABlockForEachGenerationOfItsMarkup)
{
    const auto site =
        site_of(site_with("[[article]]\nurls = [\"/tin/*\"]\nbody = \".new\"\nmore = \"a.next\"\n"
                          "modified = \".m\"\nsection = \".s a\"\nimages = \"img::attr(data-src)\"\n"
                          "[[article]]\nbody = [\"#old\", \".older\"]"));
    ASSERT_EQ(site->rules.generations.size(), 2u);
    EXPECT_EQ(site->rules.generations[0].more.size(), 1u);
    EXPECT_EQ(site->rules.generations[1].body[1].source(), ".older");
    EXPECT_TRUE(site->articles.matches("https://a.vn/tin/1"));
}

TEST(SiteFile, SaysOnceWhatHoldsForEveryGeneration)
{
    EXPECT_THAT(
        problems_of_site(
            site_with("[[article]]\nbody = \".a\"\n[[article]]\nurls = [\"/x\"]\nauthor = \"i\"")),
        ElementsAre(HasSubstr("9:1: this [[article]] needs a body or a title"),
                    HasSubstr("10:8: urls holds for the whole site: write it in the first [[article]]")));
}

TEST(SiteFile, PointsIntoARegex)
{
    EXPECT_THAT(problems_of_site(site_with("[article]\nauthor = '.a | regex \"(x\"'")),
                ElementsAre(StartsWith("8:23: bad selector for author: The pattern is wrong: missing )")));
}

TEST(SiteFile, RefusesTextWhereAnElementOrALinkIsMeant)
{
    EXPECT_THAT(problems_of_site(site_with("[article]\nremove = \"p::text\"")),
                ElementsAre("8:10: remove names elements as a whole: leave ::attr(…) and ::text away"));
    EXPECT_THAT(problems_of_site(
                    site_with("[[source]]\nlisting = \"https://congan.example/tin\"\nlinks = \"a::text\"")),
                ElementsAre("9:9: links names where a link leads, not its text: leave ::text away"));
}

TEST(SiteFile, RefusesABadUrl)
{
    std::string toml(kSite);
    toml.replace(toml.find("https://congan.example/\""), 23, "congan.example");
    EXPECT_THAT(
        problems_of_site(toml),
        ElementsAre("3:8: home is no http or https URL: \"congan.example\"; write it in full, such as "
                    "\"https://example.org/news\""));
}

TEST(SiteFile, RefusesBadGlobs)
{
    EXPECT_THAT(
        problems_of_site(site_with(
            "[article]\nurls = [\"tin/*\", \"https://a.vn/*\", \"/a?id=*\", \"/***\", \"!/b c\", \"/ok/**\", "
            "\"!/ok/no\", \"**.html\"]")),
        ElementsAre("8:9: bad glob \"tin/*\" for urls: a path begins with /, so a glob begins with / or **",
                    HasSubstr("begin at the / after the host"), HasSubstr("leave out the ? and what follows"),
                    HasSubstr("*** is neither"), HasSubstr("no path holds white space")));
}

TEST(SiteFile, NamesParametersThatTellNoArticlesApart)
{
    EXPECT_THAT(
        site_of(site_with("[article]\nignore_parameters = [\"maxwidth\", \"print\"]"))->ignore_parameters,
        ElementsAre("maxwidth", "print"));
    EXPECT_THAT(problems_of_site(site_with("[article]\nignore_parameters = \"*\"")),
                ElementsAre(HasSubstr("\"*\" is no parameter's name")));
    EXPECT_THAT(problems_of_site(site_with("[article]\nignore_parameters = \"maxwidth=640\"")),
                ElementsAre("8:21: \"maxwidth=640\" is no parameter's name for ignore_parameters: write what "
                            "stands before its "
                            "\"=\", such as \"maxwidth\""));
}

TEST(SiteFile, RefusesIdsThatDoNotFitCommandsAndFiles)
{
    for (const std::string id : {"Congan", "công-an", "-x", "a_b", "a b", "a/b"})
        EXPECT_THAT(problems_of_site("id = \"" + id + "\"\n" + without("id")),
                    ElementsAre("1:6: \"" + id +
                                "\" is no id: lower-case letters a-z, digits and hyphens, a letter or digit "
                                "first, at most 64 characters"));
    EXPECT_THAT(problems_of_site("id = \"24h\"\n" + without("id")), IsEmpty());
}

TEST(SiteFile, RefusesTheReservedId)
{
    EXPECT_THAT(problems_of_site("id = \"generic\"\n" + without("id")),
                ElementsAre("1:6: \"generic\" is reserved for the site without rules; choose another id"));
}

TEST(SiteFile, KnowsTheProvincesOfTodayAndOfBefore2025)
{
    const std::string site(kSite);
    EXPECT_EQ(site_of("province = \"Sóc Trăng\"\n" + site)->province->successor, "Cần Thơ");
    EXPECT_EQ(site_of("province = \"tp hai phong\"\n" + site)->province->name, "Hải Phòng");
    EXPECT_THAT(problems_of_site("province = \"Bắc Nin\"\n" + site),
                ElementsAre("1:12: unknown province \"Bắc Nin\"; did you mean \"Bắc Ninh\"?"));
    EXPECT_THAT(problems_of_site("province = \"Transsilvanien\"\n" + site),
                ElementsAre("1:12: unknown province \"Transsilvanien\"; it is one of the 34, or one of the "
                            "63 before July 2025"));
}

TEST(SiteFile, KnowsThreeKindsAndTwoFallbacks)
{
    EXPECT_THAT(problems_of_site("kind = \"polize\"\n" + without("kind")),
                ElementsAre("1:8: unknown kind \"polize\"; did you mean \"police\"?"));
    EXPECT_THAT(problems_of_site(site_with("[article]\nfallback = \"nil\"\nbody = \"p\"")),
                ElementsAre("8:12: unknown fallback \"nil\"; valid: generic, none"));
}

TEST(SiteFile, NeedsABodyWhereNothingFillsIn)
{
    EXPECT_THAT(problems_of_site(site_with("[article]\nfallback = \"none\"")),
                ElementsAre("7:1: missing key \"body\" in [article]: with fallback = \"none\" nothing else "
                            "would find the text"));
    EXPECT_EQ(site_of(site_with("[article]\nfallback = \"none\"\nbody = \".b\""))->rules.fallback,
              parsers::Fallback::none);
}

TEST(SiteFile, SaysHowMuchASiteMattersAndHowOftenItsHostIsAsked)
{
    const auto site = site_of(site_with("[visit]\nimportance = 2\nper_day = 500"));
    EXPECT_EQ(site->visit.importance, 2);
    EXPECT_EQ(site->visit.per_day, 500);
    EXPECT_EQ(site_of(site_with("[visit]\nimportance = 0.5"))->visit.importance, 0.5);
    EXPECT_THAT(problems_of_site(site_with("[visit]\nimportance = 0\nper_day = 1")),
                ElementsAre("8:14: importance is a number from 0.01 to 100, not 0",
                            "9:11: per_day is a whole number from 24 to 1000000, not 1"));
    EXPECT_THAT(problems_of_site(site_with("[visit]\nimportance = \"high\"")),
                ElementsAre(HasSubstr("a number from 0.01 to 100")));
}

TEST(SiteFile, NamesAHostsBudget)
{
    EXPECT_EQ(site_of(site_with("[visit]\nbudget = \"bo-cong-an\""))->visit.budget, "bo-cong-an");
    EXPECT_THAT(problems_of_site(site_with("[visit]\nbudget = \"a b\"")),
                ElementsAre(HasSubstr("is no budget")));
}

TEST(GenericSite, HasNoRules)
{
    const auto site = generic_site();
    EXPECT_EQ(site->id, "generic");
    EXPECT_THAT(site->rules.generations, testing::IsEmpty());
    EXPECT_THAT(site->sources, IsEmpty());
}

TEST(SiteFile, SetsRobotsTxtAsideForAReasonOnly)
{
    auto robots = [](std::string_view table) { return site_with("[visit]\nrobots = " + std::string(table)); };
    EXPECT_EQ(site_of(robots("{ ignore = true, reason = \"agreed on 2026-10-01\" }"))->visit.ignore_robots,
              "agreed on 2026-10-01");
    EXPECT_EQ(site_of(robots("{ ignore = false, reason = \"no more\" }"))->visit.ignore_robots, std::nullopt);
    EXPECT_EQ(site_of(robots("{}"))->visit.ignore_robots, std::nullopt);
    EXPECT_THAT(problems_of_site(robots("{ ignore = true }")),
                ElementsAre(testing::AllOf(StartsWith("8:10: "), HasSubstr("without a reason"))));
    EXPECT_THAT(problems_of_site(robots("{ ignore = true, reason = \" \" }")),
                ElementsAre(StartsWith("8:36: reason is empty")));
    EXPECT_THAT(problems_of_site(robots("{ ignore = \"yes\", reason = \"x\" }")),
                ElementsAre(StartsWith("8:21: ignore is true or false")));
    EXPECT_THAT(problems_of_site(robots("{ ignor = true }")),
                ElementsAre(HasSubstr("unknown key \"ignor\"")));
    EXPECT_THAT(problems_of_site(robots("\"no\"")), ElementsAre(StartsWith("8:10: robots is a table")));
}

} // namespace
} // namespace baotin::config
