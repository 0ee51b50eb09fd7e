#include "tests/archive/contract.hpp"

#include <gmock/gmock.h>

namespace baotin::archive {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST_P(StoreContract, QueuesOneDeliveryForEachHook)
{
    router_ = std::make_shared<FakeRouter>(std::vector<std::string>{"newsroom", "bot", "newsroom"});
    EXPECT_EQ(read(announced(completed_source(), "a", 1), text("A", "Nội dung"), 2).deliveries, 2);
    EXPECT_THAT(reader_->due_deliveries("bot", at(2), 10), SizeIs(1));
    EXPECT_THAT(reader_->due_deliveries("newsroom", at(2), 10), SizeIs(1));
}

TEST_P(StoreContract, DeliversByAgeAndOneArticlesInTheirOrder)
{
    const auto id = completed_source();
    const auto a = announced(id, "a", 1);
    read(a, text("A", "Một"), 1);
    read(a, text("A", "Hai"), 2);
    read(announced(id, "b", 3), text("B", "Khác"), 3);
    const auto due = reader_->due_deliveries("newsroom", at(9), 10);
    ASSERT_THAT(due, SizeIs(2)) << "the change waits for the news";
    EXPECT_EQ(due[0].type, EventType::article_new);
    EXPECT_LT(due[0].id, due[1].id);
    EXPECT_EQ(reader_->next_delivery({"newsroom", "nobody"}), at(1));
    change([&](Writer& writer) {
        writer.attempted({.delivery = due[0].id,
                          .at = at(4),
                          .state = DeliveryState::pending,
                          .next_attempt = at(30),
                          .status = 503,
                          .detail = "busy"});
        writer.attempted({.delivery = due[1].id,
                          .at = at(4),
                          .state = DeliveryState::delivered,
                          .next_attempt = at(4),
                          .status = 204,
                          .detail = ""});
    });
    EXPECT_THAT(reader_->due_deliveries("newsroom", at(9), 10), IsEmpty())
        << "still: the change waits for the news";
    EXPECT_EQ(reader_->next_delivery({"newsroom"}), at(30)) << "and so it is not due before";
    reopen();
    change([&](Writer& writer) {
        writer.attempted({.delivery = due[0].id,
                          .at = at(30),
                          .state = DeliveryState::delivered,
                          .next_attempt = at(30),
                          .status = 200,
                          .detail = ""});
    });
    const auto change_due = reader_->due_deliveries("newsroom", at(30), 10);
    ASSERT_THAT(change_due, SizeIs(1));
    EXPECT_EQ(change_due[0].type, EventType::article_changed);
}

TEST_P(StoreContract, KeepsTheOutcomeOfAnAttempt)
{
    read(announced(completed_source(), "a", 1), text("A", "Nội dung"), 2);
    const auto id = reader_->due_deliveries("newsroom", at(2), 1).at(0).id;
    change([&](Writer& writer) {
        writer.attempted({.delivery = id,
                          .at = at(3),
                          .state = DeliveryState::dead,
                          .next_attempt = at(3),
                          .status = 500,
                          .detail = "no"});
    });
    const auto delivery = reader_->deliveries({.id = id, .hook = "", .state = {}, .limit = {}}).at(0);
    EXPECT_EQ(delivery.state, DeliveryState::dead);
    EXPECT_EQ(delivery.attempts, 1);
    EXPECT_EQ(delivery.last_attempt, at(3));
    EXPECT_EQ(delivery.status, 500);
    EXPECT_EQ(delivery.detail, "no");
    EXPECT_EQ(delivery.body, "");
    EXPECT_EQ(reader_->next_delivery({"newsroom"}), std::nullopt);
}

TEST_P(StoreContract, BringsDeadDeliveriesBack)
{
    router_ = std::make_shared<FakeRouter>(std::vector<std::string>{"newsroom", "bot"});
    publish(completed_source(), 3, 1);
    change([&](Writer& writer) {
        for (const auto& one : reader_->deliveries({})) {
            const auto state = one.article == 3 ? DeliveryState::pending : DeliveryState::dead;
            writer.attempted({.delivery = one.id,
                              .at = at(2),
                              .state = state,
                              .next_attempt = at(60),
                              .status = 500,
                              .detail = ""});
        }
        Incident gone;
        gone.hook = "bot";
        gone.what = "gone";
        gone.since = at(2);
        writer.open_incident(gone, EventType::hook_failing, FakeRouter(std::vector<std::string>()));
    });
    const auto retry = [&](const DeliveryQuery& query) {
        return write([&](Writer& writer) { return writer.retry_deliveries(query, at(5)); });
    };
    EXPECT_EQ(retry({.id = {}, .hook = "", .state = {}, .limit = 1}), 1U);
    EXPECT_THAT(reader_->open_incidents(), SizeIs(1));
    EXPECT_EQ(retry({.id = {}, .hook = "bot", .state = {}, .limit = {}}), 3U)
        << "a named hook's pending ones, too";
    EXPECT_THAT(reader_->open_incidents(), IsEmpty()) << "and what ended its deliveries is over";
    EXPECT_EQ(retry({}), 1U);
    EXPECT_EQ(retry({}), 0U);
    const auto due = reader_->due_deliveries("bot", at(5), 10);
    ASSERT_THAT(due, SizeIs(3));
    EXPECT_EQ(due[0].attempts, 0);
    EXPECT_THAT(reader_->due_deliveries("newsroom", at(5), 10), SizeIs(2));
}

TEST_P(StoreContract, BringsBackWhatDiedOfATypeOrInATime)
{
    const auto source = completed_source();
    const auto a = announced(source, "a", 1);
    read(a, text("A", "Một"), 1);
    read(a, text("A", "Hai"), 2);
    read(announced(source, "b", 3), text("B", "Khác"), 3);
    change([&](Writer& writer) {
        for (const auto& one : reader_->deliveries({}))
            writer.attempted({.delivery = one.id,
                              .at = at(4),
                              .state = DeliveryState::dead,
                              .next_attempt = at(4),
                              .status = 500,
                              .detail = ""});
    });
    const auto retry = [&](const DeliveryQuery& query) {
        return write([&](Writer& writer) { return writer.retry_deliveries(query, at(5)); });
    };
    DeliveryQuery of_type;
    of_type.type = EventType::article_changed;
    EXPECT_THAT(reader_->deliveries(of_type), SizeIs(1));
    EXPECT_EQ(retry(of_type), 1U);
    DeliveryQuery in_time;
    in_time.since = at(1);
    in_time.until = at(3);
    EXPECT_THAT(reader_->deliveries(in_time), SizeIs(2)) << "until is exclusive";
    EXPECT_EQ(retry(in_time), 1U) << "the other is not dead any more";
    in_time.since = at(3);
    in_time.until.reset();
    EXPECT_EQ(retry(in_time), 1U);
}

TEST_P(StoreContract, KeepsTheHeadsOfAnAttemptWithItsDelivery)
{
    read(announced(completed_source(), "a", 1), text("A", "Nội dung"), 2);
    const auto id = reader_->due_deliveries("newsroom", at(2), 1).at(0).id;
    change([&](Writer& writer) {
        writer.attempted({.delivery = id,
                          .at = at(3),
                          .state = DeliveryState::dead,
                          .next_attempt = at(3),
                          .status = 500,
                          .detail = "no",
                          .request = "POST /",
                          .response = "HTTP/1.1 500"});
    });
    const auto delivery = reader_->delivery(id);
    ASSERT_TRUE(delivery);
    EXPECT_EQ(delivery->request, "POST /");
    EXPECT_EQ(delivery->response, "HTTP/1.1 500");
    EXPECT_EQ(delivery->body, events().at(0).body);
    EXPECT_EQ(reader_->delivery(id + 1), std::nullopt);
}

TEST_P(StoreContract, ReplaysEventsInTheirOrderBehindAllNews)
{
    const auto source = completed_source();
    const auto a = announced(source, "a", 1);
    read(a, text("A", "Một"), 1);
    read(a, text("A", "Hai"), 2);
    read(announced(source, "b", 3), text("B", "Khác"), 3);
    const auto told = events();
    change([&](Writer& writer) {
        for (const auto& one : reader_->deliveries({}))
            writer.attempted(
                {.delivery = one.id,
                 .at = at(4),
                 .state = one.article == told[0].article ? DeliveryState::delivered : DeliveryState::dead,
                 .next_attempt = at(4),
                 .status = 200,
                 .detail = ""});
    });
    const auto replay = [&](const char* hook, const std::vector<std::int64_t>& cursors) {
        return write([&](Writer& writer) { return writer.replay_events(hook, cursors, at(5)); });
    };
    EXPECT_EQ(replay("newsroom", {told[1].cursor, told[0].cursor}), 2U);
    EXPECT_EQ(replay("newsroom", {told[1].cursor, told[2].cursor}), 1U) << "what is pending stays";
    EXPECT_EQ(replay("late", {told[0].cursor}), 1U) << "what the hook never had";
    read(announced(source, "c", 5), text("C", "Mới"), 5);

    const auto due = reader_->due_deliveries("newsroom", at(6), 10);
    ASSERT_THAT(due, SizeIs(3)) << "the change waits for the news, in a replay too";
    EXPECT_EQ(due[0].event_id, told[2].id) << "what was dead is no replay";
    EXPECT_FALSE(due[0].replay || due[1].replay);
    EXPECT_EQ(due[2].event_id, told[0].id);
    EXPECT_TRUE(due[2].replay);
    EXPECT_EQ(due[2].attempts, 0);
    EXPECT_TRUE(reader_->due_deliveries("late", at(6), 10).at(0).replay);
}

TEST_P(StoreContract, TakesForDueWhatAWrongClockPutOffForMoreThanADay)
{
    read(announced(completed_source(), "a", 1), text("A", "Nội dung"), 2);
    const auto id = reader_->due_deliveries("newsroom", at(2), 1).at(0).id;
    const auto put_off_to = [&](Time next) {
        change([&](Writer& writer) {
            writer.attempted({.delivery = id,
                              .at = at(3),
                              .state = DeliveryState::pending,
                              .next_attempt = next,
                              .status = 500,
                              .detail = ""});
        });
    };
    put_off_to(at(3) + std::chrono::hours(24));
    EXPECT_THAT(reader_->due_deliveries("newsroom", at(3), 10), IsEmpty());
    put_off_to(at(3) + std::chrono::hours(24 * 365));
    EXPECT_THAT(reader_->due_deliveries("newsroom", at(3), 10), SizeIs(1));
}

TEST_P(StoreContract, ListsDeliveriesNewestFirstAsAsked)
{
    publish(completed_source(), 3, 1);
    const auto all = reader_->deliveries({});
    ASSERT_THAT(all, SizeIs(3));
    EXPECT_GT(all[0].id, all[2].id);
    EXPECT_THAT(
        reader_->deliveries({.id = {}, .hook = "newsroom", .state = DeliveryState::pending, .limit = 2}),
        SizeIs(2));
    EXPECT_THAT(reader_->deliveries({.id = {}, .hook = "", .state = DeliveryState::dead, .limit = {}}),
                IsEmpty());
    EXPECT_THAT(reader_->deliveries({.id = {}, .hook = "bot", .state = {}, .limit = {}}), IsEmpty());
}

TEST_P(StoreContract, RefusesAnAttemptOfADeliveryThatDoesNotExist)
{
    writer_->begin();
    EXPECT_THROW(writer_->attempted({.delivery = 5,
                                     .at = at(1),
                                     .state = DeliveryState::dead,
                                     .next_attempt = at(1),
                                     .status = 0,
                                     .detail = ""}),
                 StoreError);
    writer_->rollback();
}

} // namespace
} // namespace baotin::archive
