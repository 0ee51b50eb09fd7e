#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <atomic>

namespace baotin::net {
namespace {

using namespace test;
using testing::HasSubstr;

/// Sends until the client has had enough, and counts what the sockets took.
RawServer::Script endless(std::string head, std::atomic<std::size_t>& sent)
{
    return [head = std::move(head), &sent](Peer& peer) {
        peer.read_request();
        peer.send(head);
        const std::string block(64u << 10, 'x');
        for (sent = 0; peer.send("10000\r\n") && peer.send(block) && peer.send("\r\n");)
            sent += block.size();
    };
}

TEST(Limits, ABodyWithoutEndCostsNoMoreThanItsLimit)
{
    constexpr std::size_t limit = 1u << 20, socket_buffers = 24u << 20;
    for (const auto* head :
         {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"}) {
        std::atomic<std::size_t> sent = 0;
        RawServer server(endless(head, sent));
        ClientLoop loop;
        Request request;
        request.url = server.url();
        request.limits.max_body = limit;
        const auto result = loop.fetch(request);
        EXPECT_EQ(outcome(result), "too-large");
        EXPECT_TRUE(server.wait_for_ended(1)) << "the connection is closed, not drained";
        EXPECT_LT(sent, limit + socket_buffers);
    }
}

TEST(Limits, TenAnnouncedGigabytesAreNotWaitedFor)
{
    std::atomic<std::size_t> sent = 0;
    RawServer server(endless("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", sent));
    ClientLoop loop;
    EXPECT_EQ(outcome(loop.get(server.url())), "too-large");
    EXPECT_TRUE(server.wait_for_ended(1));
    EXPECT_LT(sent, 24u << 20);
}

TEST(HttpClient, EndsAnEndlessBodyAtItsLimit)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n\r\n");
        const std::string block(64 << 10, 'x');
        for (int sent = 0; sent < (100 << 20) && peer.send(block); sent += 64 << 10) {
        }
    });
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.max_body = 1 << 20;
    EXPECT_EQ(outcome(loop.fetch(request)), "too-large");
    EXPECT_TRUE(server.wait_for_ended(1)) << "the connection is closed, not drained";
}

TEST(HttpClient, EndsABodyThatAnnouncesTooMuchWithItsFirstBytes)
{
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\nx");
        peer.wait_for_close();
    });
    ClientLoop loop;
    const auto result = loop.get(server.url());
    ASSERT_EQ(outcome(result), "too-large");
    EXPECT_THAT(result.error().detail, HasSubstr("10737418240"));
}

TEST(HttpClient, TakesABodyOfExactlyItsLimit)
{
    RawServer server(always(response("200 OK", std::string(1000, 'x'))));
    ClientLoop loop;
    Request request;
    request.url = server.url();
    request.limits.max_body = 1000;
    EXPECT_EQ(outcome(loop.fetch(request)), "answered");
    request.limits.max_body = 999;
    EXPECT_EQ(outcome(loop.fetch(request)), "too-large");
}

TEST(HttpClient, EndsHeadersAtTheirLimit)
{
    const auto endless = [](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n");
        while (peer.send("X-More: and more\r\n")) {
        }
    };
    const auto one_long_line = [](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nX-Long: ");
        const std::string block(64 << 10, 'x');
        while (peer.send(block)) {
        }
    };
    const auto hints_for_ever = [](Peer& peer) {
        peer.read_request();
        while (peer.send("HTTP/1.1 103 Early Hints\r\n\r\n")) {
        }
    };
    for (const RawServer::Script& script :
         {RawServer::Script(endless), RawServer::Script(one_long_line), RawServer::Script(hints_for_ever)}) {
        RawServer server(script);
        ClientLoop loop;
        EXPECT_EQ(outcome(loop.get(server.url())), "too-large");
    }
}

} // namespace
} // namespace baotin::net
