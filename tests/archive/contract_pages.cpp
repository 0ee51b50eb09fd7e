#include "tests/archive/contract.hpp"

#include <gmock/gmock.h>

namespace baotin::archive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_P(StoreContract, IsEmptyAtFirst)
{
    EXPECT_THAT(due_urls(), IsEmpty());
    EXPECT_THAT(reader_->sites(), IsEmpty());
    EXPECT_THAT(events(), IsEmpty());
    EXPECT_EQ(reader_->last_cursor(), 0);
    EXPECT_FALSE(reader_->page(7).has_value());
    EXPECT_FALSE(reader_->article(7).has_value());
    EXPECT_EQ(reader_->next_delivery({"newsroom"}), std::nullopt);
}

TEST_P(StoreContract, MakesConfiguredSourcesDueAtOnceAndOnlyOnce)
{
    const std::vector<SitePlan> plans = {
        {.site = "a", .sources = {{PageKind::feed, "https://a.vn/rss"}}},
        {.site = "b", .sources = {{PageKind::sitemap, "https://b.vn/sitemap.xml"}}}};
    change([&](Writer& writer) { writer.sync(plans, at(5)); });
    const auto id = reader_->pages("a").at(0).id;
    change([&](Writer& writer) { writer.sync(plans, at(9)); });
    ASSERT_THAT(reader_->pages("a"), SizeIs(1));
    EXPECT_EQ(page(id).kind, PageKind::feed);
    EXPECT_EQ(page(id).next_visit, at(5));
    EXPECT_EQ(page(id).found_at, at(5));
    EXPECT_THAT(due_urls(), ElementsAre("https://a.vn/rss", "https://b.vn/sitemap.xml"));
}

TEST_P(StoreContract, RetiresASourceThatIsNoLongerNamedAndTakesItBackWithItsHistory)
{
    const std::vector<SitePlan> both = {
        {.site = site,
         .sources = {{PageKind::listing, listing}, {PageKind::feed, "https://congan.sonla.gov.vn/rss"}}}};
    const std::vector<SitePlan> one = {{.site = site, .sources = {{PageKind::listing, listing}}}};
    change([&](Writer& writer) { writer.sync(both, at(0)); });
    const auto feed = reader_->pages(site).at(1).id;
    announce(feed, {url("a")}, 1);
    change([&](Writer& writer) { writer.sync(one, at(2)); });
    EXPECT_THAT(due_urls(), ElementsAre(url("a"), listing));
    EXPECT_EQ(page(feed).completed_at, at(1));
    change([&](Writer& writer) { writer.sync(both, at(3)); });
    EXPECT_EQ(page(feed).next_visit, at(3));
    EXPECT_EQ(page(feed).completed_at, at(1));
    EXPECT_FALSE(page(announced(feed, "b", 4)).backfill)
        << "it was read before: what it announces now is news";
}

TEST_P(StoreContract, VisitsNothingOfASiteThatLeftTheConfiguration)
{
    announce(source(), {url("a")}, 1);
    change([](Writer& writer) {
        writer.sync({{.site = "b", .sources = {{PageKind::feed, "https://b.vn/rss"}}}}, at(2));
    });
    EXPECT_THAT(due_urls(), ElementsAre("https://b.vn/rss"));
    ASSERT_THAT(reader_->sites(), SizeIs(1));
    EXPECT_EQ(reader_->sites()[0].site, "b");
}

TEST_P(StoreContract, RemembersWhatAVisitLeft)
{
    const auto id = source();
    auto first = note(id, 1, Outcome::announced);
    first.detail = "12 links";
    first.validators = Validators{.etag = "\"a\"",
                                  .last_modified = "Mon",
                                  .wire_hash = 0xfedcba9876543210U,
                                  .regions_hash = 0xfedcba9876543211U,
                                  .variant = 7};
    first.reading = "rules-1";
    change([&](Writer& writer) { writer.note(first); });
    reopen();
    EXPECT_EQ(page(id).last_visit, at(1));
    EXPECT_EQ(page(id).next_visit, at(11));
    EXPECT_EQ(page(id).outcome, Outcome::announced);
    EXPECT_EQ(page(id).status, 200);
    EXPECT_EQ(page(id).detail, "12 links");
    EXPECT_EQ(page(id).validators, *first.validators);
    EXPECT_EQ(page(id).reading, "rules-1");
    change([&](Writer& writer) { writer.note(note(id, 2, Outcome::failed)); });
    EXPECT_EQ(page(id).validators, *first.validators) << "a visit that brings none leaves them alone";
    EXPECT_EQ(page(id).reading, "rules-1");
}

TEST_P(StoreContract, CountsFailuresInARow)
{
    const auto id = source();
    for (auto outcome : {Outcome::failed, Outcome::challenged, Outcome::unreadable, Outcome::forbidden}) {
        change([&](Writer& writer) { writer.note(note(id, 1, outcome)); });
    }
    EXPECT_EQ(page(id).failures, 4);
    change([&](Writer& writer) { writer.note(note(id, 2, Outcome::unchanged)); });
    EXPECT_EQ(page(id).failures, 0);
}

TEST_P(StoreContract, TakesANoteWithoutAnOutcomeForNoVisit)
{
    const auto id = source();
    change([&](Writer& writer) { writer.note(note(id, 1, Outcome::failed)); });
    auto reread = note(id, 5, Outcome::none);
    reread.reading = "rules-2";
    change([&](Writer& writer) { writer.note(reread); });
    EXPECT_EQ(page(id).reading, "rules-2");
    EXPECT_EQ(page(id).last_visit, at(1));
    EXPECT_EQ(page(id).outcome, Outcome::failed);
    EXPECT_EQ(page(id).failures, 1);
    EXPECT_EQ(page(id).next_visit, at(15));
}

TEST_P(StoreContract, RefusesANoteOfAPageThatDoesNotExist)
{
    writer_->begin();
    EXPECT_THROW(writer_->note(note(99, 1, Outcome::unchanged)), StoreError);
    writer_->rollback();
}

TEST_P(StoreContract, ForgetsWhatARolledBackCommandWrote)
{
    const auto id = source();
    writer_->begin();
    writer_->savepoint();
    writer_->note(note(id, 1, Outcome::announced));
    writer_->release_savepoint();
    writer_->savepoint();
    writer_->note(note(id, 2, Outcome::failed));
    writer_->rollback_to_savepoint();
    writer_->commit();
    EXPECT_EQ(page(id).last_visit, at(1));
    writer_->begin();
    writer_->note(note(id, 3, Outcome::failed));
    writer_->rollback();
    EXPECT_EQ(page(id).last_visit, at(1));
}

TEST_P(StoreContract, AnnouncesEveryPageOnce)
{
    const auto id = completed_source();
    const auto first = announce(id, {url("a"), url("b")}, 1);
    ASSERT_THAT(first.fresh, SizeIs(2));
    EXPECT_EQ(first.fresh[0].url, url("a"));
    EXPECT_EQ(first.fresh[0].site, site);
    EXPECT_EQ(first.fresh[0].next_visit, at(1));
    EXPECT_EQ(page(first.fresh[1].id).found_at, at(1));
    EXPECT_EQ(page(id).last_change, at(1));
    reopen();
    const auto second = announce(id, {url("c"), url("a"), url("b")}, 2);
    ASSERT_THAT(second.fresh, SizeIs(1));
    EXPECT_EQ(second.fresh[0].url, url("c"));
    EXPECT_THAT(announce(id, {url("c"), url("a")}, 3).fresh, IsEmpty());
    EXPECT_EQ(page(id).last_change, at(2));
    EXPECT_EQ(page(id).last_visit, at(3));
    EXPECT_THAT(due_urls(), ElementsAre(url("a"), url("b"), url("c"), listing));
}

TEST_P(StoreContract, IgnoresALinkToASourceItself)
{
    EXPECT_THAT(announce(completed_source(), {listing}, 1).fresh, IsEmpty());
    EXPECT_EQ(reader_->pages(site).at(0).kind, PageKind::listing);
}

TEST_P(StoreContract, TakesForBackfillWhatASourceAnnouncesUntilItsFirstCompletedVisit)
{
    const auto id = source();
    const auto cut_off = announce(id, {url("a")}, 1, false);
    EXPECT_EQ(page(id).completed_at, std::nullopt);
    reopen();
    const auto whole = announce(id, {url("a"), url("b")}, 2);
    EXPECT_EQ(page(id).completed_at, at(2));
    const auto later = announce(id, {url("c")}, 3, false);
    EXPECT_TRUE(page(cut_off.fresh.at(0).id).backfill);
    EXPECT_TRUE(page(whole.fresh.at(0).id).backfill);
    EXPECT_FALSE(page(later.fresh.at(0).id).backfill);
    announce(id, {}, 4);
    EXPECT_EQ(page(id).completed_at, at(2)) << "the first completed visit stays the first";
}

TEST_P(StoreContract, KeepsTheSameUrlOfTwoSitesApart)
{
    change([](Writer& writer) {
        writer.sync({{.site = "a", .sources = {{PageKind::feed, "https://x.vn/rss"}}},
                     {.site = "b", .sources = {{PageKind::feed, "https://x.vn/rss"}}}},
                    at(0));
    });
    EXPECT_NE(reader_->pages("a").at(0).id, reader_->pages("b").at(0).id);
}

TEST_P(StoreContract, RemembersHowAHostWantsToBeTreatedOverARestart)
{
    const HostState before{.host = "thst.vn", .until = at(5), .detail = {}};
    const HostState after{.host = "thst.vn",
                          .until = at(9),
                          .slowed_by = std::chrono::seconds(30),
                          .failures = 2,
                          .detail = "answered 503"};
    change([&](Writer& writer) {
        writer.keep(before);
        writer.keep(after);
    });
    reopen();
    EXPECT_THAT(reader_->hosts(), ElementsAre(after));
}

TEST_P(StoreContract, RemembersRobotsFilesOverARestart)
{
    const RobotsFile had{.origin = "https://a.vn:443",
                         .text = "User-agent: *",
                         .fetched_at = at(0),
                         .expires_at = at(60),
                         .unreachable_since = {},
                         .detail = {}};
    const RobotsFile never_had{.origin = "https://b.vn:443",
                               .text = {},
                               .fetched_at = at(0),
                               .expires_at = at(10),
                               .unreachable_since = at(0),
                               .detail = "answered 500"};
    change([&](Writer& writer) {
        writer.keep(had);
        writer.keep(never_had);
    });
    reopen();
    EXPECT_THAT(reader_->robots_files(), ElementsAre(had, never_had));
}

TEST_P(StoreContract, RemembersWhatWasLearnedOfASiteOverARestart)
{
    const Lesson first{.site = "thst", .what = "rhythm", .value = "[1]", .at = at(0)};
    const Lesson later{.site = "thst", .what = "rhythm", .value = "[1,2]", .at = at(1)};
    const Lesson other{.site = "thst", .what = "validators", .value = "{}", .at = at(1)};
    change([&](Writer& writer) {
        writer.keep(first);
        writer.keep(other);
        writer.keep(later);
    });
    reopen();
    EXPECT_THAT(reader_->lessons(), ElementsAre(later, other));
}

TEST_P(StoreContract, TellsASitesHealth)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    const auto b = announced(id, "b", 1);
    read(a, text("A", "Nội dung A"), 2);
    change([&](Writer& writer) {
        writer.note(note(b, 3, Outcome::failed));
        writer.open_incident({.id = 0,
                              .site = site,
                              .hook = "",
                              .what = "failing",
                              .detail = "503",
                              .since = at(3),
                              .until = {}},
                             EventType::site_failing, *router_);
    });
    const auto sites = reader_->sites();
    ASSERT_THAT(sites, SizeIs(1));
    EXPECT_EQ(sites[0].site, site);
    EXPECT_EQ(sites[0].sources, 1U);
    EXPECT_EQ(sites[0].pages, 3U);
    EXPECT_EQ(sites[0].articles, 1U);
    EXPECT_EQ(sites[0].failing, 1U);
    EXPECT_EQ(sites[0].last_visit, at(3));
    EXPECT_EQ(sites[0].last_new, at(2));
    ASSERT_THAT(sites[0].incidents, SizeIs(1));
    EXPECT_EQ(sites[0].incidents[0].detail, "503");
}

} // namespace
} // namespace baotin::archive
