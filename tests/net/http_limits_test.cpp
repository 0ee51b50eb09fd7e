#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <atomic>

namespace baotin::net {
namespace {

using namespace test;

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

} // namespace
} // namespace baotin::net
