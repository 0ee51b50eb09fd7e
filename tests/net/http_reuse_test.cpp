#include "client_loop.hpp"
#include "counters.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>
#include <prometheus/registry.h>

#include <atomic>
#include <mutex>
#include <set>

namespace baotin::net {
namespace {

using namespace test;

enum class End { closes, resets };

/// Answers ten requests of a connection; the eleventh is read and gets no answer.
void tire(Peer& peer, End end)
{
    for (int answered = 0; answered < 10; ++answered) {
        if (peer.read_request().empty()) return;
        peer.send(response("200 OK", "x"));
    }
    peer.read_request();
    if (end == End::resets) peer.reset_at_end();
}

class KeptConnection : public testing::TestWithParam<End> {};

/// Seen on several government hosts: connection resets after about ten requests.
TEST_P(KeptConnection, ThatEndsAfterTenRequestsLosesNone)
{
    RawServer server([](Peer& peer) { tire(peer, GetParam()); });
    ClientLoop loop;
    for (int request = 0; request < 105; ++request) {
        const auto result = loop.get(server.url("/" + std::to_string(request)));
        ASSERT_TRUE(result) << request << ": " << result.error().detail;
    }
    EXPECT_EQ(server.connections(), 11) << "each ended one is replaced by one";
}

INSTANTIATE_TEST_SUITE_P(Both, KeptConnection, testing::Values(End::closes, End::resets));

TEST(KeptConnectionThatVanished, IsReplacedWithinTheSameFetch)
{
    std::atomic<int> played = 0;
    RawServer server([&played](Peer& peer) {
        const bool first = played++ == 0;
        while (!peer.read_request().empty()) {
            if (first) peer.vanish();
            peer.send(response("200 OK", "x"));
        }
    });
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.connect = 200ms;
    request.limits.first_byte = 2s;
    ASSERT_TRUE(loop.fetch(request));
    const auto later = loop.fetch(request);
    ASSERT_TRUE(later) << later.error().detail;
    EXPECT_FALSE(later->reused_connection);
    EXPECT_EQ(server.connections(), 2);
}

TEST(FreshConnection, ThatIsResetIsNotTriedAgain)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.reset_at_end();
    });
    ClientLoop loop;
    EXPECT_EQ(outcome(loop.get(server.url())), "cut-off");
    EXPECT_EQ(server.connections(), 1);
}

TEST(BrokenAnswer, OnAKeptConnectionIsNotTriedAgain)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.send(response("200 OK", "x"));
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        peer.reset_at_end();
    });
    ClientLoop loop;
    ASSERT_TRUE(loop.get(server.url()));
    EXPECT_EQ(outcome(loop.get(server.url())), "cut-off");
    EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, KeepsAConnectionForTheNextRequest)
{
    RawServer server(always(response("304 Not Modified", "")));
    ClientLoop loop;
    EXPECT_FALSE(loop.get(server.url()).value().reused_connection);
    EXPECT_TRUE(loop.get(server.url()).value().reused_connection);
    EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, OpensAnotherConnectionWhenTheServerHasClosedTheKeptOne)
{
    RawServer server(once(response("200 OK", "x")));
    ClientLoop loop;
    ASSERT_TRUE(loop.get(server.url()));
    ASSERT_TRUE(server.wait_for_ended(1));
    const auto again = loop.get(server.url());
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_FALSE(again->reused_connection);
}

TEST(HttpClient, CountsRequestsBytesAndReusedConnections)
{
    prometheus::Registry registry;
    HttpOptions options;
    options.registry = &registry;
    const auto answer = response("200 OK", "12345");
    RawServer server(always(answer));
    ClientLoop loop(options);
    ASSERT_TRUE(loop.get(server.url()));
    ASSERT_TRUE(loop.get(server.url()));
    ASSERT_FALSE(loop.get("mailto:someone"));
    EXPECT_EQ(count_of(registry, "baotin_http_requests_total"), 3);
    EXPECT_EQ(count_of(registry, "baotin_http_requests_total", "outcome", "answered"), 2);
    EXPECT_EQ(count_of(registry, "baotin_http_requests_total", "outcome", "bad-url"), 1);
    EXPECT_EQ(count_of(registry, "baotin_http_bytes_total"), 2 * static_cast<double>(answer.size()));
    EXPECT_EQ(count_of(registry, "baotin_http_connections_reused_total"), 1);
}

} // namespace
} // namespace baotin::net
