#include "alerts/hook_router.hpp"
#include "alerts/rules.hpp"
#include "tests/alerts/samples.hpp"

#include <gmock/gmock.h>

namespace baotin {

using archive::EventType;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

const std::vector<std::string> both = {"article.new", "article.changed"};

std::vector<std::string> routed(const std::vector<config::Hook>& hooks, const archive::Event& event,
                                const archive::Article* article)
{
    return alerts::HookRouter(samples::configuration(hooks)).route(event, article);
}

bool wants(const samples::Where& where, const archive::Article& article)
{
    auto event = samples::event(EventType::article_new);
    event.site = article.site;
    return !routed({samples::hook("h", both, where)}, event, &article).empty();
}

} // namespace

TEST(HookRouter, TellsTheHooksThatAskedForTheEventsType)
{
    auto article = samples::article();
    std::vector hooks = {samples::hook("new", {"article.new"}), samples::hook("changed", {"article.changed"}),
                         samples::hook("both", both)};
    EXPECT_THAT(routed(hooks, samples::event(EventType::article_new), &article), ElementsAre("new", "both"));
    EXPECT_THAT(routed(hooks, samples::event(EventType::article_changed), &article),
                ElementsAre("changed", "both"));
    EXPECT_THAT(routed(hooks, samples::event(EventType::article_removed), &article), IsEmpty());
}

TEST(HookRouter, MatchesSiteAndKind)
{
    auto article = samples::article();
    EXPECT_TRUE(wants({.site = {"thst", "congan-haiphong"}}, article));
    EXPECT_FALSE(wants({.site = {"thst"}}, article));
    EXPECT_TRUE(wants({.kind = {"police"}}, article));
    EXPECT_FALSE(wants({.kind = {"press", "government"}}, article));
    EXPECT_FALSE(wants({.site = {"congan-haiphong"}, .kind = {"press"}}, article)) << "every key must match";
}

TEST(HookRouter, HearsOfProvincesThatTheTextNames)
{
    auto article = samples::article();
    article.text.title = "Bắt giữ đối tượng truy nã";
    article.text.summary = "Công an tỉnh Bắc Giang phối hợp.";
    article.text.body = "Vì hòa bình của nhân dân.";
    EXPECT_TRUE(wants({.mentions = {"Bắc Giang"}}, article));
    EXPECT_TRUE(wants({.mentions = {"Bắc Ninh"}}, article)) << "which it is part of";
    EXPECT_TRUE(wants({.mentions = {"Sơn La", "bac ninh"}}, article)) << "any one does";
    EXPECT_FALSE(wants({.mentions = {"Hòa Bình"}}, article));
    EXPECT_FALSE(wants({.mentions = {"Hải Phòng"}}, article)) << "the site's own province is not meant";
    EXPECT_FALSE(wants({.mentions = {"Bắc Ninh"}, .any = {"bầu cử"}}, article)) << "every key must match";
    article.text.summary = "Công an tỉnh Bắc Ninh phối hợp.";
    EXPECT_TRUE(wants({.mentions = {"Bắc Giang"}}, article)) << "a former name means its successor";
}

TEST(HookRouter, TakesAFormerProvinceAndItsSuccessorAsOne)
{
    auto successor = samples::article();
    auto former = samples::article();
    former.site = "haiduong";
    auto none = samples::article();
    none.site = "congthuong";
    EXPECT_TRUE(wants({.province = {"Hải Phòng"}}, successor));
    EXPECT_TRUE(wants({.province = {"Hải Dương"}}, successor));
    EXPECT_TRUE(wants({.province = {"Hải Phòng"}}, former));
    EXPECT_TRUE(wants({.province = {"hai duong"}}, former));
    EXPECT_FALSE(wants({.province = {"Bắc Ninh"}}, former));
    EXPECT_FALSE(wants({.province = {"Hải Phòng"}}, none));
}

TEST(HookRouter, FindsWordsAsWholeSyllablesWithoutDiacritics)
{
    auto article = samples::article();
    EXPECT_TRUE(wants({.any = {"bau cu"}}, article));
    EXPECT_TRUE(wants({.any = {"BẦU  CỬ"}}, article));
    EXPECT_TRUE(wants({.any = {"Covid-19", "uỷ ban"}}, article)) << "tone placement folds away";
    EXPECT_TRUE(wants({.any = {"giám đốc"}}, article)) << "in the body";
    EXPECT_TRUE(wants({.any = {"bảo vệ"}}, article)) << "between quotation marks";
    EXPECT_FALSE(wants({.any = {"n ninh"}}, article)) << "half a syllable";
    EXPECT_FALSE(wants({.any = {"quang cảnh"}}, article)) << "captions are not searched";
    EXPECT_FALSE(wants({.any = {"bầu cử công an"}}, article)) << "title and summary are not one text";
}

TEST(HookRouter, WantsOneOfAnyAndEveryOneOfAll)
{
    auto article = samples::article();
    EXPECT_TRUE(wants({.all = {"bầu cử", "giám đốc"}}, article));
    EXPECT_FALSE(wants({.all = {"bầu cử", "lũ lụt"}}, article));
    EXPECT_FALSE(wants({.any = {"lũ lụt"}, .all = {"bầu cử"}}, article));
    EXPECT_TRUE(wants({.any = {"lũ lụt", "chủ trì"}, .all = {"bầu cử"}}, article));
}

TEST(HookRouter, LeavesOutWhatHoldsOneOfNone)
{
    auto article = samples::article();
    EXPECT_FALSE(wants({.none = {"lũ lụt", "giam doc"}}, article));
    EXPECT_TRUE(wants({.none = {"lũ lụt", "am doc"}}, article)) << "half a syllable excludes nothing";
    EXPECT_FALSE(wants({.any = {"bầu cử"}, .none = {"giám đốc"}}, article));
}

TEST(HookRouter, LooksForWordsInTheFieldsThatItNames)
{
    auto article = samples::article();
    EXPECT_TRUE(wants({.any = {"giám đốc"}, .field = {"body"}}, article));
    EXPECT_FALSE(wants({.any = {"giám đốc"}, .field = {"title"}}, article));
    EXPECT_FALSE(wants({.any = {"giám đốc"}, .field = {"title", "summary"}}, article));
    EXPECT_TRUE(wants({.none = {"giám đốc"}, .field = {"title", "summary"}}, article));
    EXPECT_TRUE(wants({.all = {"trật tự", "giám đốc"}, .field = {"title", "body"}}, article));
}

TEST(HookRouter, MatchesRegularExpressionsInTheCanonicalText)
{
    auto article = samples::article();
    EXPECT_TRUE(wants({.regex = {"(?m)ngày bầu cử$"}, .field = {"title"}}, article));
    EXPECT_TRUE(wants({.regex = {"lũ lụt", "(?i)ĐẢM bảo .{1,20} trật tự"}}, article)) << "one of them does";
    EXPECT_FALSE(wants({.regex = {"đảm bảo"}}, article)) << "case counts unless it says (?i)";
    EXPECT_FALSE(wants({.regex = {"Giám đốc"}, .field = {"title"}}, article));
    EXPECT_TRUE(wants({.regex = {R"(\b\d{2}/\d\b)"}, .field = {"body"}}, article));
}

TEST(HookRouter, PaysForATextOnceHoweverNastyTheExpression)
{
    auto article = samples::article();
    article.text.body = std::string(200'000, 'a');
    auto began = std::chrono::steady_clock::now();
    EXPECT_FALSE(wants({.regex = {"(a*)*=", "(a|aa)+=", "(.*.*.*)=x"}}, article));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
}

TEST(HookRouter, MatchesSectionAndAuthorByWords)
{
    auto article = samples::article();
    EXPECT_TRUE(wants({.author = {"le ha"}}, article));
    EXPECT_FALSE(wants({.author = {"le h"}}, article));
    EXPECT_FALSE(wants({.section = {"an ninh"}}, article)) << "it names none";
    article.particulars.section = "An ninh trật tự";
    EXPECT_TRUE(wants({.section = {"kinh tế", "an ninh"}}, article));
    article.text.author.reset();
    EXPECT_FALSE(wants({.author = {"le ha"}}, article));
}

TEST(HookRouter, NarrowsChangesBySignificanceAndLeavesOtherEventsAlone)
{
    auto article = samples::article();
    auto hook = samples::hook("major", both, {.significance = {"major"}});
    auto event = samples::event(EventType::article_changed);
    event.significance = archive::Significance::minor;
    EXPECT_THAT(routed({hook}, event, &article), IsEmpty());
    event.significance = archive::Significance::major;
    EXPECT_THAT(routed({hook}, event, &article), ElementsAre("major"));
    EXPECT_THAT(routed({hook}, samples::event(EventType::article_new), &article), ElementsAre("major"));
}

TEST(HookRouter, WaitsForTheRoleOfAnArticleInItsStoryWhereAHookAsksForIt)
{
    auto article = samples::article();
    const auto config =
        samples::configuration({samples::hook("all", both), samples::hook("first", both, {.role = {"first"}}),
                                samples::hook("repeat", both, {.role = {"repeat"}})});
    const alerts::HookRouter router(config);
    EXPECT_TRUE(router.asks_for_roles());
    EXPECT_FALSE(alerts::HookRouter(samples::configuration({samples::hook("all", both)})).asks_for_roles());
    auto event = samples::event(EventType::article_new);
    EXPECT_THAT(router.route(event, &article), ElementsAre("all"));
    event.role = archive::StoryRole::first;
    EXPECT_THAT(router.route(event, &article), ElementsAre("all", "first"));
    event.role = archive::StoryRole::repeat;
    EXPECT_THAT(router.route(event, &article), ElementsAre("all", "repeat"));
}

TEST(Rule, ExplainsEveryKeyWithWhatItWantedAndWhatThereWas)
{
    auto config = samples::configuration();
    auto article = samples::article();
    auto event = samples::event(EventType::article_new);
    alerts::SearchedText text(article);
    auto hook = samples::hook("h", both,
                              {.kind = {"press"}, .any = {"bầu cử", "lũ lụt"}, .all = {"bầu cử", "lũ lụt"}});
    std::vector<std::string> lines;
    for (const auto& finding : alerts::Rule(hook, *config).explain({event, &text}))
        lines.push_back((finding.holds ? "yes " : "no ") + finding.key + " = " + finding.wanted + ": " +
                        finding.found);
    EXPECT_THAT(lines, ElementsAre("yes events = article.new, article.changed: article.new",
                                   "yes backfill = false: announced since", "no where.kind = press: police",
                                   "no where.all = bầu cử, lũ lụt: without lũ lụt",
                                   "yes where.any = bầu cử, lũ lụt: bầu cử"));
}

/// Whatever the hook and the event: the explanation is the decision.
TEST(Rule, ExplainsItsOwnDecision)
{
    auto config = samples::configuration();
    auto article = samples::article();
    const std::vector<samples::Where> rules = {{},
                                               {.site = {"thst"}},
                                               {.kind = {"police"}},
                                               {.province = {"Hải Dương"}},
                                               {.mentions = {"Bắc Ninh"}},
                                               {.any = {"bau cu"}},
                                               {.none = {"bầu cử"}},
                                               {.regex = {"bầu"}},
                                               {.author = {"ai đó"}},
                                               {.significance = {"major"}}};
    for (auto word : config::event_types()) {
        auto type = archive::parse_event_type(word).value();
        auto event = samples::event(type);
        bool of_article = word.starts_with("article.") || word.starts_with("story.");
        if (type == EventType::article_changed) event.significance = archive::Significance::cosmetic;
        if (!of_article)
            event = samples::incident(type, "congan-haiphong", word == "hook.failing" ? "h" : "");
        alerts::SearchedText text(article);
        for (std::size_t i = 0; i < rules.size(); ++i) {
            alerts::Rule rule(
                samples::hook("h", {"article.changed", "site.failing", "hook.failing"}, rules[i]), *config);
            alerts::Told told{event, of_article ? &text : nullptr};
            auto findings = rule.explain(told);
            EXPECT_EQ(std::ranges::all_of(findings, &alerts::Finding::holds), rule.wants(told)) << word << i;
        }
    }
}

TEST(HookRouter, ComparesExactlyWhereAsked)
{
    auto article = samples::article();
    EXPECT_TRUE(wants({.any = {"bầu cử"}, .exact = true}, article));
    EXPECT_TRUE(wants({.any = {"bảo vệ"}, .exact = true}, article)) << "between curly quotation marks";
    EXPECT_FALSE(wants({.any = {"bau cu"}, .exact = true}, article));
    EXPECT_FALSE(wants({.any = {"Bầu cử"}, .exact = true}, article));
    EXPECT_FALSE(wants({.any = {"ầu cử"}, .exact = true}, article));
    EXPECT_TRUE(wants({.any = {"ba\xCC\x82\xCC\x80u cử"}, .exact = true}, article))
        << "any Unicode form of the same";
}

TEST(HookRouter, TellsBackfillOnlyToThoseWhoAskedForIt)
{
    auto article = samples::article();
    auto event = samples::event(EventType::article_new);
    event.backfill = true;
    auto eager = samples::hook("eager", both);
    eager.backfill = true;
    EXPECT_THAT(routed({samples::hook("calm", both), eager}, event, &article), ElementsAre("eager"));
}

TEST(HookRouter, TellsCosmeticChangesOnlyToThoseWhoAskedForThem)
{
    auto article = samples::article();
    auto event = samples::event(EventType::article_changed);
    auto pedant = samples::hook("pedant", both);
    pedant.cosmetic = true;
    std::vector hooks = {samples::hook("calm", both), pedant};
    event.significance = archive::Significance::cosmetic;
    EXPECT_THAT(routed(hooks, event, &article), ElementsAre("pedant"));
    event.significance = archive::Significance::minor;
    EXPECT_THAT(routed(hooks, event, &article), ElementsAre("calm", "pedant"));
}

TEST(HookRouter, AppliesPlacesButNoWordsToASitesIncident)
{
    auto event = samples::incident(EventType::site_failing, "congan-haiphong", "");
    std::vector hooks = {samples::hook("words", {"site.failing"}, {.any = {"lũ lụt"}}),
                         samples::hook("here", {"site.failing"}, {.province = {"Hải Phòng"}}),
                         samples::hook("there", {"site.failing"}, {.kind = {"press"}})};
    EXPECT_THAT(routed(hooks, event, nullptr), ElementsAre("words", "here"));
}

TEST(HookRouter, TellsAFailingHookToAllOthersWhereverTheyLook)
{
    auto event = samples::incident(EventType::hook_failing, "", "broken");
    std::vector hooks = {samples::hook("broken", {"hook.failing"}),
                         samples::hook("ops", {"hook.failing"}, {.site = {"thst"}, .any = {"bầu cử"}})};
    EXPECT_THAT(routed(hooks, event, nullptr), ElementsAre("ops"));
}

TEST(HookRouter, StillKnowsASiteByItsIdAfterItLeftTheConfiguration)
{
    auto article = samples::article();
    article.site = "left";
    EXPECT_TRUE(wants({}, article));
    EXPECT_TRUE(wants({.site = {"left"}}, article));
    EXPECT_FALSE(wants({.kind = {"police"}}, article));
}

TEST(HookRouter, ComposesOneBodyForAllHooks)
{
    auto article = samples::article();
    auto event = samples::event(EventType::article_new);
    alerts::HookRouter router(samples::configuration());
    EXPECT_THAT(router.compose(event, &article), testing::StartsWith(R"({"type":"article.new")"));
}

} // namespace baotin
