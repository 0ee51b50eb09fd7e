#include "crawler/coverage.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

namespace baotin::crawler {
namespace {

constexpr auto kUrl = "http://host/tin-1.html";
constexpr auto kList = "http://host/list";

class CoverageTest : public testing::Test {
protected:
    /// A page that was never read before.
    void fresh(bool title, bool body = true, std::string_view rules = "rules")
    {
        coverage.saw(look(++last_page, title, body, rules, std::nullopt));
    }
    /// A page that was read before by the same rules, and matched.
    void again(archive::PageId page, bool title)
    {
        coverage.saw(look(page, title, true, "rules", std::vector<std::string>{}));
    }
    void watch(int pages)
    {
        for (int i = 0; i < pages; ++i)
            fresh(true);
    }
    static RuleLook look(archive::PageId page, bool title, bool body, std::string_view rules,
                         std::optional<std::vector<std::string>> before)
    {
        return {page, kUrl, rules, {{"title", title}, {"body", body}}, std::move(before)};
    }

    Coverage coverage;
    archive::PageId last_page = 0;
};

TEST_F(CoverageTest, OneOddPageIsNoDrift)
{
    watch(500);
    for (int i = 0; i < 3; ++i)
        fresh(false);
    EXPECT_FALSE(coverage.drifting());
    EXPECT_TRUE(coverage.doubts("title"));
    EXPECT_FALSE(coverage.doubts("body"));
    watch(12);
    EXPECT_FALSE(coverage.doubts("title"));
}

TEST_F(CoverageTest, AFieldThatAlwaysMatchedDriftsAfterAHandfulOfPages)
{
    for (auto [watched, misses] : {std::pair(10, 9), std::pair(30, 6), std::pair(500, 4)}) {
        coverage = {};
        watch(watched);
        for (int i = 1; i < misses; ++i)
            fresh(false);
        EXPECT_FALSE(coverage.drifting()) << watched;
        fresh(false);
        EXPECT_TRUE(coverage.drifting("title")) << watched;
        EXPECT_FALSE(coverage.drifting("body")) << watched;
    }
}

TEST_F(CoverageTest, NothingIsJudgedBeforeItWasWatched)
{
    for (int i = 0; i < 100; ++i)
        fresh(false);
    EXPECT_FALSE(coverage.drifting()) << "rules that never matched did not stop to";
}

TEST_F(CoverageTest, AnArticleThatIsReadAgainAndAgainCountsOnce)
{
    watch(50);
    for (int i = 0; i < 100; ++i)
        again(1, false);
    EXPECT_FALSE(coverage.drifting());
    for (archive::PageId page = 2; page <= 5; ++page)
        again(page, false);
    EXPECT_TRUE(coverage.drifting()) << "old pages that break one after the other are a redesign";
}

TEST_F(CoverageTest, OldPagesThatStillMatchDoNotHideThatNewOnesDoNot)
{
    watch(50);
    for (int i = 0; i < 5; ++i) {
        for (archive::PageId page = 1; page <= 50; ++page)
            again(page, true);
        fresh(false);
    }
    EXPECT_TRUE(coverage.drifting());
}

TEST_F(CoverageTest, TheDriftEndsWhenDifferentPagesMatchAgain)
{
    watch(50);
    for (archive::PageId page = 1; page <= 6; ++page)
        again(page, false);
    ASSERT_TRUE(coverage.drifting());
    for (int i = 0; i < 100; ++i)
        again(1, true);
    EXPECT_TRUE(coverage.drifting()) << "one page is no proof";
    for (archive::PageId page = 2; page <= 4; ++page)
        again(page, true);
    EXPECT_FALSE(coverage.drifting());
    EXPECT_FALSE(coverage.left_behind("rules")) << "by these rules all is as it was";
}

TEST_F(CoverageTest, AFieldThatOneGenerationLacksKeepsItsBaseline)
{
    watch(50);
    RuleLook other{99, kUrl, "rules", {{"title", true}}, std::nullopt, {"title", "body"}};
    coverage.saw(other);
    EXPECT_TRUE(coverage.knows("body"));
    other.page = 100;
    other.fields = {"title"};
    coverage.saw(other);
    EXPECT_FALSE(coverage.knows("body")) << "no generation names it any more";
}

TEST_F(CoverageTest, MendedRulesProveThemselvesOnThreePages)
{
    watch(50);
    for (int i = 0; i < 5; ++i)
        fresh(false);
    ASSERT_TRUE(coverage.drifting());
    fresh(true, true, "mended");
    fresh(true, true, "mended");
    EXPECT_TRUE(coverage.drifting());
    fresh(true, true, "mended");
    EXPECT_FALSE(coverage.drifting());
    EXPECT_TRUE(coverage.left_behind("rules"));
    EXPECT_FALSE(coverage.left_behind("mended"));
}

TEST_F(CoverageTest, AnEditThatBreaksTheRulesIsADriftToo)
{
    watch(100);
    for (int i = 0; i < 8; ++i)
        fresh(false, true, "broken by an edit");
    EXPECT_TRUE(coverage.drifting("title"));
}

TEST_F(CoverageTest, RulesThatWereTakenAwayDriftNoMore)
{
    watch(50);
    for (int i = 0; i < 5; ++i)
        fresh(false);
    ASSERT_TRUE(coverage.drifting());
    coverage.saw({1, kUrl, "without a title", {{"body", true}}, std::nullopt});
    EXPECT_FALSE(coverage.drifting());
    EXPECT_EQ(coverage.fields().count("title"), 0U);
}

TEST_F(CoverageTest, AListingThatHadLinksDriftsWhenVisitsInARowFindNone)
{
    for (int i = 0; i < 100; ++i)
        coverage.saw_listing(kList, "rules", 9, true);
    EXPECT_TRUE(coverage.knows_listing(kList));
    for (int i = 0; i < 3; ++i)
        coverage.saw_listing(kList, "rules", 9, false);
    EXPECT_FALSE(coverage.drifting());
    coverage.saw_listing(kList, "rules", 9, false);
    EXPECT_TRUE(coverage.drifting());
    coverage.saw_listing(kList, "rules", 9, true);
    EXPECT_FALSE(coverage.drifting());
}

TEST_F(CoverageTest, AListingThatIsNotConfiguredAnyMoreIsForgotten)
{
    for (int i = 0; i < 30; ++i)
        coverage.saw_listing(kList, "rules", 9, i < 20);
    ASSERT_TRUE(coverage.drifting());
    coverage.keep_listings({kList});
    EXPECT_TRUE(coverage.drifting());
    coverage.keep_listings({});
    EXPECT_FALSE(coverage.drifting());
}

TEST_F(CoverageTest, OutlivesARestartInTheMiddle)
{
    watch(50);
    for (archive::PageId page = 1; page <= 3; ++page)
        again(page, false);
    auto kept = Coverage::parse(coverage.json());
    ASSERT_TRUE(kept);
    coverage = *kept;
    for (archive::PageId page = 1; page <= 3; ++page)
        again(page, false);
    EXPECT_FALSE(coverage.drifting()) << "these were counted before";
    again(4, false);
    again(5, false);
    coverage = Coverage::parse(coverage.json()).value();
    EXPECT_TRUE(coverage.drifting());
}

TEST_F(CoverageTest, ForgetsALessonThatIsNotItsOwn)
{
    EXPECT_FALSE(Coverage::parse(""));
    EXPECT_FALSE(Coverage::parse("[]"));
    EXPECT_FALSE(Coverage::parse(R"({"fields":{"title":{}},"left_behind":[]})"));
    EXPECT_FALSE(Coverage::parse(R"({"fields":{"title":7},"left_behind":[]})"));
}

// --- figures of docs/drift.md: pages without a redesign until a false alarm, pages of a break until it is
// seen

struct Figures {
    int false_alarms = 0, missed = 0, slowest = 0;
    double mean = 0;
};

/// Sites watched for `quiet` pages of the share `usual`, then broken to `after`; at most 400 pages to notice.
Figures simulate(double usual, double after, int sites, int quiet)
{
    Figures figures;
    std::mt19937 random(20210506);
    auto says = [&](double share) { return std::uniform_real_distribution<double>(0, 1)(random) < share; };
    int seen = 0;
    for (int site = 0; site < sites; ++site) {
        FieldCoverage field;
        archive::PageId page = 0;
        bool alarmed = false;
        for (int i = 0; i < quiet && !alarmed; ++i) {
            field.saw(++page, kUrl, says(usual));
            alarmed = field.drifting();
        }
        figures.false_alarms += alarmed ? 1 : 0;
        if (alarmed) continue;
        int delay = 0;
        while (!field.drifting() && delay < 400) {
            field.saw(++page, kUrl, says(after));
            ++delay;
        }
        if (!field.drifting()) ++figures.missed;
        figures.mean += delay;
        figures.slowest = std::max(figures.slowest, delay);
        ++seen;
    }
    figures.mean /= std::max(1, seen);
    return figures;
}

TEST(CoverageFigures, AlarmsAreTrueAndSoon)
{
    for (auto [usual, after, least, most] : {std::tuple(1.0, 0.0, 4, 4),
                                             {0.99, 0.0, 4, 6},
                                             {0.9, 0.0, 6, 12},
                                             {0.7, 0.0, 12, 26},
                                             {0.5, 0.0, 20, 45},
                                             {0.99, 0.3, 4, 30}}) {
        auto figures = simulate(usual, after, 300, 2'000);
        SCOPED_TRACE(
            fmt::format("{} → {}: mean {:.1f}, slowest {}", usual, after, figures.mean, figures.slowest));
        EXPECT_LE(figures.false_alarms, 1) << usual;
        EXPECT_EQ(figures.missed, 0) << usual;
        EXPECT_GE(figures.mean, least) << usual;
        EXPECT_LE(figures.mean, most) << usual;
    }
}

} // namespace
} // namespace baotin::crawler
