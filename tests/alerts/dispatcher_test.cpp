#include "tests/alerts/dispatcher_stage.hpp"
#include "tests/lab/http_server.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

namespace baotin {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

std::string type_of(const std::string& body)
{
    return body.substr(0, body.find(','));
}

} // namespace

TEST_F(DispatcherTest, DeliversTheStoredBytesSignedAndOnce)
{
    open({hook("news")});
    start();
    newsroom->publish("mot");
    wake();
    ASSERT_TRUE(receives("/news", 1));
    ASSERT_TRUE(all_are("news", "delivered"));
    wake();
    stop();

    auto got = received("/news");
    ASSERT_THAT(got, SizeIs(1));
    EXPECT_TRUE(got[0].signature_valid);
    auto event = newsroom->events().at(0);
    EXPECT_EQ(got[0].id, event.id);
    EXPECT_EQ(got[0].body, event.body);
    EXPECT_EQ(got[0].headers.at("content-type"), "application/json");
    auto delivery = newsroom->deliveries("news").at(0);
    EXPECT_EQ(delivery.attempts, 1);
    EXPECT_EQ(delivery.status, 200);
    EXPECT_EQ(delivery.detail, "answered 200");
}

TEST_F(DispatcherTest, TriesAgainAfterAServerErrorWithTheSameIdAndBytes)
{
    open({hook("news")});
    receiver.answer("/news", 500, 1);
    start();
    newsroom->publish("mot");
    wake();
    ASSERT_TRUE(receives("/news", 2, 5s)) << "the first retry comes after about a second";
    ASSERT_TRUE(all_are("news", "delivered"));
    auto got = received("/news");
    EXPECT_EQ(got[0].answered, 500);
    EXPECT_EQ(got[1].answered, 200);
    EXPECT_EQ(got[0].id, got[1].id);
    EXPECT_EQ(got[0].body, got[1].body);
    EXPECT_TRUE(got[1].signature_valid);
    EXPECT_GE(got[1].at - got[0].at, 700ms);
    EXPECT_EQ(newsroom->deliveries("news").at(0).attempts, 2);
}

TEST_F(DispatcherTest, CountsARedirectAsAFailure)
{
    open({hook("news")});
    receiver.answer("/news", 302, 0);
    start();
    newsroom->publish("mot");
    wake();
    ASSERT_TRUE(eventually([&] { return newsroom->deliveries("news").at(0).attempts == 1; }));
    auto delivery = newsroom->deliveries("news").at(0);
    EXPECT_EQ(archive::to_string(delivery.state), "pending");
    EXPECT_EQ(delivery.status, 302);
    EXPECT_THAT(delivery.detail, HasSubstr("redirects are not followed"));
}

TEST_F(DispatcherTest, WaitsAsLongAsTheReceiverAsks)
{
    open({hook("news")});
    receiver.answer("/news", 503, 1, "120");
    start();
    newsroom->publish("mot");
    wake();
    ASSERT_TRUE(eventually([&] { return newsroom->deliveries("news").at(0).attempts == 1; }));
    auto delivery = newsroom->deliveries("news").at(0);
    EXPECT_GE(delivery.next_attempt - *delivery.last_attempt, 119s);
    jump(121s);
    EXPECT_TRUE(all_are("news", "delivered"));
}

TEST_F(DispatcherTest, KeepsTheOrderOfAnArticleThroughFailuresWhileOthersPass)
{
    open({hook("news")});
    auto first = newsroom->publish("mot");
    newsroom->edit(first, "Đã sửa.");
    newsroom->edit(first, "Đã sửa lần nữa.");
    newsroom->publish("hai");
    receiver.answer("/news", 500, 1);
    start();
    ASSERT_TRUE(all_are("news", "delivered"));

    std::vector<std::string> accepted;
    for (const auto& one : received("/news"))
        if (one.answered == 200) accepted.push_back(one.body);
    auto events = newsroom->events();
    ASSERT_THAT(accepted, SizeIs(4));
    auto place = [&](std::size_t event) {
        return std::find(accepted.begin(), accepted.end(), events[event].body) - accepted.begin();
    };
    EXPECT_LT(place(0), place(1));
    EXPECT_LT(place(1), place(2));
    EXPECT_THAT(received("/news"), SizeIs(5));
}

TEST_F(DispatcherTest, DisablesAHookThatAnswers410AndTellsTheOthers)
{
    open({hook("news"), hook("ops", {"hook.failing"})});
    receiver.answer("/news", 410, 0);
    start();
    newsroom->publish("mot");
    wake();
    ASSERT_TRUE(receives("/ops", 1)) << "another hook is told";
    EXPECT_THAT(received("/ops")[0].body, HasSubstr(R"("hook":{"name":"news"})"));
    ASSERT_THAT(newsroom->open_incidents(), SizeIs(1));
    EXPECT_EQ(newsroom->open_incidents()[0].hook, "news");
    EXPECT_EQ(newsroom->open_incidents()[0].what, "gone");
    EXPECT_THAT(newsroom->open_incidents()[0].detail, HasSubstr("410"));

    auto asked = received("/news").size();
    newsroom->publish("hai");
    newsroom->fail("congthuong");
    jump(1h);
    stop();
    EXPECT_EQ(received("/news").size(), asked) << "no further attempts";
    EXPECT_EQ(newsroom->states("news").back(), "pending") << "what comes meanwhile is kept";
}

TEST_F(DispatcherTest, EnablesAHookAgainOnceItsDeliveriesAreRetried)
{
    open({hook("news")});
    receiver.answer("/news", 410, 1);
    auto story = newsroom->publish("mot");
    newsroom->edit(story, "Đã sửa.");
    start();
    ASSERT_TRUE(eventually([&] { return newsroom->open_incidents().size() == 1; }));
    ASSERT_TRUE(eventually([&] { return newsroom->states("news").front() == "dead"; }));
    stop();
    start(); // a restart does not enable it
    wake();
    EXPECT_FALSE(receives("/news", 2, 500ms));

    archive::DeliveryQuery query;
    query.hook = "news";
    EXPECT_EQ(newsroom->retry(query), 2u); // as another process does: nobody wakes us
    ASSERT_TRUE(all_are("news", "delivered"));
    EXPECT_THAT(newsroom->open_incidents(), IsEmpty());
    auto got = received("/news");
    ASSERT_THAT(got, SizeIs(3));
    EXPECT_THAT(type_of(got[1].body), HasSubstr("article.new"));
    EXPECT_THAT(type_of(got[2].body), HasSubstr("article.changed"));
}

TEST_F(DispatcherTest, LetsNoSlowHookDelayAnother)
{
    open({hook("slow"), hook("fast")});
    receiver.stall("/slow", true);
    start();
    for (int i = 0; i < 10; ++i)
        newsroom->publish("bai-" + std::to_string(i));
    wake();
    EXPECT_TRUE(receives("/fast", 10, 5s));
    receiver.stall("/slow", false);
}

TEST_F(DispatcherTest, SendsAtMostFourAtOnceToOneHookAndEveryEventOnce)
{
    lab::HttpServer server;
    std::mutex mutex;
    std::map<std::string, int> seen;
    auto door = server.open([&](const lab::Request& request) {
        std::lock_guard lock(mutex);
        ++seen[request.header("webhook-id")];
        lab::Reply reply;
        reply.body = std::make_shared<const std::string>("0123456789");
        reply.manner = lab::Reply::Manner::trickled;
        reply.duration = 10ms;
        return reply;
    });
    auto many = hook("many");
    many.url = "http://127.0.0.1:" + std::to_string(door->port) + "/";
    open({many});
    for (int i = 0; i < 150; ++i)
        newsroom->publish("bai-" + std::to_string(i));
    start();
    for (int i = 150; i < 160; ++i) {
        newsroom->publish("bai-" + std::to_string(i));
        wake();
    }
    ASSERT_TRUE(all_are("many", "delivered"));
    stop();
    std::lock_guard lock(mutex);
    EXPECT_EQ(seen.size(), 160u);
    for (const auto& [id, times] : seen)
        EXPECT_EQ(times, 1) << id;
    EXPECT_LE(door->most_at_once, 4);
    EXPECT_GE(door->most_at_once, 2);
}

TEST_F(DispatcherTest, RefusesAPrivateAddressUnlessTheHookAllowsIt)
{
    auto careful = hook("news");
    careful.allow_private = false;
    open({careful});
    newsroom->publish("mot");
    start();
    ASSERT_TRUE(eventually([&] { return newsroom->deliveries("news").at(0).attempts == 1; }));
    auto delivery = newsroom->deliveries("news").at(0);
    EXPECT_EQ(delivery.status, 0);
    EXPECT_THAT(delivery.detail, HasSubstr("refused-address"));
    EXPECT_THAT(receiver.received(), IsEmpty());
}

TEST_F(DispatcherTest, ResumesAfterARestartWhatWasPending)
{
    open({hook("news")});
    receiver.answer("/news", 500, 1);
    newsroom->publish("mot");
    start();
    ASSERT_TRUE(eventually([&] { return newsroom->deliveries("news").at(0).attempts == 1; }));
    stop();
    newsroom->publish("hai");
    loop.call([this] { dispatcher.reset(); });
    newsroom->advance(2s);
    start();
    EXPECT_TRUE(all_are("news", "delivered"));
    EXPECT_THAT(received("/news"), SizeIs(3));
}

TEST_F(DispatcherTest, BuriesADeliveryAfterItsLastRetryAndFreesItsArticle)
{
    open({hook("news")});
    auto story = newsroom->publish("mot");
    newsroom->edit(story, "Đã sửa.");
    receiver.answer("/news", 500, 0);
    start();
    for (int attempts = 1; newsroom->states("news").front() == "pending"; ++attempts) {
        ASSERT_LT(attempts, 20);
        ASSERT_TRUE(eventually([&] { return newsroom->deliveries("news").front().attempts >= attempts; }));
        EXPECT_EQ(newsroom->deliveries("news").back().attempts, 0) << "the later one waits";
        if (newsroom->states("news").front() == "dead") break;
        receiver.answer("/news", 500, 0);
        jump(15h);
    }
    receiver.answer("/news", 200, 0);
    ASSERT_TRUE(eventually([&] { return newsroom->states("news").back() == "delivered"; }));
    EXPECT_THAT(newsroom->states("news"), ElementsAre("dead", "delivered"));

    archive::DeliveryQuery dead;
    dead.state = archive::DeliveryState::dead;
    EXPECT_EQ(newsroom->retry(dead), 1u);
    EXPECT_TRUE(all_are("news", "delivered")) << "a dead letter can be brought back";
}

TEST_F(DispatcherTest, StopsWithinFiveSecondsAndKeepsWhatItCouldNotFinish)
{
    open({hook("news")});
    receiver.stall("/news", true);
    newsroom->publish("mot");
    start();
    ASSERT_TRUE(eventually([&] { return http->in_flight() == 1; }));
    auto began = std::chrono::steady_clock::now();
    stop();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 6s);
    EXPECT_EQ(http->in_flight(), 0);
    EXPECT_THAT(newsroom->states("news"), ElementsAre("pending"));
    EXPECT_EQ(newsroom->deliveries("news")[0].attempts, 0);
    receiver.stall("/news", false);
}

TEST_F(DispatcherTest, FollowsTheConfigurationWhenItIsReloaded)
{
    open({hook("old")});
    start();
    newsroom->publish("mot");
    wake();
    ASSERT_TRUE(all_are("old", "delivered"));

    auto reload = [&](std::vector<config::Hook> hooks) {
        config = samples::configuration(std::move(hooks));
        newsroom->set_config(config);
        loop.call([this] { dispatcher->reload(config); });
    };
    reload({hook("new")});
    newsroom->publish("hai");
    wake();
    ASSERT_TRUE(receives("/new", 1));
    EXPECT_THAT(received("/old"), SizeIs(1));

    auto moved = hook("old");
    moved.url = receiver.url("/moved");
    reload({moved, hook("new")});
    newsroom->publish("ba");
    wake();
    EXPECT_TRUE(receives("/moved", 1));
    EXPECT_TRUE(receives("/new", 2));
}

TEST_F(DispatcherTest, CountsAttemptsByHookAndOutcome)
{
    open({hook("news")});
    receiver.answer("/news", 500, 1);
    start();
    newsroom->publish("mot");
    wake();
    ASSERT_TRUE(all_are("news", "delivered"));
    std::map<std::string, double> counts;
    for (const auto& family : registry.Collect())
        if (family.name == "baotin_delivery_attempts_total")
            for (const auto& metric : family.metric)
                for (const auto& label : metric.label)
                    if (label.name == "outcome") counts[label.value] = metric.counter.value;
    EXPECT_EQ(counts, (std::map<std::string, double>{{"delivered", 1}, {"retried", 1}}));
}

} // namespace baotin
