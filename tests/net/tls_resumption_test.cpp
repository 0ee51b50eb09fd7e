#include "certificate.hpp"
#include "client_loop.hpp"
#include "clock_travel.hpp"
#include "counters.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <list>

namespace baotin::net {
namespace {

using namespace test;

/// Servers that close after every answer, and a client that trusts them.
struct Resumption : testing::Test {
    /// Of one TLS version, with what it takes to resume.
    std::unique_ptr<SSL_CTX, FreeTls> context(int version, bool tickets = true) const
    {
        auto context = certificate.server_context();
        SSL_CTX_set_min_proto_version(context.get(), version);
        SSL_CTX_set_max_proto_version(context.get(), version);
        SSL_CTX_set_session_id_context(context.get(), reinterpret_cast<const unsigned char*>("x"), 1);
        if (!tickets) SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
        return context;
    }

    HttpOptions options()
    {
        HttpOptions options;
        options.ca_file = certificate.file();
        options.registry = &registry;
        return options;
    }

    [[nodiscard]] double handshakes(const char* resumed) const
    {
        return count_of(registry, "baotin_http_tls_handshakes_total", "resumed", resumed);
    }

    const Certificate certificate;
    const RawServer::Script script = once(response("200 OK", "x", "Connection: close\r\n"));
    prometheus::Registry registry;
};

TEST_F(Resumption, WorksByTheTicketsOfTls13)
{
    RawServer server(script, context(TLS1_3_VERSION));
    ClientLoop loop(options());
    for (int visit = 0; visit < 4; ++visit)
        ASSERT_TRUE(loop.get(server.url()));
    EXPECT_EQ(server.connections(), 4);
    EXPECT_EQ(handshakes("no"), 1);
    EXPECT_EQ(handshakes("yes"), 3);
}

TEST_F(Resumption, WorksByTheTicketsOfTls12)
{
    auto only_tickets = context(TLS1_2_VERSION);
    SSL_CTX_set_session_cache_mode(only_tickets.get(), SSL_SESS_CACHE_OFF); // as nginx comes
    RawServer server(script, std::move(only_tickets));
    ClientLoop loop(options());
    for (int visit = 0; visit < 3; ++visit)
        ASSERT_TRUE(loop.get(server.url()));
    EXPECT_EQ(handshakes("yes"), 2);
}

TEST_F(Resumption, WorksByTheSessionIdsOfTls12)
{
    RawServer server(script, context(TLS1_2_VERSION, false));
    ClientLoop loop(options());
    for (int visit = 0; visit < 3; ++visit)
        ASSERT_TRUE(loop.get(server.url()));
    EXPECT_EQ(handshakes("yes"), 2);
}

TEST_F(Resumption, WorksForFarMoreServersThanCurlRemembers)
{
    std::list<RawServer> servers;
    for (int host = 0; host < 40; ++host)
        servers.emplace_back(script, context(TLS1_3_VERSION));
    ClientLoop loop(options());
    for (int round = 0; round < 2; ++round)
        for (const auto& server : servers)
            ASSERT_TRUE(loop.get(server.url()));
    EXPECT_EQ(handshakes("no"), 40);
    EXPECT_EQ(handshakes("yes"), 40);
}

TEST_F(Resumption, NeverLetsAnUnverifiedServerPassForAVerifiedOne)
{
    const Certificate stranger;
    auto unknown = stranger.server_context();
    SSL_CTX_set_session_id_context(unknown.get(), reinterpret_cast<const unsigned char*>("x"), 1);
    RawServer server(script, std::move(unknown));
    ClientLoop loop(options());
    Request request;
    request.url = server.url();
    Transport anything;
    anything.verify = false;
    request.transport = std::make_shared<const Transport>(anything);
    ASSERT_TRUE(loop.fetch(request));
    EXPECT_EQ(outcome(loop.get(server.url())), "tls");
    EXPECT_EQ(outcome(loop.get(server.url())), "tls");
    ASSERT_TRUE(loop.fetch(request));
    EXPECT_EQ(handshakes("yes"), 1) << "among those who do not ask, it may";
}

TEST_F(Resumption, IsNotOfferedAfterADaySoThatTheCertificateIsSeenAgain)
{
    RawServer server(script, context(TLS1_3_VERSION));
    ClientLoop loop(options());
    for (int visit = 0; visit < 4; ++visit) {
        ASSERT_TRUE(loop.get(server.url()));
        travel(10h);
    }
    EXPECT_EQ(handshakes("no"), 2) << "at once and after thirty hours, however fresh the last ticket";
}

TEST_F(Resumption, OfASessionThatTheServerForgotIsAFullHandshake)
{
    auto tickets = context(TLS1_3_VERSION);
    SSL_CTX* const of_server = tickets.get();
    RawServer server(script, std::move(tickets));
    ClientLoop loop(options());
    ASSERT_TRUE(loop.get(server.url()));
    ASSERT_TRUE(server.wait_for_ended(1));
    std::string keys(80, 'k');
    ASSERT_EQ(SSL_CTX_set_tlsext_ticket_keys(of_server, keys.data(), static_cast<long>(keys.size())), 1);
    ASSERT_TRUE(loop.get(server.url()));
    ASSERT_TRUE(loop.get(server.url()));
    EXPECT_EQ(handshakes("no"), 2);
    EXPECT_EQ(handshakes("yes"), 1);
}

/// A server that breaks off a handshake in which a session is offered would otherwise never be read again.
TEST_F(Resumption, IsGivenUpWhereTheServerStumblesOverIt)
{
    auto stumbling = context(TLS1_2_VERSION);
    SSL_CTX_set_client_hello_cb(
        stumbling.get(),
        [](SSL* tls, int*, void*) {
            const unsigned char* ticket = nullptr;
            std::size_t size = 0;
            SSL_client_hello_get0_ext(tls, TLSEXT_TYPE_session_ticket, &ticket, &size);
            return size > 0 ? SSL_CLIENT_HELLO_ERROR : SSL_CLIENT_HELLO_SUCCESS;
        },
        nullptr);
    RawServer server(script, std::move(stumbling));
    ClientLoop loop(options());
    ASSERT_TRUE(loop.get(server.url()));
    EXPECT_EQ(outcome(loop.get(server.url())), "tls");
    EXPECT_TRUE(loop.get(server.url()));
}

} // namespace
} // namespace baotin::net
