#include "client_loop.hpp"
#include "raw_server.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

namespace baotin::net {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

TEST(HttpClient, HandsOverStatusHeadersAndBodyAsSent)
{
    RawServer server(once(
        "HTTP/1.1 404 Gone fishing\r\nServer: test\r\nX-Two:  a  \r\nx-two: b\r\nX-Folded: one\r\n  two\r\n"
        "Content-Length: 5\r\n\r\nhello"));
    ClientLoop loop;
    const auto result = loop.get(server.url());
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->status, 404);
    EXPECT_THAT(result->headers, ElementsAre(Pair("server", "test"), Pair("x-two", "a"), Pair("x-two", "b"),
                                             Pair("x-folded", "one two"), Pair("content-length", "5")));
    EXPECT_EQ(result->header("x-two"), "a");
    EXPECT_EQ(result->header("etag"), std::nullopt);
    EXPECT_EQ(result->body, "hello");
    EXPECT_EQ(result->address, "127.0.0.1");
    EXPECT_FALSE(result->reused_connection);
    EXPECT_GT(result->elapsed, 0us);
}

TEST(HttpClient, SendsTheCallersHeadersAndNothingItWasNotAskedFor)
{
    std::string seen;
    std::mutex mutex;
    RawServer server([&](Peer& peer) {
        const std::lock_guard lock(mutex);
        seen = peer.read_request();
        peer.send(response("200 OK", "x"));
    });
    ::setenv("http_proxy", "http://127.0.0.1:9", 1);
    HttpOptions options;
    options.user_agent = "baotin (+mailto:ops@example.org)";
    ClientLoop loop(options);
    Request request;
    request.url = server.url("/a?b=c#d");
    request.headers = {{"If-None-Match", "\"v1\""}, {"Accept", "text/html"}, {"X-Empty", ""}};
    const auto result = loop.fetch(request);
    ::unsetenv("http_proxy");
    ASSERT_TRUE(result) << result.error().detail;
    const std::lock_guard lock(mutex);
    EXPECT_EQ(seen, "GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                        "\r\nUser-Agent: baotin (+mailto:ops@example.org)\r\nIf-None-Match: "
                        "\"v1\"\r\nAccept: text/html\r\n"
                        "X-Empty:\r\n\r\n");
}

TEST(HttpClient, PostsABodyWithoutAskingWhetherItMay)
{
    std::string seen;
    std::mutex mutex;
    RawServer server([&](Peer& peer) {
        const std::lock_guard lock(mutex);
        seen = peer.read_request();
        peer.send(response("204 No Content", ""));
    });
    ClientLoop loop;
    Request request;
    request.method = "POST";
    request.url = server.url();
    request.headers = {{"content-type", "application/json"}};
    request.body = std::string(3000, 'b') + '\0' + "end"; // curl would ask from 1 MB, older ones from 1 kB on
    const auto result = loop.fetch(request);
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->status, 204);
    const std::lock_guard lock(mutex);
    EXPECT_THAT(seen, AllOf(StartsWith("POST / HTTP/1.1\r\n"), HasSubstr("Content-Length: 3004\r\n"),
                            HasSubstr("content-type: application/json\r\n"), Not(HasSubstr("Expect")),
                            Not(HasSubstr("x-www-form-urlencoded"))));
    EXPECT_THAT(seen, EndsWith("\r\n\r\n" + request.body));
}

TEST(HttpClient, UsesOneHandleForHeadPostAndGetInTurn)
{
    std::vector<std::string> seen;
    std::mutex mutex;
    RawServer server([&](Peer& peer) {
        for (std::string request; !(request = peer.read_request()).empty();) {
            const std::lock_guard lock(mutex);
            seen.push_back(request.substr(0, request.find("\r\n")));
            peer.send(request.starts_with("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n"
                                                  : response("200 OK", "body"));
        }
    });
    ClientLoop loop;
    for (const auto* method : {"HEAD", "GET", "POST", "GET"}) {
        Request request;
        request.method = method;
        request.url = server.url();
        const auto result = loop.fetch(request);
        ASSERT_TRUE(result) << method << ": " << result.error().detail;
        EXPECT_EQ(result->body, request.method == "HEAD" ? "" : "body");
    }
    const std::lock_guard lock(mutex);
    EXPECT_THAT(seen, ElementsAre("HEAD / HTTP/1.1", "GET / HTTP/1.1", "POST / HTTP/1.1", "GET / HTTP/1.1"));
    EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, DecodesChunksAndDropsTrailers)
{
    RawServer server(once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n"
                          "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nX-Late: 1\r\n\r\n"));
    ClientLoop loop;
    const auto result = loop.get(server.url());
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->body, "hello world");
    EXPECT_EQ(result->header("x-late"), std::nullopt);
}

TEST(HttpClient, LeavesContentEncodingToTheCaller)
{
    const std::string not_even_gzip = "\x1f\x8b and then anything";
    RawServer server(once(response("200 OK", not_even_gzip, "Content-Encoding: gzip\r\n")));
    ClientLoop loop;
    const auto result = loop.get(server.url());
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->body, not_even_gzip);
}

TEST(HttpClient, KeepsTheHeadersOfTheFinalResponseOnly)
{
    RawServer server(
        once("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + response("200 OK", "x", "ETag: \"1\"\r\n")));
    ClientLoop loop;
    const auto result = loop.get(server.url());
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->status, 200);
    EXPECT_THAT(result->headers, ElementsAre(Pair("content-length", "1"), Pair("etag", "\"1\"")));
}

TEST(HttpClient, AnswersARedirectWithoutFollowingItAndKeepsNoCookies)
{
    RawServer server([](Peer& peer) {
        while (true) {
            const auto request = peer.read_request();
            if (request.empty()) return;
            peer.send(response("302 Found", request.find("ookie") == request.npos ? "" : "cookie!",
                               "Location: /elsewhere\r\nSet-Cookie: D1N=1; path=/\r\n"));
        }
    });
    ClientLoop loop;
    EXPECT_EQ(loop.get(server.url()).value().header("location"), "/elsewhere");
    const auto again = loop.get(server.url()).value();
    EXPECT_EQ(again.status, 302);
    EXPECT_EQ(again.body, "");
}

TEST(HttpClient, TakesABodyThatEndsWithTheConnectionWhenNoLengthWasSaid)
{
    RawServer server(once("HTTP/1.0 200 OK\r\n\r\nold but whole"));
    ClientLoop loop;
    EXPECT_EQ(loop.get(server.url()).value().body, "old but whole");
}

TEST(HttpClient, CallsABodyThatEndsEarlyCutOff)
{
    for (const auto* bytes : {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nhello", ""}) {
        RawServer server(once(bytes));
        ClientLoop loop;
        EXPECT_EQ(outcome(loop.get(server.url())), "cut-off") << bytes;
    }
}

TEST(HttpClient, CallsWhatIsNotHttpAProtocolError)
{
    for (const auto* bytes : {"<html>HTTP/0.9 junk</html>", "SSH-2.0-OpenSSH_9.2\r\n",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n",
                              "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx",
                              "HTTP/9.9 200 OK\r\nContent-Length: 1\r\n\r\nx"}) {
        RawServer server(once(bytes));
        ClientLoop loop;
        EXPECT_EQ(outcome(loop.get(server.url())), "protocol") << bytes;
    }
}

TEST(HttpClient, RefusesUrlsOfOtherSchemesAndThoseItCannotRead)
{
    ClientLoop loop;
    for (const auto* url :
         {"", "ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1/", "example.org", "http://",
          "https://", "http://a b/", "http://a/ b", "http://host:port/", "http://host:99999/", "http://[::1/",
          "http://example.org/\r\nHost: other"})
        EXPECT_EQ(outcome(loop.get(url)), "bad-url") << url;
}

TEST(HttpClient, ThrowsOnRequestsThatNobodyShouldMake)
{
    ClientLoop loop;
    Request request;
    request.url = "http://127.0.0.1/";
    request.method = "DELETE";
    EXPECT_THROW((void)loop.client.fetch(request), std::invalid_argument);
    request.method = "GET";
    request.headers = {{"X-Split", "a\r\nX-Injected: b"}};
    EXPECT_THROW((void)loop.client.fetch(request), std::invalid_argument);
}

} // namespace
} // namespace baotin::net
