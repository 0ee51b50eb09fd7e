#include "tests/archive/contract.hpp"

#include <gmock/gmock.h>

#include <set>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

Incident incident(std::string site, std::string hook, std::string what, Time since)
{
    Incident incident;
    incident.site = std::move(site);
    incident.hook = std::move(hook);
    incident.what = std::move(what);
    incident.since = since;
    return incident;
}

void expect_same(const Article& told, const Article& stored)
{
    EXPECT_EQ(told.id, stored.id);
    EXPECT_EQ(told.site, stored.site);
    EXPECT_EQ(told.url, stored.url);
    EXPECT_EQ(told.text, stored.text);
    EXPECT_EQ(told.particulars, stored.particulars);
    EXPECT_EQ(told.content_hash, stored.content_hash);
    EXPECT_EQ(told.reading, stored.reading);
    EXPECT_EQ(told.revision, stored.revision);
    EXPECT_EQ(told.first_seen_at, stored.first_seen_at);
    EXPECT_EQ(told.changed_at, stored.changed_at);
    EXPECT_EQ(told.state, stored.state);
}

TEST_P(StoreContract, TellsEveryEventWithTheArticleAsItIsStoredThen)
{
    const auto source = completed_source();
    const auto id = announced(source, "cu", 1);
    const auto last_told = [&] { return *router_->told().back().article; };
    auto visit = reading(id, text("A", "Một"), 2);
    visit.text.captions = {"Ảnh"};
    visit.particulars = {"An ninh", "2021-05-06", {"https://congan.sonla.gov.vn/1.jpg"}};
    const auto article_id = record(visit).article;
    expect_same(last_told(), article(article_id));
    visit = reading(id, text("A", "Hai"), 3);
    visit.reading = "rules-2";
    visit.particulars = {"Pháp luật", {}, {}};
    record(visit);
    expect_same(last_told(), article(article_id));
    visit = reading(id, text("A", "Ba"), 4);
    visit.identity.url = url("moi");
    visit.permanently_moved = true;
    EXPECT_EQ(record(visit).deliveries, 2);
    expect_same(last_told(), article(article_id));
    EXPECT_EQ(article(article_id).url, url("moi"));
    removed(id, 10);
    expect_same(last_told(), article(article_id));
    visit = reading(announced(source, "sau", 20), text("A", "Ba"), 21); // the same text at a new address
    visit.reading = "rules-3";
    visit.particulars = {"Đời sống", {}, {}};
    record(visit);
    expect_same(last_told(), article(article_id));
    EXPECT_EQ(article(article_id).url, url("sau"));
    EXPECT_THAT(event_types(), ElementsAre("article.new", "article.changed", "article.moved",
                                           "article.changed", "article.removed", "article.restored"));
}

TEST_P(StoreContract, FlagsTheNewsOfABackfillAndTellsLaterChanges)
{
    const auto id = announce(source(), {url("a")}, 1).fresh.at(0).id;
    EXPECT_EQ(read(id, text("A", "Một"), 2).deliveries, 0);
    EXPECT_EQ(read(id, text("A", "Hai"), 3).deliveries, 1);
    EXPECT_EQ(removed(id, 4).deliveries, 1);
    const auto all = events();
    ASSERT_THAT(all, SizeIs(3));
    EXPECT_TRUE(all[0].backfill);
    EXPECT_FALSE(all[1].backfill);
    EXPECT_FALSE(all[2].backfill);
    EXPECT_THAT(events(false), SizeIs(2));
}

TEST_P(StoreContract, GivesEventsRandomIdsAndGrowingCursors)
{
    publish(completed_source(), 20, 1);
    reopen();
    publish(completed_source(), 0, 2);
    std::set<std::string> ids;
    std::int64_t cursor = 0;
    for (const auto& event : events()) {
        EXPECT_THAT(event.id, MatchesRegex("evt_[0-9a-f]{32}"));
        EXPECT_GT(event.cursor, cursor);
        EXPECT_EQ(event.site, site);
        EXPECT_EQ(event.at, at(1));
        cursor = event.cursor;
        ids.insert(event.id);
    }
    EXPECT_THAT(ids, SizeIs(20));
    EXPECT_EQ(reader_->last_cursor(), cursor);
    EXPECT_THAT(reader_->events(cursor - 3, 2, true), SizeIs(2));
    EXPECT_THAT(reader_->events(cursor, 10, true), IsEmpty());
}

TEST_P(StoreContract, StoresTheBodyThatTheRouterWordedAndDeliversIt)
{
    read(announced(completed_source(), "a", 1), text("Bầu cử", "Nội dung"), 2);
    const auto event = events().at(0);
    EXPECT_EQ(event.body, R"({"type":"article.new","title":"Bầu cử"})");
    EXPECT_EQ(router_->told().at(0).event.id, event.id);
    const auto due = reader_->due_deliveries("newsroom", at(2), 10);
    ASSERT_THAT(due, SizeIs(1));
    EXPECT_EQ(due[0].body, event.body);
    EXPECT_EQ(due[0].event_id, event.id);
    EXPECT_EQ(due[0].type, EventType::article_new);
    EXPECT_EQ(due[0].state, DeliveryState::pending);
    EXPECT_EQ(due[0].created_at, at(2));
    EXPECT_THAT(reader_->due_deliveries("nobody", at(2), 10), IsEmpty());
    EXPECT_THAT(reader_->due_deliveries("newsroom", at(1), 10), IsEmpty());
}

TEST_P(StoreContract, KnowsTheEventsOfAnArticle)
{
    const auto source = completed_source();
    const auto a = announced(source, "a", 1);
    read(a, text("A", "Một"), 1);
    read(announced(source, "b", 2), text("B", "Khác"), 2);
    read(a, text("A", "Hai"), 3);
    const auto all = events();
    const auto of_a = reader_->article_events(*all[0].article);
    ASSERT_THAT(of_a, SizeIs(2));
    EXPECT_EQ(of_a[0].id, all[0].id);
    EXPECT_EQ(of_a[1].id, all[2].id);
}

TEST_P(StoreContract, OpensAnIncidentOnceAndClosesItOnce)
{
    auto failing = incident(site, "", "failing", at(1));
    failing.detail = "503";
    const auto open = [&](const Incident& one) {
        return write(
            [&](Writer& writer) { return writer.open_incident(one, EventType::site_failing, *router_); });
    };
    const auto close = [&](const Incident& one) {
        return write(
            [&](Writer& writer) { return writer.close_incident(one, EventType::site_recovered, *router_); });
    };
    EXPECT_EQ(open(failing), 1);
    failing.detail = "timeout";
    failing.since = at(2);
    reopen();
    EXPECT_EQ(open(failing), 0);
    const auto incidents = reader_->open_incidents();
    ASSERT_THAT(incidents, SizeIs(1));
    EXPECT_EQ(incidents[0].detail, "timeout");
    EXPECT_EQ(incidents[0].since, at(1));
    failing.until = at(9);
    EXPECT_EQ(close(failing), 1);
    EXPECT_EQ(close(failing), 0);
    EXPECT_THAT(reader_->open_incidents(), IsEmpty());
    EXPECT_THAT(event_types(), ElementsAre("site.failing", "site.recovered"));
    const auto told = router_->told().back();
    EXPECT_FALSE(told.article.has_value());
    EXPECT_EQ(told.event.at, at(9));
    EXPECT_EQ(told.event.incident->since, at(1));
    EXPECT_EQ(told.event.incident->until, at(9));
    EXPECT_EQ(open(failing), 1) << "the next one is another";
}

TEST_P(StoreContract, KeepsIncidentsOfSitesHooksAndKindsApart)
{
    change([&](Writer& writer) {
        for (const auto& one :
             {incident(site, "", "failing", at(1)), incident(site, "", "challenge", at(1)),
              incident("thst", "", "failing", at(1)), incident("", "newsroom", "failing", at(1))}) {
            EXPECT_EQ(writer.open_incident(one, EventType::site_failing, *router_), 1);
        }
        auto silent = incident(site, "", "challenge", at(1));
        silent.until = at(2);
        EXPECT_EQ(writer.close_incident(silent, std::nullopt, *router_), 0);
    });
    EXPECT_THAT(reader_->open_incidents(), SizeIs(3));
    EXPECT_THAT(events(), SizeIs(4));
}

} // namespace
} // namespace baotin::archive
