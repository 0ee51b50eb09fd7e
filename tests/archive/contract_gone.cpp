#include "tests/archive/contract.hpp"

#include <gmock/gmock.h>

namespace baotin::archive {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using What = Gone::What;

TEST_P(StoreContract, RemovesAnArticleOnceItsPageWasGoneOftenAndLongEnough)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto recorded = read(id, text("A", "Nội dung"), 2);
    EXPECT_EQ(gone(id, 10, 3, 30).what, What::waiting);
    EXPECT_EQ(gone(id, 20, 3, 30).what, What::waiting);
    reopen();
    EXPECT_EQ(gone(id, 30, 3, 30).what, What::waiting) << "often enough, but not for long";
    const auto last = gone(id, 40, 3, 30);
    EXPECT_EQ(last.what, What::removed);
    EXPECT_EQ(last.deliveries, 1);
    EXPECT_EQ(article(recorded.article).state, ArticleState::removed);
    EXPECT_EQ(article(recorded.article).text.body, "Nội dung");
    EXPECT_EQ(router_->told().back().article->state, ArticleState::removed);
    EXPECT_EQ(page(id).outcome, Outcome::gone);
    EXPECT_EQ(gone(id, 50, 3, 30).what, What::waiting) << "it is told once";
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.removed"));
}

TEST_P(StoreContract, CountsGoneAnswersAnewAfterALookAtThePageAndOverFailures)
{
    const auto id = announced(completed_source(), "a", 1);
    read(id, text("A", "Nội dung"), 2);
    gone(id, 3);
    gone(id, 4);
    read(id, text("A", "Nội dung"), 5);
    gone(id, 6);
    change([&](Writer& writer) { writer.note(note(id, 7, Outcome::failed)); });
    EXPECT_EQ(gone(id, 8).what, What::waiting) << "a failure does not count";
    change([&](Writer& writer) { writer.note(note(id, 9, Outcome::failed)); });
    EXPECT_EQ(gone(id, 10).what, What::removed) << "nor does it begin anew";
}

TEST_P(StoreContract, WaitsWhereNoArticleStandsBehindThePage)
{
    const auto id = announced(completed_source(), "a", 1);
    EXPECT_EQ(removed(id, 2).what, What::waiting);
    EXPECT_THAT(event_types(), SizeIs(0));
}

TEST_P(StoreContract, RestoresARemovedArticleWhenItIsReadAgain)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto recorded = read(id, text("A", "Nội dung"), 2);
    removed(id, 3);
    const auto back = read(id, text("A", "Nội dung"), 10);
    EXPECT_EQ(back.what, Recorded::What::unchanged);
    EXPECT_EQ(back.article, recorded.article);
    EXPECT_EQ(back.deliveries, 1);
    EXPECT_EQ(article(recorded.article).state, ArticleState::live);
    removed(id, 11);
    const auto edited = read(id, text("A", "Nội dung sửa"), 20);
    EXPECT_EQ(edited.revision, 2);
    EXPECT_THAT(router_->told().back().event.changes, SizeIs(1));
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.removed", "article.restored",
                                           "article.removed", "article.restored"));
}

TEST_P(StoreContract, RestoresARemovedArticleThatComesBackAtANewAddress)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto recorded = read(a, text("A", "Nội dung"), 2);
    removed(a, 3);
    const auto b = announced(id, "b", 10);
    const auto back = read(b, text("A", "Nội dung"), 11);
    EXPECT_EQ(back.article, recorded.article);
    EXPECT_EQ(article(recorded.article).state, ArticleState::live);
    EXPECT_EQ(article(recorded.article).url, url("b"));
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.removed", "article.restored"));
}

TEST_P(StoreContract, VisitsAtOnceAGonePageThatIsAnnouncedAgain)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    read(a, text("A", "Một"), 2);
    read(b, text("B", "Hai"), 2);
    removed(a, 3);
    gone(b, 3);
    EXPECT_THAT(announce(id, {url("a"), url("b")}, 9).fresh, IsEmpty())
        << "a list may go on naming what is gone: not with every look at it";
    const auto again = announce(id, {url("a"), url("b")}, 90);
    ASSERT_THAT(again.fresh, SizeIs(2));
    EXPECT_EQ(again.fresh[0].id, a);
    EXPECT_EQ(again.fresh[0].found_at, page(a).found_at) << "it was found before";
    EXPECT_EQ(page(a).next_visit, at(90));
    EXPECT_EQ(page(b).next_visit, at(90));
    EXPECT_NE(page(id).last_change, at(90)) << "that is no news";
}

TEST_P(StoreContract, MovesAnArticleThatLivesOnAtAnotherOfItsPages)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    const auto recorded = read(a, text("A", "Nội dung"), 2);
    auto alias = reading(b, text("A", "Nội dung"), 3);
    alias.note.validators =
        Validators{.etag = "\"b\"", .last_modified = "", .wire_hash = 7, .regions_hash = 8};
    record(alias);
    const auto moved = removed(a, 4);
    EXPECT_EQ(moved.what, What::moved);
    EXPECT_EQ(moved.deliveries, 1);
    EXPECT_EQ(article(recorded.article).url, url("b"));
    EXPECT_EQ(article(recorded.article).state, ArticleState::live);
    EXPECT_THAT(reader_->aliases(recorded.article), ElementsAre(url("a")));
    EXPECT_EQ(page(b).validators, Validators{}) << "its text counts from now on, so it has to be read once";
    EXPECT_EQ(gone(a, 9).what, What::moved);
    EXPECT_EQ(read(b, text("A", "Nội dung sửa"), 10).what, Recorded::What::revised);
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.moved", "article.changed"));
}

TEST_P(StoreContract, RestoresARemovedArticleAtAnotherOfItsAddresses)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    const auto recorded = read(a, text("A", "Nội dung"), 2);
    read(b, text("A", "Nội dung"), 3);
    gone(b, 4);
    EXPECT_EQ(removed(a, 5).what, What::removed);
    read(b, text("A", "Nội dung"), 10);
    EXPECT_EQ(article(recorded.article).state, ArticleState::live);
    EXPECT_EQ(article(recorded.article).url, url("b"));
    EXPECT_THAT(router_->told().back().event.changes,
                ElementsAre(FieldChange{.field = "url", .before = url("a"), .after = url("b")}));
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.removed", "article.restored"));
}

TEST_P(StoreContract, TellsNothingWhenOnlyAnAliasIsGone)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    const auto recorded = read(a, text("A", "Nội dung"), 2);
    read(b, text("A", "Nội dung"), 3);
    EXPECT_EQ(removed(b, 4).what, What::moved);
    EXPECT_EQ(article(recorded.article).url, url("a"));
    EXPECT_THAT(event_types(), ElementsAre("article.new"));
}

TEST_P(StoreContract, HoldsRemovalsWhileASourceOfTheSiteFails)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto recorded = read(a, text("A", "Nội dung"), 2);
    for (auto trouble : {Outcome::failed, Outcome::challenged}) {
        change([&](Writer& writer) { writer.note(note(id, 3, trouble)); });
        EXPECT_EQ(removed(a, 4).what, What::held);
    }
    EXPECT_EQ(article(recorded.article).state, ArticleState::live);
    announce(id, {}, 8);
    EXPECT_EQ(gone(a, 9).what, What::removed);
}

TEST_P(StoreContract, HoldsRemovalsWhenMuchOfASiteIsGoneAtOnce)
{
    const auto id = completed_source();
    publish(id, 9, 1);
    std::vector<PageId> pages;
    for (const auto& one : reader_->pages(site)) {
        if (one.kind == PageKind::article) pages.push_back(one.id);
    }
    for (std::size_t i = 0; i < 4; ++i) {
        gone(pages[i], 2);
        gone(pages[i], 3);
    }
    std::vector<What> held;
    for (std::size_t i = 0; i < 4; ++i) {
        held.push_back(gone(pages[i], 4).what);
    }
    EXPECT_THAT(held, Each(What::held)) << "4 of 9";
    read(pages[3], text("Bài bai-3", "Nội dung bai-3"), 5);
    EXPECT_EQ(gone(pages[0], 6).what, What::removed) << "3 are few";
}

TEST_P(StoreContract, RemovesFewArticlesOfALargeSite)
{
    const auto id = completed_source();
    publish(id, 12, 1);
    const auto pages = reader_->pages(site);
    for (std::size_t i = 1; i <= 4; ++i) {
        gone(pages[i].id, 2);
        gone(pages[i].id, 3);
    }
    EXPECT_EQ(gone(pages[1].id, 4).what, What::held)
        << "the others were not looked at since: they prove nothing";
    for (std::size_t i = 5; i <= 12; ++i) {
        change([&](Writer& writer) { writer.note(note(pages[i].id, 5, Outcome::unchanged)); });
    }
    EXPECT_EQ(gone(pages[1].id, 6).what, What::removed) << "4 of 12 are not more than a third";
}

TEST_P(StoreContract, HoldsRemovalsWhileTheSourceItselfIsGone)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    read(a, text("A", "Nội dung"), 2);
    change([&](Writer& writer) { writer.note(note(id, 3, Outcome::gone)); });
    EXPECT_EQ(removed(a, 4).what, What::held) << "a server that answers 404 for everything";
    announce(id, {}, 8);
    EXPECT_EQ(gone(a, 9).what, What::removed);
}

} // namespace
} // namespace baotin::archive
