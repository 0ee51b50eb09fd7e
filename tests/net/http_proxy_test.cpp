#include "certificate.hpp"
#include "client_loop.hpp"
#include "proxies.hpp"

#include <gmock/gmock.h>

namespace baotin::net {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Request through(const std::string& proxy, std::string url)
{
    Transport transport;
    transport.proxy = proxy;
    Request request;
    request.url = std::move(url);
    request.transport = std::make_shared<const Transport>(std::move(transport));
    return request;
}

TEST(Proxies, AnHttpProxyIsAskedForTheWholeUrl)
{
    RawServer server(always(response("200 OK", "the page")));
    const Proxy proxy(Proxy::Kind::http, server.port());
    ClientLoop loop;
    const auto result =
        loop.run(loop.client.fetch(through("http://" + proxy.address(), "http://congan.example/a?b=c")));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->body, "the page");
    EXPECT_THAT(proxy.asked(), ElementsAre("GET http://congan.example/a?b=c HTTP/1.1"));
}

TEST(Proxies, TlsGoesThroughATunnelAndIsVerifiedAtItsEnd)
{
    const Certificate certificate("DNS:congan.example");
    RawServer server(always(response("200 OK", "the page")), certificate.server_context());
    const Proxy proxy(Proxy::Kind::http, server.port());
    HttpOptions options;
    options.ca_file = certificate.file();
    ClientLoop loop(options);
    const auto result =
        loop.run(loop.client.fetch(through("http://" + proxy.address(), "https://congan.example/")));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->body, "the page");
    EXPECT_EQ(result->header("x-proxy"), std::nullopt) << "what the proxy said is not the server's answer";
    EXPECT_THAT(proxy.asked(), ElementsAre("CONNECT congan.example:443 HTTP/1.1"));
    const auto other =
        loop.run(loop.client.fetch(through("http://" + proxy.address(), "https://other.example/")));
    EXPECT_EQ(outcome(other), "tls");
}

TEST(Proxies, ASocks5ProxyLooksTheNameUpItselfWhereItSaysSo)
{
    RawServer server(always(response("200 OK", "the page")));
    const Proxy proxy(Proxy::Kind::socks5, server.port());
    ClientLoop loop;
    const auto result =
        loop.run(loop.client.fetch(through("socks5h://" + proxy.address(), "http://congan.example/")));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->body, "the page");
    EXPECT_THAT(proxy.asked(), ElementsAre("socks5 congan.example:80"));
}

TEST(Proxies, ASocks5ProxyIsGivenTheAddressOtherwise)
{
    RawServer server(always(response("200 OK", "the page")));
    const Proxy proxy(Proxy::Kind::socks5, server.port());
    ClientLoop loop;
    const auto result = loop.fetch(through("socks5://" + proxy.address(), "http://127.0.0.1:81/"));
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_THAT(proxy.asked(), ElementsAre("socks5 127.0.0.1:81"));
}

TEST(Proxies, CredentialsReachTheProxy)
{
    RawServer server(always(response("200 OK", "the page")));
    const Proxy proxy(Proxy::Kind::socks5, server.port());
    ClientLoop loop;
    ASSERT_TRUE(loop.run(
        loop.client.fetch(through("socks5h://user:p%40ss@" + proxy.address(), "http://congan.example/"))));
    EXPECT_THAT(proxy.asked(), ElementsAre("user:p@ss", "socks5 congan.example:80"));
}

TEST(Proxies, AreAskedForNoPrivateAddressThatAUrlNames)
{
    RawServer server(always(response("200 OK", "secret")));
    for (const auto kind : {Proxy::Kind::http, Proxy::Kind::socks5}) {
        const Proxy proxy(kind, server.port());
        const std::string scheme = kind == Proxy::Kind::http ? "http://" : "socks5h://";
        ClientLoop loop;
        for (const auto* host :
             {"127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.0.0.1.", "localhost", "a.localhost",
              "LOCALHOST.", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "10.0.0.1"}) {
            const auto result = loop.run(
                loop.client.fetch(through(scheme + proxy.address(), "http://" + std::string(host) + "/")));
            EXPECT_EQ(outcome(result), "refused-address") << host;
        }
        EXPECT_THAT(proxy.asked(), IsEmpty());
    }
}

TEST(Proxies, AreUsedByTheRequestsThatNameThemOnly)
{
    RawServer server(always(response("200 OK", "the page")));
    const Proxy proxy(Proxy::Kind::http, server.port());
    ClientLoop loop;
    ASSERT_TRUE(loop.fetch(through("http://" + proxy.address(), server.url())));
    const auto direct = loop.get(server.url());
    ASSERT_TRUE(direct);
    EXPECT_FALSE(direct->reused_connection);
    EXPECT_EQ(proxy.connections(), 1);
}

TEST(Proxies, ThatFailAreNamedWithoutTheirCredentials)
{
    std::string gone;
    {
        RawServer server(once(""));
        gone = "127.0.0.1:" + std::to_string(server.port());
    }
    const Proxy refusing(Proxy::Kind::refusing, 0);
    ClientLoop loop;
    for (const auto& address : {gone, refusing.address()}) {
        const auto result = loop.run(
            loop.client.fetch(through("http://user:password@" + address, "https://congan.example/")));
        ASSERT_EQ(outcome(result), "unreachable") << address;
        EXPECT_THAT(result.error().detail, AllOf(Not(HasSubstr("password")), Not(HasSubstr("user"))));
    }
    const auto nowhere = loop.run(loop.client.fetch(
        through("http://user:password@" + std::string(70, 'a') + ":1", "http://congan.example/")));
    ASSERT_EQ(outcome(nowhere), "unreachable");
    EXPECT_THAT(nowhere.error().detail, Not(HasSubstr("password")));
}

} // namespace
} // namespace baotin::net
