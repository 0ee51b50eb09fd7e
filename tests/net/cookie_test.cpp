#include "client_loop.hpp"
#include "net/cookie_jar.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

namespace baotin::net {
namespace {

using namespace test;

/// Answers with the Cookie header that was sent, and sets one.
void echo_cookie(Peer& peer)
{
    for (std::string request; !(request = peer.read_request()).empty();) {
        const auto at = request.find("\r\nCookie: ");
        const auto cookie = at == request.npos
                                ? std::string("none")
                                : request.substr(at + 10, request.find("\r\n", at + 2) - at - 10);
        peer.send(response("200 OK", cookie, "Set-Cookie: seen=1; path=/; HttpOnly\r\n"));
    }
}

Request with(std::shared_ptr<CookieJar> jar, std::string url)
{
    Request request;
    request.url = std::move(url);
    request.cookies = std::move(jar);
    return request;
}

TEST(Cookies, AreKeptInTheJarOfTheRequestAndNowhereElse)
{
    RawServer server(echo_cookie);
    ClientLoop loop;
    const auto jar = std::make_shared<CookieJar>();
    const auto other = std::make_shared<CookieJar>();
    EXPECT_TRUE(jar->empty());
    EXPECT_EQ(loop.fetch(with(jar, server.url()))->body, "none");
    EXPECT_FALSE(jar->empty());
    EXPECT_EQ(loop.get(server.url())->body, "none");
    EXPECT_EQ(loop.fetch(with(other, server.url()))->body, "none");
    EXPECT_EQ(loop.fetch(with(jar, server.url()))->body, "seen=1");
    EXPECT_EQ(loop.get(server.url())->body, "none");
    EXPECT_EQ(server.connections(), 1) << "all over one connection";
}

TEST(Cookies, OfOneHostDoNotGoToAnother)
{
    RawServer server(echo_cookie);
    ClientLoop loop;
    const auto jar = std::make_shared<CookieJar>();
    ASSERT_TRUE(loop.fetch(with(jar, server.url())));
    const auto elsewhere = loop.fetch(with(jar, "http://localhost:" + std::to_string(server.port()) + "/"));
    ASSERT_TRUE(elsewhere) << elsewhere.error().detail;
    EXPECT_EQ(elsewhere->body, "none");
}

TEST(Cookies, CanBePutIntoTheJar)
{
    RawServer server(echo_cookie);
    ClientLoop loop;
    const auto jar = std::make_shared<CookieJar>();
    EXPECT_FALSE(jar->holds("127.0.0.1", "D1N", "7f0c"));
    EXPECT_TRUE(jar->put("127.0.0.1", "D1N", "7f0c"));
    EXPECT_TRUE(jar->holds("127.0.0.1", "D1N", "7f0c"));
    EXPECT_FALSE(jar->holds("127.0.0.1", "D1N", "other"));
    EXPECT_EQ(loop.fetch(with(jar, server.url("/any/path")))->body, "D1N=7f0c");
}

TEST(Cookies, ThatWouldBreakTheHeaderAreNotPut)
{
    CookieJar jar;
    EXPECT_FALSE(jar.put("a.example", "", "x"));
    EXPECT_FALSE(jar.put("a.example", "a=b", "x"));
    EXPECT_FALSE(jar.put("a.example", "a\tb", "x"));
    EXPECT_FALSE(jar.put("a.example", "a", "x\r\nX-Injected: y"));
    EXPECT_FALSE(jar.put("a.example", "a", "x; path=/"));
    EXPECT_FALSE(jar.put("", "a", "x"));
    EXPECT_TRUE(jar.empty());
}

TEST(Cookies, AJarThatIsLetGoDuringARequestLivesUntilItsEnd)
{
    RawServer server(echo_cookie);
    ClientLoop loop;
    auto request = with(std::make_shared<CookieJar>(), server.url());
    request.cookies->put("127.0.0.1", "a", "b");
    EXPECT_EQ(loop.fetch(std::move(request))->body, "a=b");
    EXPECT_EQ(loop.get(server.url())->body, "none");
}

} // namespace
} // namespace baotin::net
