#include "client_loop.hpp"
#include "raw_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace baotin::net {
namespace {

namespace asio = boost::asio;
using namespace test;
using testing::Each;
using testing::ElementsAre;

/// Answers after it was told to, or never.
void never_answer(Peer& peer)
{
    peer.read_request();
    peer.wait_for_close();
}

Request request_to(std::string url)
{
    Request request;
    request.url = std::move(url);
    request.allow_private = true;
    return request;
}

asio::awaitable<void> wait(std::chrono::milliseconds time)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<std::string> race(HttpClient* client, std::string url, std::chrono::milliseconds patience)
{
    using namespace asio::experimental::awaitable_operators;
    auto first = client->fetch(request_to(std::move(url)));
    auto second = wait(patience);
    const auto winner = co_await (std::move(first) || std::move(second));
    co_return winner.index() == 0 ? outcome(std::get<0>(winner)) : "patience ended";
}

/// Starts a fetch and writes its outcome down when it ends.
void start(ClientLoop& loop, std::string url, std::vector<std::string>& outcomes,
           asio::cancellation_slot slot = {})
{
    auto note = [&outcomes](std::exception_ptr failure, Result result) {
        outcomes.push_back(failure ? "threw" : outcome(result));
    };
    asio::co_spawn(loop.io, loop.client.fetch(request_to(std::move(url))),
                   asio::bind_cancellation_slot(slot, std::move(note)));
}

TEST(Cancellation, LosesARaceAgainstATimer)
{
    RawServer server(never_answer);
    ClientLoop loop;
    EXPECT_EQ(loop.run(race(&loop.client, server.url(), 50ms)), "patience ended");
    EXPECT_EQ(loop.client.in_flight(), 0);
    EXPECT_TRUE(server.wait_for_ended(1)) << "the connection is closed";
}

TEST(Cancellation, WinsARaceAgainstATimer)
{
    RawServer server(always(response("200 OK", "x")));
    ClientLoop loop;
    EXPECT_EQ(loop.run(race(&loop.client, server.url(), 20s)), "answered");
    EXPECT_EQ(loop.run(race(&loop.client, server.url(), 20s)), "answered");
}

TEST(Cancellation, AnswersCancelledToTheOneFetchItMeans)
{
    RawServer server([](Peer& peer) {
        if (peer.read_request().starts_with("GET /slow")) return peer.wait_for_close();
        peer.send(response("200 OK", "x"));
    });
    ClientLoop loop;
    asio::cancellation_signal signal;
    std::vector<std::string> slow;
    std::vector<std::string> quick;
    start(loop, server.url("/slow"), slow, signal.slot());
    loop.run_until([&] { return server.connections() == 1; });
    start(loop, server.url("/quick"), quick);
    signal.emit(asio::cancellation_type::terminal);
    signal.emit(asio::cancellation_type::terminal); // twice: the second finds nothing
    loop.run_until([&] { return slow.size() + quick.size() == 2; });
    EXPECT_THAT(slow, ElementsAre("cancelled"));
    EXPECT_THAT(quick, ElementsAre("answered"));
    signal.emit(asio::cancellation_type::terminal);
}

TEST(Cancellation, HasNoEffectOnAFetchThatHasJustEnded)
{
    ClientLoop loop;
    asio::cancellation_signal signal;
    std::vector<std::string> outcomes;
    start(loop, "mailto:ended-at-once", outcomes, signal.slot());
    asio::post(loop.io, [&] { signal.emit(asio::cancellation_type::terminal); });
    loop.run_until([&] { return !outcomes.empty(); });
    EXPECT_THAT(outcomes, ElementsAre("bad-url"));
}

TEST(Queue, StartsFetchesInTheOrderTheyCameAndNoMoreThanAllowed)
{
    RawServer server(always(response("200 OK", "x")));
    HttpOptions options;
    options.connections = 1;
    ClientLoop loop(options);
    std::vector<std::string> order;
    for (const std::string name : {"a", "b", "c", "d"}) {
        asio::co_spawn(loop.io, loop.client.fetch(request_to(server.url("/" + name))),
                       [&order, name](std::exception_ptr, const Result& result) {
                           order.push_back(name + outcome(result));
                       });
    }
    loop.run_until([&] {
        EXPECT_LE(loop.client.in_flight(), 1);
        return order.size() == 4;
    });
    EXPECT_THAT(order, ElementsAre("aanswered", "banswered", "canswered", "danswered"));
}

TEST(Queue, DoesNotCountWaitingAgainstTheTotal)
{
    RawServer server([](Peer& peer) {
        while (!peer.read_request().empty()) {
            std::this_thread::sleep_for(100ms);
            peer.send(response("200 OK", "x"));
        }
    });
    HttpOptions options;
    options.connections = 1;
    ClientLoop loop(options);
    std::vector<std::string> outcomes;
    constexpr std::size_t fetches = 8;
    for (std::size_t n = 0; n < fetches; ++n) {
        auto request = request_to(server.url());
        request.limits.total = 600ms;
        asio::co_spawn(loop.io, loop.client.fetch(request),
                       [&outcomes](std::exception_ptr, const Result& result) {
                           outcomes.push_back(result ? outcome(result) : result.error().detail);
                       });
    }
    loop.run_until([&] { return outcomes.size() == fetches; });
    EXPECT_THAT(outcomes, Each("answered"));
}

TEST(Queue, LetsAFetchGoThatIsCancelledWhileItWaits)
{
    RawServer server(never_answer);
    HttpOptions options;
    options.connections = 1;
    ClientLoop loop(options);
    std::vector<std::string> running;
    std::vector<std::string> waiting;
    asio::cancellation_signal stop_running;
    asio::cancellation_signal stop_waiting;
    start(loop, server.url(), running, stop_running.slot());
    start(loop, server.url(), waiting, stop_waiting.slot());
    loop.run_until([&] { return server.connections() == 1; });
    stop_waiting.emit(asio::cancellation_type::terminal);
    loop.run_until([&] { return !waiting.empty(); });
    EXPECT_THAT(waiting, ElementsAre("cancelled"));
    EXPECT_TRUE(running.empty());
    stop_running.emit(asio::cancellation_type::terminal);
    loop.run_until([&] { return !running.empty(); });
}

TEST(Shutdown, CancelsWhatRunsWhatWaitsAndWhatComesLater)
{
    RawServer server(never_answer);
    HttpOptions options;
    options.connections = 2;
    ClientLoop loop(options);
    std::vector<std::string> outcomes;
    for (int n = 0; n < 5; ++n)
        start(loop, server.url(), outcomes);
    loop.run_until([&] { return server.connections() == 2; });
    EXPECT_EQ(loop.client.in_flight(), 2);
    loop.client.shutdown();
    EXPECT_EQ(loop.client.in_flight(), 0);
    start(loop, server.url(), outcomes);
    loop.run_until([&] { return outcomes.size() == 6; });
    EXPECT_THAT(outcomes, Each("cancelled"));
    EXPECT_EQ(server.connections(), 2);
}

TEST(Shutdown, LeavesTheLoopNothingToRunFor)
{
    RawServer server(never_answer);
    ClientLoop loop;
    std::vector<std::string> outcomes;
    start(loop, server.url(), outcomes);
    loop.run_until([&] { return server.connections() == 1; });
    loop.client.shutdown();
    const auto begun = std::chrono::steady_clock::now();
    loop.io.run_for(10s);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
    EXPECT_THAT(outcomes, ElementsAre("cancelled"));
}

TEST(Destruction, MayComeInTheMiddleOfFetchesAndBeforeTheLoopRunsOn)
{
    RawServer server(never_answer);
    std::vector<std::string> outcomes;
    asio::cancellation_signal signal;
    asio::io_context io{1};
    HttpOptions options;
    options.connections = 2;
    auto client = std::make_unique<HttpClient>(io.get_executor(), options);
    for (int n = 0; n < 4; ++n) {
        asio::co_spawn(io, client->fetch(request_to(server.url())),
                       asio::bind_cancellation_slot(
                           n == 0 ? signal.slot() : asio::cancellation_slot(),
                           [&](std::exception_ptr, const Result& r) { outcomes.push_back(outcome(r)); }));
    }
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (server.connections() < 2 && io.run_one_until(deadline) > 0) {
    }
    client.reset();
    signal.emit(asio::cancellation_type::terminal); // finds no fetch any more
    io.restart();
    io.run_for(5s);
    EXPECT_TRUE(outcomes.empty()) << "the coroutines are destroyed, not resumed";
}

TEST(Destruction, MayComeBeforeAnAnswerThatIsAlreadyQueued)
{
    std::vector<std::string> outcomes;
    asio::io_context io{1};
    auto client = std::make_unique<HttpClient>(io.get_executor(), HttpOptions{});
    asio::co_spawn(io, client->fetch(request_to("mailto:ended-at-once")),
                   [&](std::exception_ptr, const Result& result) { outcomes.push_back(outcome(result)); });
    io.run_one();
    client.reset();
    io.run();
    EXPECT_THAT(outcomes, ElementsAre("bad-url"));
}

TEST(Destruction, MayComeAtAnyStepOfAFetch)
{
    RawServer server(always(response("200 OK", std::string(100'000, 'x'))));
    for (int steps = 0; steps < 40; ++steps) {
        asio::io_context io{1};
        auto client = std::make_unique<HttpClient>(io.get_executor(), HttpOptions{});
        for (int n = 0; n < 3; ++n)
            asio::co_spawn(io, client->fetch(request_to(server.url())), asio::detached);
        while (client->in_flight() < 3)
            io.run_one_for(1s);
        for (int step = 0; step < steps; ++step)
            io.run_one_for(1s);
        client.reset();
        io.restart();
        io.run_for(1s);
    }
}

TEST(Load, FetchesThousandsOverFewConnections)
{
    RawServer server(always(response("200 OK", std::string(2000, 'x'))));
    HttpOptions options;
    options.connections = 16;
    ClientLoop loop(options);
    std::vector<std::string> outcomes;
    for (int n = 0; n < 2000; ++n)
        start(loop, server.url("/" + std::to_string(n)), outcomes);
    loop.run_until([&] { return outcomes.size() == 2000; });
    EXPECT_THAT(outcomes, Each("answered"));
    EXPECT_LE(server.connections(), 32);
}

/// Curl closes a socket and gets the same number for the next: a watch that is let go too late would take it
/// along.
TEST(Load, SurvivesConnectionsThatCloseAfterEveryAnswer)
{
    RawServer server(once(response("200 OK", "x", "Connection: close\r\n")));
    HttpOptions options;
    options.connections = 8;
    ClientLoop loop(options);
    std::vector<std::string> outcomes;
    for (int n = 0; n < 300; ++n)
        start(loop, server.url(), outcomes);
    loop.run_until([&] { return outcomes.size() == 300; });
    EXPECT_THAT(outcomes, Each("answered"));
}

} // namespace
} // namespace baotin::net
