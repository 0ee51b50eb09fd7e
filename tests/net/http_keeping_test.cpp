#include "client_loop.hpp"
#include "clock_travel.hpp"
#include "counters.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <list>

namespace baotin::net {
namespace {

using namespace test;

TEST(KeptConnection, ServesTheNextVisitHoursLater)
{
    RawServer server(always(response("200 OK", "x")));
    ClientLoop loop;
    ASSERT_TRUE(loop.get(server.url()));
    travel(2min);
    EXPECT_TRUE(loop.get(server.url()).value().reused_connection);
    travel(6h);
    EXPECT_TRUE(loop.get(server.url()).value().reused_connection);
    EXPECT_EQ(server.connections(), 1);
}

TEST(KeptConnection, IsGivenUpAfterADaySoThatAHostThatMovedIsNoticed)
{
    RawServer server(always(response("200 OK", "x")));
    ClientLoop loop;
    ASSERT_TRUE(loop.get(server.url()));
    for (int visits = 0; visits < 4; ++visits) {
        travel(7h);
        ASSERT_TRUE(loop.get(server.url()));
    }
    EXPECT_EQ(server.connections(), 2);
}

TEST(KeptConnection, ThatTheServerClosedWhileItWasIdleIsReplaced)
{
    RawServer server(once(response("200 OK", "x", "Keep-Alive: timeout=5\r\n")));
    ClientLoop loop;
    ASSERT_TRUE(loop.get(server.url()));
    ASSERT_TRUE(server.wait_for_ended(1));
    travel(2min);
    const auto later = loop.get(server.url());
    ASSERT_TRUE(later) << later.error().detail;
    EXPECT_FALSE(later->reused_connection);
}

TEST(KeptConnection, IsNotKeptWhereTheServerSaysItCloses)
{
    RawServer server(always(response("200 OK", "x", "Connection: close\r\n")));
    prometheus::Registry registry;
    HttpOptions options;
    options.registry = &registry;
    ClientLoop loop(options);
    ASSERT_TRUE(loop.get(server.url()));
    EXPECT_TRUE(server.wait_for_ended(1)) << "we close, although the server does not";
    EXPECT_EQ(count_of(registry, "baotin_http_connections_open"), 0);
    EXPECT_FALSE(loop.get(server.url()).value().reused_connection);
}

TEST(KeptConnection, IsTheOldestOfManyThatIsClosedWhereThereAreTooMany)
{
    prometheus::Registry registry;
    HttpOptions options;
    options.registry = &registry;
    options.connections = 2;
    options.kept_connections = 4;
    std::list<RawServer> servers;
    for (int host = 0; host < 10; ++host)
        servers.emplace_back(always(response("200 OK", "x")));
    ClientLoop loop(options);
    for (const auto& server : servers) {
        ASSERT_TRUE(loop.get(server.url()));
        travel(1s);
    }
    EXPECT_EQ(count_of(registry, "baotin_http_connections_open"), 6);
    EXPECT_TRUE(loop.get(servers.back().url()).value().reused_connection);
    EXPECT_FALSE(loop.get(servers.front().url()).value().reused_connection);
}

TEST(KeptConnection, IsCountedWhileItIsOpenAndAnswersByTheirVersion)
{
    RawServer old(once("HTTP/1.0 200 OK\r\n\r\nold"));
    RawServer server(always(response("200 OK", "x")));
    prometheus::Registry registry;
    HttpOptions options;
    options.registry = &registry;
    {
        ClientLoop loop(options);
        EXPECT_EQ(loop.get(old.url()).value().version, HttpVersion::http_1_0);
        EXPECT_EQ(loop.get(server.url()).value().version, HttpVersion::http_1_1);
        ASSERT_TRUE(loop.get(server.url()));
        EXPECT_EQ(count_of(registry, "baotin_http_connections_open"), 1);
    }
    EXPECT_EQ(count_of(registry, "baotin_http_connections_open"), 0);
    EXPECT_EQ(count_of(registry, "baotin_http_responses_total", "version", "1.0"), 1);
    EXPECT_EQ(count_of(registry, "baotin_http_responses_total", "version", "1.1"), 2);
    EXPECT_EQ(count_of(registry, "baotin_http_connections_reused_total"), 1);
}

} // namespace
} // namespace baotin::net
