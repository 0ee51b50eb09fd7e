#include "archive/chain.hpp"
#include "tests/archive/contract.hpp"

#include <gmock/gmock.h>

#include <set>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using What = Recorded::What;

TEST_P(StoreContract, RecordsANewArticleWithItsEventAndADelivery)
{
    const auto id = announced(completed_source(), "a", 1);
    auto full = text("Tuyên truyền bầu cử", "Đoạn một\nĐoạn hai");
    full.summary = "Tóm tắt";
    full.author = "Bút Sơn";
    full.published_at = "2021-05-06T07:15:00+07:00";
    full.captions = {"Ảnh \"một\"", "Ảnh hai"};
    auto visit = reading(id, full, 2);
    visit.raw_page = std::string("\x28\xb5\x2f\xfd\0zstd", 9);
    const auto recorded = record(visit);
    EXPECT_EQ(recorded.what, What::created);
    EXPECT_EQ(recorded.revision, 1);
    EXPECT_EQ(recorded.deliveries, 1);
    reopen();
    const auto stored = article(recorded.article);
    EXPECT_EQ(stored.text, full);
    EXPECT_EQ(stored.site, site);
    EXPECT_EQ(stored.url, url("a"));
    EXPECT_EQ(stored.content_hash, visit.identity.content_hash);
    EXPECT_EQ(stored.reading, "rules-1");
    EXPECT_EQ(stored.revision, 1);
    EXPECT_EQ(stored.first_seen_at, at(2));
    EXPECT_EQ(stored.changed_at, std::nullopt);
    EXPECT_EQ(stored.state, ArticleState::live);
    EXPECT_EQ(page(id).article, stored.id);
    EXPECT_EQ(page(id).outcome, Outcome::recorded);
    EXPECT_EQ(page(id).last_change, at(2));
    EXPECT_EQ(reader_->raw_page(stored.id), visit.raw_page);
    EXPECT_THAT(event_types(), ElementsAre("article.new"));
    EXPECT_EQ(reader_->due_deliveries("newsroom", at(2), 10).at(0).article, stored.id);
}

TEST_P(StoreContract, LeavesAnUnchangedArticleAlone)
{
    const auto id = announced(completed_source(), "a", 1);
    read(id, text("A", "Nội dung"), 2);
    const auto again = read(id, text("A", "Nội dung"), 3);
    EXPECT_EQ(again.what, What::unchanged);
    EXPECT_EQ(again.revision, 1);
    EXPECT_EQ(again.deliveries, 0);
    EXPECT_EQ(page(id).outcome, Outcome::unchanged);
    EXPECT_EQ(page(id).last_visit, at(3));
    EXPECT_EQ(page(id).last_change, at(2));
    EXPECT_THAT(event_types(), ElementsAre("article.new"));
}

TEST_P(StoreContract, RecordsAChangeAsARevisionAndTellsIt)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto first = read(id, text("A", "Cũ"), 2);
    auto visit = reading(id, text("A", "Mới"), 3);
    visit.significance = Significance::minor;
    const auto second = record(visit);
    EXPECT_EQ(second.what, What::revised);
    EXPECT_EQ(second.article, first.article);
    EXPECT_EQ(second.revision, 2);
    EXPECT_EQ(second.deliveries, 1);
    EXPECT_EQ(article(first.article).text.body, "Mới");
    EXPECT_EQ(article(first.article).changed_at, at(3));
    EXPECT_EQ(article(first.article).first_seen_at, at(2));
    const auto told = router_->told().back();
    EXPECT_EQ(told.event.type, EventType::article_changed);
    EXPECT_EQ(told.event.significance, Significance::minor);
    EXPECT_THAT(told.event.changes,
                ElementsAre(FieldChange{.field = "body", .before = "Cũ", .after = "Mới"}));
    EXPECT_EQ(told.article->revision, 2);
    const auto revisions = reader_->revisions(first.article);
    ASSERT_THAT(revisions, SizeIs(2));
    EXPECT_EQ(revisions[0].text.body, "Cũ");
    EXPECT_EQ(revisions[0].significance, std::nullopt);
    EXPECT_EQ(revisions[1].significance, Significance::minor);
    EXPECT_EQ(revisions[1].seen_at, at(3));
}

TEST_P(StoreContract, TakesAnyFieldForAChange)
{
    const auto id = announced(completed_source(), "a", 1);
    auto now = text("A", "Nội dung");
    read(id, now, 2);
    now.author = "Bút Sơn";
    EXPECT_EQ(read(id, now, 3).what, What::revised);
    now.captions = {"Ảnh"};
    EXPECT_EQ(read(id, now, 4).revision, 3);
    EXPECT_EQ(router_->told().back().event.changes.at(0).field, "captions");
}

TEST_P(StoreContract, WritesNothingForAReadingWhoseBaseIsNotTheLatest)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto first = read(id, text("A", "Một"), 2);
    auto slow = reading(id, text("A", "Hai"), 3);
    slow.base = Base{.article = first.article, .revision = 1};
    read(id, text("A", "Ba"), 4);
    auto stale = write([&](Writer& writer) { return writer.record(slow, *router_); });
    EXPECT_EQ(stale.what, What::stale);
    EXPECT_EQ(stale.revision, 2) << "what to compare with now";
    slow.base.reset();
    EXPECT_EQ(write([&](Writer& writer) { return writer.record(slow, *router_); }).what, What::stale);
    EXPECT_EQ(article(first.article).text.body, "Ba");
    EXPECT_EQ(page(id).last_visit, at(4));
    EXPECT_THAT(event_types(), SizeIs(2));
}

TEST_P(StoreContract, FindsItStaleWhenTheSameTextWasRecordedFromAnotherPageMeanwhile)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    const auto believed_new = reading(b, text("A", "Nội dung"), 3);
    read(a, text("A", "Nội dung"), 2);
    EXPECT_EQ(write([&](Writer& writer) { return writer.record(believed_new, *router_); }).what, What::stale);
    EXPECT_EQ(record(believed_new).what, What::aliased);
}

TEST_P(StoreContract, RecordsARevisionOfOurOwnMakingSilently)
{
    const auto id = announced(completed_source(), "a", 1);
    auto visit = reading(id, text("A", "Nội dung Lượt xem: 7"), 2);
    visit.raw_page = "frame";
    const auto first = record(visit);
    auto reparsed = reading(id, text("A", "Nội dung"), 3);
    reparsed.reparsed = true;
    reparsed.reading = "rules-2";
    reparsed.note.outcome = Outcome::none;
    reparsed.note.reading = "rules-2";
    const auto second = record(reparsed);
    EXPECT_EQ(second.what, What::revised);
    EXPECT_EQ(second.revision, 2);
    EXPECT_EQ(second.deliveries, 0);
    EXPECT_EQ(article(first.article).changed_at, std::nullopt);
    EXPECT_EQ(article(first.article).reading, "rules-2");
    EXPECT_EQ(article(first.article).text.body, "Nội dung");
    EXPECT_TRUE(reader_->revisions(first.article).at(1).reparsed);
    EXPECT_EQ(reader_->raw_page(first.article), "frame") << "the same page, read by other rules";
    EXPECT_EQ(page(id).reading, "rules-2");
    EXPECT_EQ(page(id).last_visit, at(2));
    EXPECT_THAT(event_types(), ElementsAre("article.new"));
}

TEST_P(StoreContract, NeverBringsARemovedArticleBackByReparsing)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto first = read(id, text("A", "Cũ"), 2);
    removed(id, 10);
    auto reparsed = reading(id, text("A", "Mới"), 20);
    reparsed.reparsed = true;
    reparsed.note.outcome = Outcome::none;
    record(reparsed);
    EXPECT_EQ(article(first.article).state, ArticleState::removed);
    EXPECT_EQ(article(first.article).text.body, "Mới");
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.removed"));
}

TEST_P(StoreContract, TellsThatAnArticleIsBackEvenWhereItsTextDiffersByOurRules)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto first = read(id, text("A", "Cũ"), 2);
    removed(id, 10);
    auto visit = reading(id, text("A", "Mới"), 20); // after the rules changed, with no stored page to tell by
    visit.reparsed = true;
    EXPECT_EQ(record(visit).deliveries, 1);
    EXPECT_EQ(article(first.article).state, ArticleState::live);
    EXPECT_THAT(router_->told().back().event.changes, IsEmpty());
    EXPECT_EQ(article(first.article).changed_at, std::nullopt);
    EXPECT_EQ(page(id).last_change, at(2)) << "a revision of our own making is no news of the page";
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.removed", "article.restored"));
}

TEST_P(StoreContract, ChainsRevisionsSoThatAlteringOneShows)
{
    const auto id = announced(completed_source(), "a", 1);
    read(id, text("A", "Một"), 2);
    read(id, text("A", "Hai"), 3);
    const auto recorded = read(id, text("A", "Ba"), 4);
    std::string previous;
    auto revisions = reader_->revisions(recorded.article);
    ASSERT_THAT(revisions, SizeIs(3));
    for (const auto& revision : revisions) {
        EXPECT_TRUE(is_as_recorded(previous, revision)) << revision.number;
        previous = revision.chain;
    }
    for (auto alter : std::initializer_list<std::function<void(Revision&)>>{
             [](Revision& one) { one.text.body = "Hai!"; }, [](Revision& one) { one.text.title = "B"; },
             [](Revision& one) { one.text.author = "Ai đó"; }, [](Revision& one) { one.url += "?"; },
             [](Revision& one) { one.text.captions = {"Ảnh"}; },
             [](Revision& one) { one.seen_at += std::chrono::milliseconds(1); },
             [](Revision& one) { one.content_hash = "v1:0"; }, [](Revision& one) { one.page_hash = "0"; }}) {
        auto altered = revisions[1];
        alter(altered);
        EXPECT_FALSE(is_as_recorded(revisions[0].chain, altered));
    }
    EXPECT_FALSE(is_as_recorded("", revisions[1])) << "of another revision before it";
}

TEST_P(StoreContract, CountsHowOftenAnArticleHadATextBefore)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto one = text("A", "Một"), two = text("A", "Hai");
    const auto recorded = read(id, one, 2);
    const auto first_hash = article(recorded.article).content_hash;
    EXPECT_EQ(reader_->earlier_revisions(recorded.article, first_hash), 0) << "it is the latest";
    read(id, two, 3);
    EXPECT_EQ(reader_->earlier_revisions(recorded.article, first_hash), 1);
    EXPECT_EQ(reader_->earlier_revisions(recorded.article, article(recorded.article).content_hash), 0);
    read(id, one, 4);
    read(id, two, 5);
    EXPECT_EQ(reader_->earlier_revisions(recorded.article, first_hash), 2);
    EXPECT_EQ(reader_->earlier_revisions(recorded.article + 1, first_hash), 0);
}

TEST_P(StoreContract, TakesTheSameTextAtAnotherUrlForAnAlias)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    const auto first = read(a, text("A", "Nội dung"), 2);
    const auto second = read(b, text("A", "Nội dung"), 3);
    EXPECT_EQ(second.what, What::aliased);
    EXPECT_EQ(second.article, first.article);
    EXPECT_EQ(page(b).article, first.article);
    EXPECT_EQ(page(b).outcome, Outcome::recorded);
    EXPECT_THAT(reader_->aliases(first.article), ElementsAre(url("b")));
    EXPECT_EQ(read(b, text("A", "Nội dung"), 4).what, What::unchanged);
    EXPECT_THAT(event_types(), ElementsAre("article.new"));
}

TEST_P(StoreContract, TakesNoRevisionFromAnAliasWhileTheArticlesOwnPageLives)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    const auto first = read(a, text("A", "Nội dung"), 2);
    read(b, text("A", "Nội dung"), 3);
    EXPECT_EQ(read(b, text("A", "Nội dung, bản in"), 4).what, What::unchanged);
    EXPECT_EQ(article(first.article).revision, 1);
    EXPECT_EQ(read(a, text("A", "Nội dung sửa"), 5).what, What::revised);
}

TEST_P(StoreContract, KeepsTheSameTextOnTwoSitesApart)
{
    const auto a = announced(completed_source(), "a", 1);
    const auto first = read(a, text("A", "Nội dung"), 2);
    auto elsewhere = reading(a, text("A", "Nội dung"), 3).identity;
    elsewhere.site = "thst";
    elsewhere.page = 0;
    EXPECT_FALSE(reader_->identify(elsewhere).has_value());
    elsewhere.site = site;
    elsewhere.url = url("khac");
    EXPECT_EQ(reader_->identify(elsewhere)->id, first.article);
}

TEST_P(StoreContract, IdentifiesByPageThenAddressThenCanonicalUrlThenText)
{
    const auto id = completed_source();
    const auto a = read(announced(id, "a", 1), text("A", "Một"), 2).article;
    const auto page_b = announced(id, "b", 1);
    const auto b = read(page_b, text("B", "Hai"), 2).article;
    const auto hash_a = article(a).content_hash;
    Identity asked{.site = site,
                   .page = page_b,
                   .url = url("a"),
                   .canonical_url = url("a"),
                   .title = "A",
                   .content_hash = hash_a};
    EXPECT_EQ(reader_->identify(asked)->id, b) << "the page knows";
    asked.page = 0;
    asked.url = url("b");
    EXPECT_EQ(reader_->identify(asked)->id, b) << "then the address";
    asked.url = url("khac");
    asked.canonical_url = url("b");
    asked.title = "B";
    EXPECT_EQ(reader_->identify(asked)->id, b) << "then the canonical URL";
    asked.title = "A";
    EXPECT_EQ(reader_->identify(asked)->id, a)
        << "which is not believed where the title differs: then the text";
    asked.content_hash = "v1:0";
    EXPECT_FALSE(reader_->identify(asked).has_value());
}

TEST_P(StoreContract, FollowsAPermanentRedirectAndTellsItOnce)
{
    const auto id = announced(completed_source(), "cu", 1);
    const auto first = read(id, text("A", "Nội dung"), 2);
    auto moved = reading(id, text("A", "Nội dung"), 3);
    moved.identity.url = url("moi");
    moved.permanently_moved = true;
    const auto second = record(moved);
    EXPECT_EQ(second.what, What::aliased);
    EXPECT_EQ(second.deliveries, 1);
    EXPECT_EQ(article(first.article).url, url("moi"));
    EXPECT_THAT(reader_->aliases(first.article), ElementsAre(url("cu")));
    EXPECT_THAT(router_->told().back().event.changes,
                ElementsAre(FieldChange{.field = "url", .before = url("cu"), .after = url("moi")}));
    EXPECT_EQ(record(moved).what, What::unchanged);
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.moved"));
}

TEST_P(StoreContract, LetsThePageAtTheNewUrlTakeAMovedArticleOver)
{
    const auto id = completed_source();
    const auto old_page = announced(id, "cu", 1);
    const auto first = read(old_page, text("A", "Nội dung"), 2);
    auto moved = reading(old_page, text("A", "Nội dung"), 3);
    moved.identity.url = url("moi");
    moved.permanently_moved = true;
    record(moved);
    const auto new_page = announced(id, "moi", 4);
    const auto edited = read(new_page, text("A", "Nội dung sửa"), 5);
    EXPECT_EQ(edited.what, What::revised);
    EXPECT_EQ(edited.article, first.article);
    EXPECT_EQ(read(old_page, text("A", "Bản lưu cũ"), 6).what, What::unchanged);
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.moved", "article.changed"));
}

TEST_P(StoreContract, TellsAMoveAndAChangeOfOneVisitBoth)
{
    const auto id = announced(completed_source(), "cu", 1);
    read(id, text("A", "Một"), 2);
    auto moved = reading(id, text("A", "Hai"), 3);
    moved.identity.url = url("moi");
    moved.permanently_moved = true;
    EXPECT_EQ(record(moved).deliveries, 2);
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.moved", "article.changed"));
}

TEST_P(StoreContract, DoesNotMoveForATemporaryRedirect)
{
    const auto id = announced(completed_source(), "a", 1);
    const auto first = read(id, text("A", "Nội dung"), 2);
    auto elsewhere = reading(id, text("A", "Nội dung"), 3);
    elsewhere.identity.url = url("tam");
    EXPECT_EQ(record(elsewhere).what, What::aliased);
    EXPECT_EQ(article(first.article).url, url("a"));
    EXPECT_THAT(reader_->aliases(first.article), ElementsAre(url("tam")));
    for (int session = 0; session < 100; ++session) {
        elsewhere.identity.url = url("tam?sid=" + std::to_string(session));
        record(elsewhere);
    }
    EXPECT_LT(reader_->aliases(first.article).size(), 40U)
        << "a new session URL on every visit must not grow the archive";
    EXPECT_THAT(event_types(), ElementsAre("article.new"));
}

TEST_P(StoreContract, DoesNotMoveAnArticleOntoAnotherOnesUrl)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto first = read(a, text("A", "Một"), 2);
    read(announced(id, "b", 1), text("B", "Hai"), 2);
    auto merged = reading(a, text("A", "Một"), 3);
    merged.identity.url = url("b");
    merged.permanently_moved = true;
    record(merged);
    EXPECT_EQ(article(first.article).url, url("a"));
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.new"));
}

TEST_P(StoreContract, KeepsTheRawPageOfTheLatestRevisionHoweverOldItIs)
{
    const auto id = announced(completed_source(), "a", 1);
    auto visit = reading(id, text("A", "Một"), 2);
    visit.raw_page = "one";
    const auto first = record(visit);
    visit = reading(id, text("A", "Hai"), 3);
    visit.raw_page = "two";
    record(visit);
    visit = reading(id, text("A", "Hai"), 4);
    visit.raw_page = "two, another counter";
    record(visit);
    EXPECT_EQ(reader_->raw_page(first.article), "two");
    const auto drop = [&](Time before) {
        return write([&](Writer& writer) { return writer.drop_raw_pages(before, 10); });
    };
    EXPECT_EQ(drop(at(2)), 0U);
    EXPECT_EQ(drop(at(99)), 1U);
    EXPECT_EQ(drop(at(99)), 0U);
    EXPECT_EQ(reader_->raw_page(first.article), "two");
}

TEST_P(StoreContract, ListsArticlesNewestFirstAsAsked)
{
    const auto articles = publish(completed_source(), 5, 10);
    removed(reader_->pages(site).at(2).id, 20);
    const auto ids = [&](const ArticleQuery& query) {
        std::vector<ArticleId> found;
        reader_->each_article(query, [&](const Article& one) {
            found.push_back(one.id);
            return true;
        });
        return found;
    };
    EXPECT_THAT(ids({}), ElementsAre(articles[4], articles[3], articles[2], articles[1], articles[0]));
    EXPECT_THAT(ids({.sites = {}, .state = ArticleState::removed, .since = {}, .limit = {}}),
                ElementsAre(articles[1]));
    EXPECT_THAT(ids({.sites = {site}, .state = ArticleState::live, .since = {}, .limit = 2}),
                ElementsAre(articles[4], articles[3]));
    EXPECT_THAT(ids({.sites = {"thst", site}, .state = {}, .since = at(10), .limit = 1}),
                ElementsAre(articles[4]));
    EXPECT_THAT(ids({.sites = {"thst", "congthuong"}, .state = {}, .since = {}, .limit = {}}), IsEmpty());
    EXPECT_THAT(ids({.sites = {}, .state = {}, .since = at(11), .limit = {}}), IsEmpty());
}

TEST_P(StoreContract, AnswersFurtherQuestionsWhileItListsArticlesAndStopsWhenTold)
{
    publish(completed_source(), 5, 10);
    std::set<ArticleId> seen;
    reader_->each_article({}, [&](const Article& one) {
        seen.insert(one.id);
        EXPECT_THAT(reader_->revisions(one.id), SizeIs(1));
        int inner = 0;
        reader_->each_article({}, [&](const Article&) { return ++inner < 3; });
        EXPECT_EQ(inner, 3);
        return seen.size() < 4;
    });
    EXPECT_THAT(seen, SizeIs(4));
}

} // namespace
} // namespace baotin::archive
