#include "certificate.hpp"
#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

namespace baotin::net {
namespace {

using namespace test;
using testing::HasSubstr;

HttpOptions trusting(const Certificate& certificate)
{
    HttpOptions options;
    options.ca_file = certificate.file();
    return options;
}

TEST(Tls, FetchesFromAServerItTrustsAndKeepsTheConnection)
{
    const Certificate certificate;
    RawServer server(always(response("200 OK", "secret")), certificate.server_context());
    ClientLoop loop(trusting(certificate));
    const auto first = loop.get(server.url());
    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_EQ(first->body, "secret");
    EXPECT_TRUE(loop.get(server.url()).value().reused_connection);
}

TEST(Tls, RefusesACertificateNobodyVouchesFor)
{
    const Certificate certificate;
    RawServer server(always(response("200 OK", "secret")), certificate.server_context());
    ClientLoop loop;
    const auto result = loop.get(server.url());
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail,
                HasSubstr("The server's certificate is self-signed; `tls = { ca_file"));
}

TEST(Tls, RefusesACertificateForAnotherName)
{
    const Certificate certificate("IP:127.0.0.2,DNS:example.org");
    RawServer server(always(response("200 OK", "secret")), certificate.server_context());
    ClientLoop loop(trusting(certificate));
    const auto result = loop.get(server.url());
    ASSERT_EQ(outcome(result), "tls");
    EXPECT_THAT(result.error().detail, HasSubstr("The server's certificate is for another host name"));
}

TEST(Tls, CallsPlainHttpOnATlsPortATlsFailure)
{
    RawServer server([](Peer& peer) {
        peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        peer.wait_for_close();
    });
    ClientLoop loop;
    EXPECT_EQ(outcome(loop.get("https://127.0.0.1:" + std::to_string(server.port()) + "/")), "tls");
}

TEST(Tls, CallsAHandshakeThatIsNeverAnsweredATimeout)
{
    RawServer server([](Peer& peer) { peer.wait_for_close(); });
    ClientLoop loop;
    Request request;
    request.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
    request.limits.connect = 100ms;
    EXPECT_EQ(outcome(loop.fetch(request)), "timed-out");
}

TEST(Tls, CallsABodyCutOffThatEndsWithoutAGoodbye)
{
    const Certificate certificate;
    RawServer server(
        [](Peer& peer) {
            peer.read_request();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            peer.end_without_goodbye();
        },
        certificate.server_context());
    ClientLoop loop(trusting(certificate));
    EXPECT_EQ(outcome(loop.get(server.url())), "cut-off");
}

/// Where only the end of the connection ends the body, plain HTTP cannot tell either; old servers do this all
/// the time.
TEST(Tls, TakesABodyWithoutALengthThatEndsWithoutAGoodbye)
{
    const Certificate certificate;
    RawServer server(
        [](Peer& peer) {
            peer.read_request();
            peer.send("HTTP/1.1 200 OK\r\n\r\nwhole");
            peer.end_without_goodbye();
        },
        certificate.server_context());
    ClientLoop loop(trusting(certificate));
    EXPECT_EQ(loop.get(server.url()).value().body, "whole");
}

} // namespace
} // namespace baotin::net
