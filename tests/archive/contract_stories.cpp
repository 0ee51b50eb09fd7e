#include "tests/archive/sqlite_place.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <string>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// Paragraphs of a report, `from` to `to`: texts with some of them in common stand in each other.
std::string paragraphs(int from, int to, std::string_view about = "bầu cử")
{
    std::string text;
    for (int number = from; number < to; ++number)
        text += fmt::format(
            "Đoạn {0} của bản tin về {1}: tổ công tác số {0} kiểm tra khu vực {2}, lập {3} biên bản và "
            "nhắc nhở {4} hộ dân ở ngõ {5}.\n",
            number, about, number * 7 + 1, number * 3 + 2, number * 11 + 5, number * 13 + 4);
    return text;
}

class StoryContract : public StoreContract {
protected:
    /// A listing of a further site, whose first visit is completed.
    PageId source_of(const std::string& name)
    {
        plans_.push_back({.site = name, .sources = {{PageKind::listing, "https://" + name + ".vn/tin"}}});
        change([this](Writer& writer) { writer.sync(plans_, at(0)); });
        const auto id = reader_->pages(name).front().id;
        sites_[id] = name;
        announce(id, {});
        return id;
    }
    PageId announce(PageId source, const std::vector<std::string>& names)
    {
        SourceVisit visit;
        visit.note = note(source, ++minute_, Outcome::announced);
        visit.site = sites_[source];
        visit.completed = true;
        for (const auto& name : names)
            visit.links.push_back({.url = fmt::format("https://{}.vn/{}.html", sites_[source], name),
                                   .title = {},
                                   .published_at = {}});
        const auto announced = write([&](Writer& writer) { return writer.record(visit); });
        return announced.fresh.empty() ? 0 : announced.fresh.front().id;
    }
    ArticleId show(PageId page, const std::string& site_of_page, std::string title, std::string body)
    {
        auto visit = reading(page, text(std::move(title), std::move(body)), ++minute_);
        visit.identity.site = site_of_page;
        return record(visit).article;
    }
    ArticleId report(PageId source, const std::string& name, std::string body)
    {
        return show(announce(source, {name}), sites_[source], "Tin " + name, std::move(body));
    }
    StoriesJoined join(std::size_t limit = 1000)
    {
        return write([&](Writer& writer) { return writer.join_stories(limit, router_.get()); });
    }
    /// What is queued for a hook.
    std::vector<std::pair<EventType, ArticleId>> deliveries(const std::string& hook)
    {
        std::vector<std::pair<EventType, ArticleId>> found;
        for (const auto& delivery : reader_->deliveries({.id = {}, .hook = hook, .state = {}, .limit = {}}))
            found.emplace_back(delivery.type, delivery.article.value());
        return found;
    }
    std::vector<FakeRouter::Told> spreads()
    {
        auto told = router_->told();
        std::erase_if(told, [](const auto& one) { return one.event.type != EventType::story_spread; });
        return told;
    }

    std::vector<SitePlan> plans_;
    std::map<PageId, std::string> sites_;
    int minute_ = 0;
};

TEST_P(StoryContract, BringTogetherWhatStandsInEachOther)
{
    const auto haiphong = source_of("congan-haiphong"), thst = source_of("thst");
    const auto first = report(haiphong, "a", paragraphs(0, 10));
    const auto part = report(thst, "b", "Theo báo bạn.\n" + paragraphs(2, 8));
    const auto apart = report(thst, "c", paragraphs(50, 60));
    EXPECT_EQ(join().revisions, 3U);
    EXPECT_EQ(reader_->story_of(first), first);
    EXPECT_EQ(reader_->story_of(part), first);
    EXPECT_EQ(reader_->story_of(apart), std::nullopt);
    const auto articles = reader_->story(first, 10);
    ASSERT_THAT(articles, SizeIs(2));
    EXPECT_EQ(articles[0].article.id, first);
    EXPECT_EQ(articles[0].share, std::nullopt);
    EXPECT_EQ(articles[1].article.id, part);
    EXPECT_GT(articles[1].share.value_or(0), 0.9);
}

TEST_P(StoryContract, AreToldWhenTheyReachAnotherSite)
{
    const auto haiphong = source_of("congan-haiphong"), thst = source_of("thst");
    const auto first = report(haiphong, "a", paragraphs(0, 10));
    report(haiphong, "b", paragraphs(0, 9));
    join();
    EXPECT_THAT(spreads(), IsEmpty()) << "on its own site it is no news";
    report(thst, "c", paragraphs(0, 10));
    EXPECT_EQ(join().deliveries, 1);
    report(thst, "d", paragraphs(0, 8));
    join();
    const auto told = spreads();
    ASSERT_THAT(told, SizeIs(1)) << "the site had it before";
    EXPECT_EQ(told[0].event.site, "thst");
    ASSERT_TRUE(told[0].event.story);
    EXPECT_EQ(told[0].event.story->id, first);
    EXPECT_EQ(told[0].event.story->title, "Tin a");
}

TEST_P(StoryContract, AnEditMayBringAnArticleIntoOne)
{
    const auto haiphong = source_of("congan-haiphong"), thst = source_of("thst");
    const auto first = report(haiphong, "a", paragraphs(0, 10));
    const auto page = announce(thst, {"b"});
    const auto later = show(page, "thst", "Tin b", "Đang cập nhật.");
    join();
    EXPECT_EQ(reader_->story_of(later), std::nullopt);
    show(page, "thst", "Tin b", paragraphs(0, 10));
    join();
    EXPECT_EQ(reader_->story_of(later), first);
}

TEST_P(StoryContract, PhrasesThatEverybodyHasMakeNone)
{
    const auto source = source_of("thst");
    const auto phrases = paragraphs(900, 902, "chỉ đạo chung");
    for (int number = 0; number < 60; ++number)
        report(source, fmt::format("tin-{}", number),
               phrases + paragraphs(number * 10, number * 10 + 8, fmt::format("việc {}", number)));
    while (join(7).revisions == 7) {
    }
    for (ArticleId id = 1; id <= 60; ++id)
        EXPECT_EQ(reader_->story_of(id), std::nullopt) << id;
}

TEST_P(StoryContract, OfAHundredSitesStillFindTheNextOne)
{
    const auto first = report(source_of("congan-haiphong"), "a", paragraphs(0, 10));
    ArticleId last = 0;
    for (int number = 0; number < 100; ++number) {
        last = report(source_of(fmt::format("site-{}", number)), "b", paragraphs(0, 10 - number % 3));
        join();
    }
    EXPECT_EQ(reader_->story_of(last), first);
    EXPECT_THAT(reader_->story(first, 1000), SizeIs(101));
}

TEST_P(StoryContract, WhoseArticlesAreAllEditedStillFindTheNextOne)
{
    const auto first = report(source_of("congan-haiphong"), "a", paragraphs(0, 10));
    std::vector<std::pair<PageId, std::string>> pages;
    for (int number = 0; number < 30; ++number) {
        const auto site_name = fmt::format("site-{}", number);
        const auto page = announce(source_of(site_name), {"b"});
        show(page, site_name, "Tin b", paragraphs(0, 10));
        pages.emplace_back(page, site_name);
    }
    join();
    for (const auto& [page, site_name] : pages)
        show(page, site_name, "Tin b", paragraphs(0, 10) + "Bổ sung.");
    join();
    const auto last = report(source_of("site-last"), "c", paragraphs(0, 10));
    join();
    EXPECT_EQ(reader_->story_of(last), first);
}

TEST_P(StoryContract, AreNoNewsWhereOurRulesMadeThem)
{
    report(source_of("congan-haiphong"), "a", paragraphs(0, 10));
    const auto page = announce(source_of("thst"), {"b"});
    show(page, "thst", "Tin b", "Đang cập nhật.");
    join();
    auto visit = reading(page, text("Tin b", paragraphs(0, 10)), ++minute_);
    visit.identity.site = "thst";
    visit.reparsed = true;
    record(visit);
    EXPECT_EQ(join().deliveries, 0);
    EXPECT_THAT(spreads(), IsEmpty());
    EXPECT_EQ(reader_->story(1, 10).size(), 2U) << "it is in the story all the same";
}

TEST_P(StoryContract, ARoundupDoesNotTieItsPartsTogether)
{
    const auto one = report(source_of("congan-haiphong"), "a", paragraphs(0, 8, "ma tuý"));
    const auto roundup =
        report(source_of("thst"), "tong-hop", paragraphs(0, 8, "ma tuý") + paragraphs(100, 108, "bão lũ"));
    const auto other = report(source_of("bocongan"), "b", paragraphs(100, 108, "bão lũ"));
    join();
    EXPECT_EQ(reader_->story_of(roundup), one);
    EXPECT_NE(reader_->story_of(other), one);
}

TEST_P(StoryContract, BeginWhereTheTextWasSeenFirstNotTheArticle)
{
    const auto early = announce(source_of("thst"), {"b"});
    const auto emptied = show(early, "thst", "Tin b", "Đang cập nhật.");
    const auto first = report(source_of("congan-haiphong"), "a", paragraphs(0, 10));
    show(early, "thst", "Tin b", paragraphs(0, 10));
    join();
    const auto articles = reader_->story(first, 10);
    ASSERT_THAT(articles, SizeIs(2));
    EXPECT_EQ(articles[0].article.id, first);
    EXPECT_EQ(articles[1].article.id, emptied);
}

TEST_P(StoryContract, SendEventsThatWaitedForTheRoleOfTheirArticle)
{
    router_->ask_for_roles();
    const auto haiphong = source_of("congan-haiphong"), thst = source_of("thst");
    const auto first = report(haiphong, "a", paragraphs(0, 10));
    const auto page = announce(thst, {"b"});
    const auto second = show(page, "thst", "Tin b", paragraphs(0, 10));
    show(page, "thst", "Tin b, đã sửa", paragraphs(0, 10)); // before anything was joined
    EXPECT_EQ(reader_->story_role(first), std::nullopt);
    EXPECT_THAT(deliveries("first"), IsEmpty());
    EXPECT_THAT(deliveries("repeat"), IsEmpty());
    join();
    EXPECT_EQ(reader_->story_role(first), StoryRole::first);
    EXPECT_EQ(reader_->story_role(second), StoryRole::repeat);
    EXPECT_THAT(deliveries("first"), ElementsAre(std::pair(EventType::article_new, first)));
    EXPECT_THAT(deliveries("repeat"), UnorderedElementsAre(std::pair(EventType::article_new, second),
                                                           std::pair(EventType::article_changed, second),
                                                           std::pair(EventType::story_spread, second)));
    const auto all = deliveries("newsroom").size();

    show(page, "thst", "Tin b, sửa nữa", paragraphs(0, 10)); // from now on at once
    EXPECT_THAT(deliveries("repeat"), SizeIs(4));
    EXPECT_THAT(deliveries("newsroom"), SizeIs(all + 1));
    join();
    EXPECT_THAT(deliveries("repeat"), SizeIs(4));
    EXPECT_THAT(deliveries("first"), SizeIs(1));

    change([](Writer& writer) { writer.clear_stories(); });
    join();
    EXPECT_THAT(deliveries("repeat"), SizeIs(4)) << "stories that are made anew are no news";
}

TEST_P(StoryContract, TellNoRoleWhileTheyAreMadeAnewAndForgetNobodyWhoWaits)
{
    router_->ask_for_roles();
    const auto haiphong = source_of("congan-haiphong"), thst = source_of("thst");
    report(haiphong, "a", paragraphs(0, 10));
    const auto page = announce(thst, {"b"});
    const auto second = show(page, "thst", "Tin b", paragraphs(0, 10));
    join();
    change([](Writer& writer) { writer.clear_stories(); });
    EXPECT_EQ(reader_->story_role(second), std::nullopt);
    show(page, "thst", "Tin b, đã sửa", paragraphs(0, 10));
    EXPECT_THAT(deliveries("first"), SizeIs(1)) << "the repeat is no first, though its story is not known";
    // As `verify --repair` does beside the daemon: it tells nobody.
    EXPECT_EQ(write([](Writer& writer) { return writer.join_stories(1000, nullptr); }).deliveries, 0);
    join();
    EXPECT_THAT(deliveries("first"), SizeIs(1));
    EXPECT_THAT(deliveries("repeat"), SizeIs(3));
}

TEST_P(StoryContract, JudgeAnEventThatWaitedAsItWasThen)
{
    router_->ask_for_roles();
    const auto thst = source_of("thst");
    const auto page = announce(thst, {"b"});
    show(page, "thst", "Tin b", paragraphs(0, 10));
    show(page, "thst", "Tin b, đã sửa", paragraphs(0, 10));
    join();
    const auto judged = router_->judged();
    ASSERT_THAT(judged, SizeIs(2));
    EXPECT_EQ(judged[0].event.type, EventType::article_new);
    EXPECT_EQ(judged[0].article->text.title, "Tin b");
    EXPECT_EQ(judged[0].event.significance, std::nullopt);
    EXPECT_EQ(judged[1].event.type, EventType::article_changed);
    EXPECT_EQ(judged[1].article->text.title, "Tin b, đã sửa");
    EXPECT_TRUE(judged[1].event.significance);
    EXPECT_EQ(judged[1].event.site, "thst");
    EXPECT_FALSE(judged[1].event.backfill);
}

TEST_P(StoryContract, MadeAnewAreTheSameAndNoNews)
{
    const auto haiphong = source_of("congan-haiphong"), thst = source_of("thst");
    const auto first = report(haiphong, "a", paragraphs(0, 10));
    const auto second = report(thst, "b", paragraphs(0, 10));
    join();
    const auto told = spreads().size();
    change([](Writer& writer) { writer.clear_stories(); });
    EXPECT_EQ(reader_->story_of(second), std::nullopt);
    EXPECT_EQ(join().revisions, 2U);
    EXPECT_EQ(reader_->story_of(second), first);
    EXPECT_EQ(spreads().size(), told);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StoryContract,
                         testing::Values(StoreKind{.name = "Sqlite",
                                                   .place = [] { return std::make_unique<SqlitePlace>(); }}),
                         [](const auto& kind) { return kind.param.name; });

} // namespace
} // namespace baotin::archive
