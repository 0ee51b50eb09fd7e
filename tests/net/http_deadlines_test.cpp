#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <string>

namespace baotin::net {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(HttpClient, EndsARequestThatIsNeverAnswered)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.wait_for_close();
    });
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.first_byte = 100ms;
    const auto begun = std::chrono::steady_clock::now();
    const auto result = loop.fetch(request);
    ASSERT_EQ(outcome(result), "timed-out");
    EXPECT_THAT(result.error().detail, HasSubstr("100 ms"));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 100ms);
    EXPECT_TRUE(server.wait_for_ended(1)) << "the connection is closed";
}

TEST(HttpClient, LetsABodyTakeLongerThanTheFirstByteMay)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
        peer.drip("0123456789", 80ms);
    });
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.first_byte = 500ms;
    EXPECT_EQ(outcome(loop.fetch(request)), "answered");
}

TEST(HttpClient, EndsASlowDripAtTheTotal)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n\r\n");
        peer.drip(std::string(10000, 'x'), 5ms);
    });
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.total = 200ms;
    EXPECT_EQ(outcome(loop.fetch(request)), "timed-out");
}

TEST(HttpClient, EndsAStalledBody)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx");
        peer.wait_for_close();
    });
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.stalled = 1s;
    const auto result = loop.fetch(request);
    ASSERT_EQ(outcome(result), "timed-out");
    EXPECT_THAT(result.error().detail, HasSubstr("100 bytes/sec"));
}

TEST(HttpClient, DoesNotCountTheWaitForTheFirstByteAsStalled)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        std::this_thread::sleep_for(2500ms);
        peer.send(response("200 OK", "late"));
    });
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.stalled = 1s;
    EXPECT_EQ(outcome(loop.fetch(request)), "answered");
}

TEST(HttpClient, LeavesTheLoopNothingToRunForOnceAllIsFetched)
{
    RawServer server(always(response("200 OK", "x")));
    ClientLoop loop;
    ASSERT_TRUE(loop.get(server.url()));
    const auto begun = std::chrono::steady_clock::now();
    loop.io.restart();
    loop.io.run_for(10s);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

} // namespace
} // namespace baotin::net
