#include "certificate.hpp"
#include "client_loop.hpp"
#include "counters.hpp"
#include "nghttpd.hpp"
#include "raw_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>

#include <vector>

namespace baotin::net {
namespace {

using namespace test;
namespace asio = boost::asio;

/// A client beside a real HTTP/2 server.
struct SharedConnection : testing::Test {
    SharedConnection()
    {
        server.put("page", "by h2");
        server.put("large", std::string(6u << 20, 'x'));
    }

    HttpOptions options()
    {
        HttpOptions options;
        options.ca_file = certificate.file();
        options.registry = &registry;
        return options;
    }

    Request request(const std::string& name) const
    {
        Request request;
        request.url = server.url(name);
        request.allow_private = true;
        return request;
    }

    std::vector<Result> at_once(const std::vector<Request>& requests)
    {
        std::vector<Result> results;
        for (const auto& request : requests) {
            asio::co_spawn(loop.io, loop.client.fetch(request),
                           [&](std::exception_ptr, Result result) { results.push_back(std::move(result)); });
        }
        loop.run_until([&] { return results.size() == requests.size(); });
        return results;
    }

    [[nodiscard]] double handshakes() const { return count_of(registry, "baotin_http_tls_handshakes_total"); }

    const Certificate certificate;
    prometheus::Registry registry;
    const Nghttpd server{certificate};
    ClientLoop loop{options()};
};

TEST_F(SharedConnection, CarriesTheFirstRequestsToAHostThatComeTogether)
{
    for (const auto& result : at_once(std::vector(20, request("page")))) {
        ASSERT_TRUE(result) << result.error().detail;
        EXPECT_EQ(result->version, HttpVersion::http_2);
        EXPECT_EQ(result->body, "by h2");
    }
    EXPECT_EQ(handshakes(), 1);
    EXPECT_EQ(count_of(registry, "baotin_http_connections_reused_total"), 19);
    EXPECT_EQ(count_of(registry, "baotin_http_responses_total", "version", "2"), 20);
}

TEST_F(SharedConnection, CarriesWhatComesLaterToo)
{
    ASSERT_TRUE(loop.fetch(request("page")));
    std::vector<Request> requests(10, request("page"));
    requests.push_back(request("large"));
    for (const auto& result : at_once(requests))
        ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(handshakes(), 1);
}

TEST_F(SharedConnection, CarriesBodiesOfReceiversToo)
{
    Request post = request("page");
    post.method = "POST";
    post.body = R"({"type":"article.new"})";
    for (const auto& result : at_once(std::vector(5, post)))
        ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(handshakes(), 1);
}

TEST_F(SharedConnection, OutlivesAnAnswerThatPassedItsLimit)
{
    auto large = request("large");
    large.limits.max_body = 100'000;
    std::vector<Request> requests(3, request("page"));
    requests.push_back(large);
    const auto results = at_once(requests);
    EXPECT_EQ(std::ranges::count(results, std::string("too-large"), &outcome), 1);
    EXPECT_EQ(std::ranges::count(results, std::string("answered"), &outcome), 3);
    EXPECT_TRUE(loop.fetch(request("page")).value().reused_connection);
    EXPECT_EQ(handshakes(), 1);
}

TEST_F(SharedConnection, OutlivesARequestThatIsCancelled)
{
    asio::cancellation_signal signal;
    std::vector<Result> ended;
    const auto keep = [&ended](std::exception_ptr, Result result) { ended.push_back(std::move(result)); };
    ASSERT_TRUE(loop.fetch(request("page")));
    asio::co_spawn(loop.io, loop.client.fetch(request("large")),
                   asio::bind_cancellation_slot(signal.slot(), keep));
    asio::co_spawn(loop.io, loop.client.fetch(request("large")), keep);
    loop.run_until([&] { return loop.client.in_flight() == 2; });
    signal.emit(asio::cancellation_type::all);
    loop.run_until([&] { return ended.size() == 2; });
    EXPECT_EQ(outcome(ended[0]), "cancelled");
    EXPECT_EQ(outcome(ended[1]), "answered");
    EXPECT_TRUE(loop.fetch(request("page")).value().reused_connection);
    EXPECT_EQ(handshakes(), 1);
}

/// The first handshake must not take those with it that wait for it.
TEST_F(SharedConnection, IsMadeByAnotherWhereTheFirstIsCancelled)
{
    asio::cancellation_signal signal;
    std::vector<Result> ended;
    const auto keep = [&ended](std::exception_ptr, Result result) { ended.push_back(std::move(result)); };
    asio::co_spawn(loop.io, loop.client.fetch(request("page")),
                   asio::bind_cancellation_slot(signal.slot(), keep));
    for (int others = 0; others < 5; ++others)
        asio::co_spawn(loop.io, loop.client.fetch(request("page")), keep);
    loop.run_until([&] { return loop.client.in_flight() == 6; });
    signal.emit(asio::cancellation_type::all);
    loop.run_until([&] { return ended.size() == 6; });
    EXPECT_EQ(std::ranges::count(ended, std::string("answered"), &outcome), 5);
    EXPECT_LE(handshakes(), 2);
}

TEST(HandshakeThatIsWaitedFor, EndsInConnectionsOfTheirOwnWhereTheServerKnowsNoHttp2)
{
    const Certificate certificate;
    RawServer server(always(response("200 OK", "x")), certificate.server_context());
    HttpOptions options;
    options.ca_file = certificate.file();
    ClientLoop loop(options);
    int answered = 0;
    Request request;
    request.url = server.url();
    request.allow_private = true;
    for (int fetch = 0; fetch < 8; ++fetch) {
        asio::co_spawn(loop.io, loop.client.fetch(request),
                       [&](std::exception_ptr, const Result& result) { answered += result ? 1 : 0; });
    }
    loop.run_until([&] { return answered == 8; });
    EXPECT_LE(server.connections(), 8);
}

TEST(HandshakeThatIsWaitedFor, AndNeverEndsCostsNobodyMoreThanTheirOwnPatience)
{
    RawServer server([](Peer& peer) { peer.wait_for_close(); });
    ClientLoop loop;
    std::vector<std::string> outcomes;
    const auto begun = std::chrono::steady_clock::now();
    Request request;
    request.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
    request.allow_private = true;
    request.limits.connect = 300ms;
    for (int fetch = 0; fetch < 40; ++fetch) {
        asio::co_spawn(loop.io, loop.client.fetch(request), [&](std::exception_ptr, const Result& result) {
            outcomes.push_back(outcome(result));
        });
    }
    loop.run_until([&] { return outcomes.size() == 40; });
    EXPECT_THAT(outcomes, testing::Each("timed-out"));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s) << "not one after the other";
}

TEST(HandshakeThatIsWaitedFor, IsNoneOfPlainHttpWhereASlowAnswerHoldsUpNobody)
{
    RawServer server([](Peer& peer) {
        if (peer.read_request().starts_with("GET /slow"))
            peer.wait_for_close();
        else
            peer.send(response("200 OK", "x"));
    });
    ClientLoop loop;
    Request slow;
    slow.url = server.url("/slow");
    slow.allow_private = true;
    asio::co_spawn(loop.io, loop.client.fetch(slow), asio::detached);
    loop.run_until([&] { return server.connections() == 1; });
    EXPECT_EQ(loop.get(server.url("/quick")).value().body, "x");
    loop.client.shutdown();
}

} // namespace
} // namespace baotin::net
