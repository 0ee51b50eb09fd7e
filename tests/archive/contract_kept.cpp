#include "tests/archive/contract.hpp"

#include <gmock/gmock.h>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

HeldVisit held(const VisitNote& note, std::string raw_page)
{
    return {.note = note, .url = "https://congan.sonla.gov.vn/a", .raw_page = std::move(raw_page)};
}

TEST_P(StoreContract, KeepsWhatAReadingSaysBesideTheTextWithoutRevisionOrEvent)
{
    const auto id = announced(completed_source(), "a", 1);
    auto visit = reading(id, text("A", "Một"), 2);
    visit.particulars = {"An ninh", "2021-05-06", {"https://congan.sonla.gov.vn/1.jpg"}};
    const auto first = record(visit);
    EXPECT_EQ(article(first.article).particulars, visit.particulars);
    visit = reading(id, text("A", "Một"), 3);
    visit.particulars = {"An ninh", "2021-05-07T08:00:00+07:00", {}};
    EXPECT_EQ(record(visit).what, Recorded::What::unchanged);
    EXPECT_EQ(article(first.article).particulars, visit.particulars);
    EXPECT_EQ(article(first.article).revision, 1);
    EXPECT_THAT(event_types(), ElementsAre("article.new"));
    record(reading(id, text("A", "Hai"), 4));
    EXPECT_EQ(article(first.article).particulars, parsers::ArticleParticulars{});
}

TEST_P(StoreContract, KeepsTheNewestPageThatWasHeldUntilAReadingIsRecorded)
{
    const auto source = completed_source();
    const auto a = announced(source, "a", 1);
    const auto b = announced(source, "b", 1);
    change([&](Writer& writer) {
        writer.hold(held(note(a, 2, Outcome::unreadable), "one"));
        writer.hold(held(note(a, 3, Outcome::unreadable), "two"));
        writer.hold(held(note(b, 3, Outcome::unreadable), "three"));
    });
    reopen();
    EXPECT_THAT(reader_->kept_pages(site, 0, 10), ElementsAre(a, b));
    EXPECT_THAT(reader_->kept_pages(site, a, 10), ElementsAre(b));
    EXPECT_THAT(reader_->kept_pages("thst", 0, 10), IsEmpty());
    EXPECT_EQ(reader_->kept_page(a), (KeptPage{a, "https://congan.sonla.gov.vn/a", at(3), "two"}));
    EXPECT_EQ(page(a).outcome, Outcome::unreadable);
    read(a, text("A", "Một"), 4);
    EXPECT_FALSE(reader_->kept_page(a));
    change([&](Writer& writer) { writer.drop_kept_page(b, at(2)); });
    EXPECT_TRUE(reader_->kept_page(b)) << "a newer one is kept by now";
    change([&](Writer& writer) { writer.drop_kept_page(b, at(3)); });
    EXPECT_FALSE(reader_->kept_page(b));
}

TEST_P(StoreContract, DropsKeptPagesByTheirAge)
{
    const auto id = announced(completed_source(), "a", 1);
    change([&](Writer& writer) { writer.hold(held(note(id, 2, Outcome::unreadable), "one")); });
    const auto drop = [&](Time before) {
        return write([&](Writer& writer) { return writer.drop_raw_pages(before, 10); });
    };
    EXPECT_EQ(drop(at(2)), 0U);
    EXPECT_EQ(drop(at(3)), 1U);
    EXPECT_FALSE(reader_->kept_page(id));
}

TEST_P(StoreContract, ListsWhatAnArticleCanBeReadFromAgain)
{
    const auto source = completed_source();
    const auto articles = publish(source, 3, 10);
    EXPECT_THAT(reader_->article_ids(site, 0, 2), ElementsAre(articles[0], articles[1]));
    EXPECT_THAT(reader_->article_ids(site, articles[1], 2), ElementsAre(articles[2]));
    EXPECT_THAT(reader_->article_ids("thst", 0, 2), IsEmpty());
    EXPECT_FALSE(reader_->stored_article(999));
    auto stored = reader_->stored_article(articles[0]);
    ASSERT_TRUE(stored);
    EXPECT_FALSE(stored->raw_page);
    EXPECT_EQ(stored->fetched_at, at(10));
    const auto id = announced(source, "d", 20);
    auto visit = reading(id, text("D", "Một"), 21);
    visit.raw_page = "one";
    const auto recorded = record(visit);
    read(id, text("D", "Một"), 25);
    stored = reader_->stored_article(recorded.article);
    EXPECT_EQ(stored->raw_page, "one");
    EXPECT_EQ(stored->page, id);
    EXPECT_EQ(stored->fetched_at, at(21));
}

TEST_P(StoreContract, AKeptPageThatTurnsOutToBeAnArticleIsRecordedWithoutAWord)
{
    const auto id = announced(completed_source(), "a", 1);
    change([&](Writer& writer) { writer.hold(held(note(id, 2, Outcome::unreadable), "one")); });
    auto visit = reading(id, text("A", "Một"), 2);
    visit.note.outcome = Outcome::none;
    visit.note.next_visit = {};
    visit.reparsed = true;
    const auto recorded = record(visit);
    EXPECT_EQ(recorded.what, Recorded::What::created);
    EXPECT_EQ(page(id).article, recorded.article);
    EXPECT_THAT(events(), IsEmpty());
    EXPECT_TRUE(reader_->kept_page(id)) << "no visit: who read it says when it is done with";
}

} // namespace
} // namespace baotin::archive
