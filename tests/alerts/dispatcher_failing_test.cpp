#include "tests/alerts/dispatcher_stage.hpp"
#include "tests/lab/http_server.hpp"

#include <mutex>

namespace baotin {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

/// What a receiver sees whose hook fails, is slowed down, or is told again.
class FailingHookTest : public DispatcherTest {
protected:
    void publish(int count)
    {
        for (int i = 0; i < count; ++i)
            newsroom->publish("bai-" + std::to_string(published_++));
        if (dispatcher) wake();
    }

    int attempts(const std::string& hook)
    {
        int all = 0;
        for (const auto& delivery : newsroom->deliveries(hook))
            all += delivery.attempts;
        return all;
    }

    /// Until it is probed now and then only: a failed attempt is followed by none although much is due.
    void break_off(const std::string& hook, int articles)
    {
        receiver.answer("/" + hook, 500, 0);
        publish(articles);
        ASSERT_TRUE(eventually([&] { return attempts(hook) >= 10; }));
    }

private:
    int published_ = 0;
};

} // namespace

TEST_F(FailingHookTest, IsNotThrownItsWholeBacklogAtWhileItIsDown)
{
    open({hook("news")});
    start();
    break_off("news", 60);
    ASSERT_TRUE(eventually([&] {
        auto before = received("/news").size();
        return !receives("/news", before + 1, 1500ms);
    }));
    EXPECT_LE(received("/news").size(), 20u) << "of 60 that are due";
    EXPECT_THAT(newsroom->open_incidents(), IsEmpty()) << "a short outage is told to nobody";

    receiver.answer("/news", 200, 0);
    jump(10s);
    EXPECT_TRUE(all_are("news", "delivered")) << "one success, and all the rest follows";
}

TEST_F(FailingHookTest, IsToldToTheOtherHooksOnceItHasFailedForMinutesAndIsOverWithASuccess)
{
    open({hook("news"), hook("ops", {"hook.failing"})});
    start();
    break_off("news", 12);
    for (int round = 0; round < 20 && newsroom->open_incidents().empty(); ++round) {
        auto before = attempts("news");
        jump(7min);
        ASSERT_TRUE(eventually([&] { return attempts("news") > before; }));
    }
    ASSERT_TRUE(receives("/ops", 1));
    EXPECT_THAT(received("/ops")[0].body, HasSubstr(R"("hook":{"name":"news"})"));
    EXPECT_THAT(received("/ops")[0].body, HasSubstr(R"("what":"failing")"));
    ASSERT_THAT(newsroom->open_incidents(), SizeIs(1));

    stop();
    loop.call([this] { dispatcher.reset(); });
    receiver.answer("/news", 200, 0);
    newsroom->advance(13h);
    start(); // it is known after a restart, and probed
    EXPECT_TRUE(all_are("news", "delivered"));
    EXPECT_TRUE(eventually([&] { return newsroom->open_incidents().empty(); }));
    EXPECT_THAT(received("/ops"), SizeIs(1)) << "told once";
}

TEST_F(FailingHookTest, IsTriedAtOnceWhenTheOperatorSaysThatItIsBack)
{
    open({hook("news")});
    start();
    break_off("news", 12);
    for (int round = 0; round < 20 && newsroom->open_incidents().empty(); ++round) {
        auto before = attempts("news");
        jump(7min);
        ASSERT_TRUE(eventually([&] { return attempts("news") > before; }));
    }
    ASSERT_THAT(newsroom->open_incidents(), SizeIs(1));
    receiver.answer("/news", 200, 0);
    archive::DeliveryQuery query;
    query.hook = "news";
    EXPECT_EQ(newsroom->retry(query), 12u);
    EXPECT_TRUE(all_are("news", "delivered"));
    EXPECT_THAT(newsroom->open_incidents(), IsEmpty());
}

TEST_F(FailingHookTest, DelaysNoOtherHook)
{
    open({hook("down"), hook("fine")});
    receiver.answer("/down", 503, 0);
    start();
    publish(50);
    EXPECT_TRUE(all_are("fine", "delivered"));
}

TEST_F(FailingHookTest, KeepsTheHeadsOfTheAttemptThatFailedUntilOneSucceeds)
{
    open({hook("news")});
    receiver.answer("/news", 500, 1, "1");
    start();
    publish(1);
    ASSERT_TRUE(eventually([&] { return attempts("news") == 1; }));
    auto id = newsroom->deliveries("news").at(0).id;
    auto failed = newsroom->delivery(id);
    EXPECT_THAT(failed.request, HasSubstr("webhook-id: " + failed.event_id));
    EXPECT_THAT(failed.response, HasSubstr("HTTP/1.1 500\n"));
    EXPECT_THAT(failed.response, HasSubstr("retry-after: 1\n"));
    ASSERT_TRUE(all_are("news", "delivered"));
    EXPECT_EQ(newsroom->delivery(id).response, "");
}

TEST_F(FailingHookTest, IsToldAgainWhatItIsReplayedMarkedAndBehindTheNews)
{
    open({hook("news")});
    publish(30);
    start();
    ASSERT_TRUE(all_are("news", "delivered"));
    stop();
    loop.call([this] { dispatcher.reset(); });
    auto events = newsroom->events();
    std::vector<std::int64_t> cursors;
    for (const auto& event : events)
        cursors.push_back(event.cursor);
    EXPECT_EQ(newsroom->replay("news", cursors), 30u);
    newsroom->publish("moi");
    auto before = received("/news").size();
    start();
    ASSERT_TRUE(all_are("news", "delivered"));

    auto got = received("/news");
    got.erase(got.begin(), got.begin() + static_cast<std::ptrdiff_t>(before));
    ASSERT_THAT(got, SizeIs(31));
    auto news = newsroom->events().back();
    std::map<std::string, std::string> bodies;
    for (const auto& event : events)
        bodies[event.id] = event.body;
    std::size_t place_of_news = got.size();
    for (std::size_t i = 0; i < got.size(); ++i) {
        EXPECT_TRUE(got[i].signature_valid);
        if (got[i].id == news.id) {
            place_of_news = i;
            EXPECT_FALSE(got[i].headers.contains("baotin-replay"));
        } else {
            EXPECT_EQ(got[i].body, bodies[got[i].id]) << "the bytes of then";
            EXPECT_EQ(got[i].headers["baotin-replay"], "true");
        }
    }
    EXPECT_LT(place_of_news, 4u) << "news does not queue behind a replay";
}

TEST_F(FailingHookTest, BringsADeadLetterBackAsNewsWhereItIsReplayed)
{
    open({hook("news")});
    receiver.answer("/news", 410, 1);
    publish(1);
    start();
    ASSERT_TRUE(eventually([&] { return newsroom->open_incidents().size() == 1; }));
    ASSERT_TRUE(eventually([&] { return newsroom->states("news").front() == "dead"; }));
    EXPECT_EQ(newsroom->replay("news", {newsroom->events().at(0).cursor}), 1u);
    archive::DeliveryQuery query;
    query.hook = "news";
    newsroom->retry(query);
    ASSERT_TRUE(all_are("news", "delivered"));
    EXPECT_FALSE(received("/news").back().headers.contains("baotin-replay")) << "it never had it";
}

TEST_F(FailingHookTest, IsAskedNoFasterThanItsRateAndByNoMoreThanItsConcurrency)
{
    lab::HttpServer server;
    std::mutex mutex;
    std::vector<std::chrono::steady_clock::time_point> times;
    auto door = server.open([&](const lab::Request&) {
        std::lock_guard lock(mutex);
        times.push_back(std::chrono::steady_clock::now());
        lab::Reply reply;
        reply.body = std::make_shared<const std::string>("0123456789");
        reply.manner = lab::Reply::Manner::trickled;
        reply.duration = 20ms;
        return reply;
    });
    auto slow = hook("slow");
    slow.url = "http://127.0.0.1:" + std::to_string(door->port) + "/";
    slow.rate = config::Rate{10, 1s};
    slow.concurrency = 1;
    open({slow});
    publish(25);
    start();
    ASSERT_TRUE(all_are("slow", "delivered"));
    std::lock_guard lock(mutex);
    ASSERT_THAT(times, SizeIs(25));
    EXPECT_EQ(door->most_at_once, 1);
    for (std::size_t i = 10; i < times.size(); ++i)
        EXPECT_GE(times[i] - times[i - 10], 900ms) << "any eleven take a second, give or take the way there";
}

TEST_F(FailingHookTest, GetsWhatAWrongClockHadPutOffForAYear)
{
    open({hook("news")});
    receiver.answer("/news", 500, 1);
    newsroom->advance(24h * 365);
    start();
    publish(1);
    ASSERT_TRUE(eventually([&] { return attempts("news") == 1; }));
    stop();
    loop.call([this] { dispatcher.reset(); });
    newsroom->advance(-24h * 365);
    start();
    EXPECT_TRUE(all_are("news", "delivered"));
}

} // namespace baotin
