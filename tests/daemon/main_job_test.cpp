#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;
using testing::UnorderedElementsAre;
using namespace std::chrono_literals;

constexpr auto kTitle = "Công an Bắc Ninh tạm giữ ba đối tượng trộm cắp xe máy";
constexpr auto kBody =
    "Ngày 20/11/2026, Công an tỉnh Bắc Ninh cho biết đã tạm giữ ba đối tượng để điều tra hành vi trộm cắp.\n"
    "Trước đó, lực lượng chức năng nhận được tin báo của nhân dân trên địa bàn phường Vũ Ninh.";
/// Another story, so that two sites that publish at once do not make one story.
constexpr auto kOtherBody =
    "Sáng 21/11/2026, Ban chỉ huy họp bàn kế hoạch bảo đảm an ninh trật tự dịp cuối năm.";

/// The whole story of docs/architecture.md with a real daemon.
class MainJobTest : public Stage {
protected:
    void start()
    {
        daemon = start_daemon();
        ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    }
    std::unique_ptr<DaemonProcess> daemon;
};

TEST_F(MainJobTest, WhatStoodOnTheSitesIsRecordedAndNotTold)
{
    start();
    EXPECT_EQ(json({"articles"}).size(), articles_on_sites());
    EXPECT_EQ(receiver.received().size(), 0U);
    EXPECT_TRUE(json({"events"}).empty());
    // Two seeds are one story: it is known once the texts are compared, and not told either.
    auto types = [this] {
        std::map<std::string, std::size_t> count;
        for (const auto& event : json({"events", "--backfill"}))
            ++count[text(event, "type")];
        return count;
    };
    ASSERT_TRUE(eventually([&] { return types().contains("story.spread"); })) << daemon->log();
    EXPECT_THAT(types(),
                UnorderedElementsAre(Pair("article.new", articles_on_sites()), Pair("story.spread", 1)));
    EXPECT_TRUE(json({"events"}).empty());
    EXPECT_EQ(receiver.received().size(), 0U);
}

TEST_F(MainJobTest, EverySeedIsReadWithItsTitleBodyAndCaptions)
{
    start();
    for (const auto& site : lab.site_ids()) {
        auto seed = article(lab.seed(site).title);
        ASSERT_TRUE(seed) << site << ": " << lab.seed(site).title;
        EXPECT_GT(text(*seed, "body").size(), 1000U) << site;
        EXPECT_EQ(text(*seed, "state"), "live");
        EXPECT_EQ(text(*seed, "revision"), "1");
        EXPECT_EQ(text(*seed, "changed_at"), "null");
        EXPECT_THAT(text(*seed, "content_hash"), StartsWith("v1:"));
    }
    auto haiphong = article(lab.seed("congan-haiphong").title);
    EXPECT_EQ(text(*haiphong, "published_at"), "2021-05-06T07:15:00+07:00");
    EXPECT_THAT(text(*haiphong, "body"),
                HasSubstr("\nTại cuộc họp, đại diện lãnh đạo")); // the drop cap is whole
    EXPECT_THAT(text(*haiphong, "body"), Not(HasSubstr("Lượt truy cập")));
    auto bocongan = article(lab.seed("bocongan").title);
    EXPECT_EQ(text(*bocongan, "author"), "Việt Cường");
    EXPECT_EQ(text(*bocongan, "published_at"), "2021-05-20");
    auto thst = article(lab.seed("thst").title);
    ASSERT_TRUE(thst); // its title stands without the view counter
}

TEST_F(MainJobTest, ANewArticleIsToldOnceSignedAndWithItsText)
{
    start();
    lab.publish("bocongan", kTitle, kBody);
    ASSERT_TRUE(received("article.new", kTitle)) << daemon->log();
    auto deliveries = receiver.received();
    ASSERT_EQ(deliveries.size(), 1U);
    EXPECT_TRUE(deliveries.front().signature_valid);
    EXPECT_THAT(deliveries.front().body, HasSubstr("phường Vũ Ninh"));
    EXPECT_THAT(deliveries.front().body, HasSubstr("\"site\":{\"id\":\"bocongan\""));
}

TEST_F(MainJobTest, AnEditIsToldWithItsDiffAndCountersAreNot)
{
    start();
    auto seed = lab.seed("thst");
    lab.edit(seed, "Tỉnh uỷ", "Tỉnh ủy tỉnh Sóc Trăng");
    ASSERT_TRUE(received("article.changed", "Tỉnh ủy tỉnh Sóc Trăng")) << daemon->log();
    lab.rotate_related();
    // Counters move with every request; several more visits must tell nothing.
    auto visits = lab.hits("thst").size();
    ASSERT_TRUE(eventually([&] { return lab.hits("thst").size() > visits + 20; }));
    EXPECT_EQ(receiver.received().size(), 1U);

    auto changed = article(seed.title);
    ASSERT_TRUE(changed);
    EXPECT_EQ(text(*changed, "revision"), "2");
    EXPECT_NE(text(*changed, "changed_at"), "null");
    auto diff = run({"diff", text(*changed, "id")});
    EXPECT_EQ(diff.exit_code, 0);
    EXPECT_THAT(diff.out, HasSubstr("{+"));
    EXPECT_THAT(diff.out, HasSubstr("tỉnh Sóc Trăng"));
    auto page = run({"diff", text(*changed, "id"), "--html"});
    EXPECT_EQ(page.exit_code, 0);
    EXPECT_THAT(page.out, AllOf(StartsWith("<!DOCTYPE html><html lang=\"vi\">"), HasSubstr("<del>uỷ </del>"),
                                HasSubstr("<ins>ủy tỉnh Sóc Trăng ")));
    auto history = run({"show", text(*changed, "id")});
    EXPECT_THAT(history.out, HasSubstr("revision 2"));
}

TEST_F(MainJobTest, ACosmeticEditIsRecordedButNotTold)
{
    start();
    auto seed = lab.seed("bocongan");
    lab.edit(seed, "2021 – 2026", "2021-2026");
    ASSERT_TRUE(eventually([&] { return event_types() == std::vector<std::string>{"article.changed"}; }))
        << daemon->log();
    EXPECT_EQ(text(*article(seed.title), "revision"), "2");
    lab.publish("bocongan", kTitle, kBody);
    ASSERT_TRUE(received("article.new", kTitle));
    EXPECT_EQ(count_received("article.changed"), 0U);
}

TEST_F(MainJobTest, ARemovalIsConfirmedThenToldAndAReturnToo)
{
    start();
    auto old = lab.articles("congthuong").back();
    lab.remove(old, 410);
    ASSERT_TRUE(received("article.removed", old.title)) << daemon->log();
    EXPECT_EQ(text(*article(old.title), "state"), "removed");
    EXPECT_GE(
        std::ranges::count_if(lab.hits("congthuong"), [](const lab::Hit& hit) { return hit.status == 410; }),
        3);
    lab.restore(old);
    ASSERT_TRUE(received("article.restored", old.title)) << daemon->log();
    EXPECT_EQ(text(*article(old.title), "state"), "live");
    EXPECT_EQ(text(*article(old.title), "revision"), "1");
}

TEST_F(MainJobTest, ANewAddressWithARedirectIsTheSameArticle)
{
    start();
    auto old = lab.articles("congan-sonla").back();
    auto moved = lab.move(old, true);
    ASSERT_TRUE(received("article.moved", moved.path)) << daemon->log();
    auto one = article(old.title);
    ASSERT_TRUE(one);
    EXPECT_THAT(text(*one, "url"), HasSubstr(moved.path));
    EXPECT_EQ(count_received("article.new"), 0U);
}

TEST_F(MainJobTest, ANewAddressWithoutARedirectIsTheSameArticleToo)
{
    start();
    auto old = lab.articles("congan-sonla").back();
    auto moved = lab.move(old, false);
    ASSERT_TRUE(received("article.moved", moved.path, 60s)) << daemon->log();
    ASSERT_TRUE(article(old.title));
    EXPECT_EQ(count_received("article.new"), 0U);
    EXPECT_EQ(count_received("article.removed"), 0U);
}

TEST_F(MainJobTest, EventsReplayFromACursorInCommitOrder)
{
    start();
    lab.publish("bocongan", "Tin thứ nhất của ngày hôm nay", kBody);
    ASSERT_TRUE(received("article.new", "Tin thứ nhất"));
    lab.publish("thst", "Tin thứ hai của ngày hôm nay", kOtherBody);
    ASSERT_TRUE(received("article.new", "Tin thứ hai"));
    auto all = json({"events"});
    ASSERT_EQ(all.size(), 2U);
    auto rest = json({"events", "--since", text(all.front(), "cursor")});
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(text(rest.front(), "id"), text(all.back(), "id"));
    std::set<std::string> ids;
    for (const auto& delivery : receiver.received())
        ids.insert(delivery.id);
    EXPECT_THAT(ids, Contains(text(all.front(), "id")));
}

TEST_F(MainJobTest, ARefusedDeliveryIsTriedAgainWithTheSameBytes)
{
    receiver.answer("/hook", 500, 2);
    start();
    lab.publish("bocongan", kTitle, kBody);
    ASSERT_TRUE(eventually([&] { return receiver.received().size() == 3; }, 40s)) << daemon->log();
    auto deliveries = receiver.received();
    for (const auto& delivery : deliveries) {
        EXPECT_EQ(delivery.id, deliveries.front().id);
        EXPECT_EQ(delivery.body, deliveries.front().body);
        EXPECT_TRUE(delivery.signature_valid);
    }
}

TEST_F(MainJobTest, AHostIsNeverAskedTwiceAtOnce)
{
    start();
    for (const auto& site : lab.site_ids())
        EXPECT_EQ(lab.most_at_once(site), 1) << site;
}

TEST_F(MainJobTest, AHookTellsOnlyWhatItsRulesWant)
{
    configure("events = [\"article.new\"]\nwhere = { site = [\"thst\"], any = [\"ma tuy\", \"bầu cử\"] }");
    start();
    lab.publish("bocongan", "Bắt giữ đối tượng mua bán ma túy", kBody);
    lab.publish("thst", "Tin không liên quan của ngày", kOtherBody);
    lab.publish("thst", "Triệt phá đường dây ma tuý lớn", kOtherBody);
    ASSERT_TRUE(received("article.new", "Triệt phá đường dây")) << daemon->log();
    ASSERT_TRUE(eventually([&] { return event_types().size() == 3; }));
    EXPECT_EQ(receiver.received().size(), 1U);
}

} // namespace
} // namespace baotin::testing_daemon
