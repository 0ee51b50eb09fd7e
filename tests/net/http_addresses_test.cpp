#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

namespace baotin::net {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(HttpClient, SaysWhenANameHasNoAddress)
{
    ClientLoop loop;
    EXPECT_EQ(outcome(loop.get("http://" + std::string(70, 'a') + "/")), "unresolved")
        << "a label ends at 63 letters";
}

TEST(HttpClient, SaysWhenNobodyListens)
{
    std::string url;
    {
        RawServer server(once(""));
        url = server.url();
    }
    ClientLoop loop;
    const auto result = loop.get(url);
    ASSERT_EQ(outcome(result), "unreachable");
    EXPECT_THAT(result.error().detail, HasSubstr("127.0.0.1"));
}

TEST(HttpClient, RefusesPrivateAddressesHoweverTheyAreSpelled)
{
    RawServer server(once(response("200 OK", "secret")));
    const auto port = std::to_string(server.port());
    ClientLoop loop;
    for (const auto* host : {"127.0.0.1",
                             "0177.0.0.1",
                             "0x7f.1",
                             "0x7f000001",
                             "2130706433",
                             "017700000001",
                             "127.1",
                             "127.0.1",
                             "localhost",
                             "[::ffff:127.0.0.1]",
                             "[::ffff:7f00:1]",
                             "[::1]",
                             "[::]",
                             "0.0.0.0",
                             "0",
                             "user:pass@127.0.0.1",
                             "[64:ff9b::7f00:1]",
                             "[64:ff9b::a00:1]",
                             "[2002:7f00:1::]",
                             "[2002:c0a8:101::]",
                             "10.0.0.1",
                             "100.64.0.1",
                             "169.254.169.254",
                             "[fe80::1]",
                             "224.0.0.1",
                             "[ff02::1]"}) {
        Request request;
        request.url = "http://" + std::string(host) + ":" + port + "/";
        const auto result = loop.run(loop.client.fetch(request));
        EXPECT_EQ(outcome(result), "refused-address") << host << (result ? "" : ": " + result.error().detail);
    }
    EXPECT_EQ(server.connections(), 0);
}

/// Whatever the resolver makes of it, nothing is reached.
TEST(HttpClient, ReachesNoPrivateAddressBehindTheRootsDot)
{
    RawServer server(once(response("200 OK", "secret")));
    ClientLoop loop;
    for (const auto* host : {"127.0.0.1.", "0x7f.1.", "2130706433.", "[::1].", "localhost."}) {
        Request request;
        request.url = "http://" + std::string(host) + ":" + std::to_string(server.port()) + "/";
        EXPECT_FALSE(loop.run(loop.client.fetch(request))) << host;
    }
    EXPECT_EQ(server.connections(), 0);
}

TEST(HttpClient, NamesTheAddressItRefused)
{
    ClientLoop loop;
    Request request;
    request.url = "http://user:password@0x7f.1:1/";
    const auto result = loop.run(loop.client.fetch(request));
    ASSERT_EQ(outcome(result), "refused-address");
    EXPECT_THAT(result.error().detail, AllOf(HasSubstr("127.0.0.1"), Not(HasSubstr("password"))));
}

TEST(HttpClient, RefusesAPrivateAddressEvenOverAConnectionThatIsAlreadyOpen)
{
    RawServer server(always(response("200 OK", "secret")));
    ClientLoop loop;
    ASSERT_TRUE(loop.get(server.url()));
    Request request;
    request.url = server.url();
    const auto result = loop.run(loop.client.fetch(request));
    EXPECT_EQ(outcome(result), "refused-address");
    EXPECT_EQ(outcome(loop.get(server.url())), "answered") << "and the client goes on";
}

} // namespace
} // namespace baotin::net
