#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

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

} // namespace
} // namespace baotin::net
