#include "net/http_client.hpp"
#include "tests/net/certificate.hpp"
#include "tests/net/nghttpd.hpp"
#include "tests/net/raw_server.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <cstdlib>
#include <list>
#include <memory>
#include <string>
#include <utility>

// CPU time is the loop's thread alone: the servers' threads and processes are not counted.
namespace baotin::net {
namespace {

namespace asio = boost::asio;

Request conditional_get(std::string url)
{
    Request request;
    request.url = std::move(url);
    request.headers = {{"Accept", "text/html,application/xhtml+xml"},
                       {"Accept-Encoding", "gzip, br"},
                       {"If-None-Match", "\"65f0-5e1\""},
                       {"If-Modified-Since", "Sat, 21 Nov 2026 03:00:00 GMT"}};
    request.allow_private = true;
    return request;
}

asio::awaitable<void> fetch_again_and_again(HttpClient* client, std::string url, int* left)
{
    while (*left > 0) {
        --*left;
        auto request = conditional_get(url);
        const auto result = co_await client->fetch(std::move(request));
        if (result) continue;
        std::fputs((result.error().detail + '\n').c_str(), stderr);
        std::abort();
    }
}

/// `at_once` fetches at a time of every URL.
void fetch(benchmark::State& state, const HttpOptions& options, const std::list<std::string>& urls, int batch,
           int at_once = 1)
{
    asio::io_context io{1};
    HttpClient client(io.get_executor(), options);
    for (auto _ : state) {
        int left = batch;
        for (const auto& url : urls)
            for (int one = 0; one < at_once; ++one)
                asio::co_spawn(io, fetch_again_and_again(&client, url, &left), asio::detached);
        io.restart();
        io.run();
    }
    state.counters["a_request"] =
        benchmark::Counter(static_cast<double>(state.iterations() * batch),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

HttpOptions options_of(const test::Certificate* certificate = nullptr)
{
    HttpOptions options;
    options.user_agent = "baotin (+mailto:ops@example.org)";
    if (certificate) options.ca_file = certificate->file();
    return options;
}

void run(benchmark::State& state, const std::string& answer)
{
    std::list<test::RawServer> servers; // one a connection, as a crawler's hosts are
    std::list<std::string> urls;
    for (std::int64_t n = 0; n < state.range(0); ++n)
        urls.push_back(servers.emplace_back(test::always(answer)).url("/tin-tuc"));
    fetch(state, options_of(), urls, 1000);
}

void NotModified(benchmark::State& state)
{
    run(state, "HTTP/1.1 304 Not Modified\r\nDate: Sat, 21 Nov 2026 03:00:00 GMT\r\nServer: nginx\r\n"
               "ETag: \"65f0-5e1\"\r\nConnection: keep-alive\r\n\r\n");
}
BENCHMARK(NotModified)->Arg(1)->Arg(16)->Arg(64)->Unit(benchmark::kMillisecond);

void PageOf80Kilobytes(benchmark::State& state)
{
    run(state, test::response("200 OK", std::string(80'000, 'x'),
                              "Content-Type: text/html; charset=utf-8\r\nETag: \"65f0-5e1\"\r\n"));
}
BENCHMARK(PageOf80Kilobytes)->Arg(1)->Arg(16)->Arg(64)->Unit(benchmark::kMillisecond);

constexpr auto not_modified = "HTTP/1.1 304 Not Modified\r\nETag: \"65f0-5e1\"\r\n";

test::RawServer::Script kept()
{
    return test::always(std::string(not_modified) + "\r\n");
}

test::RawServer::Script closed()
{
    return test::once(std::string(not_modified) + "Connection: close\r\n\r\n");
}

void HttpKept(benchmark::State& state)
{
    const test::RawServer server(kept());
    fetch(state, options_of(), {server.url()}, 200);
}
BENCHMARK(HttpKept)->Unit(benchmark::kMillisecond);

void HttpNew(benchmark::State& state)
{
    const test::RawServer server(closed());
    fetch(state, options_of(), {server.url()}, 200);
}
BENCHMARK(HttpNew)->Unit(benchmark::kMillisecond);

void HttpsKept(benchmark::State& state)
{
    const test::Certificate certificate;
    const test::RawServer server(kept(), certificate.server_context());
    fetch(state, options_of(&certificate), {server.url()}, 200);
}
BENCHMARK(HttpsKept)->Unit(benchmark::kMillisecond);

/// As public servers are: an authority, an intermediate, and the server's own.
struct Chain {
    const test::Certificate authority;
    const test::Certificate between{{.issuer = &authority, .authority = true}};
    const test::Certificate own{{.issuer = &between}};
};

void HttpsResumed(benchmark::State& state)
{
    const Chain chain;
    const test::RawServer server(closed(), chain.own.server_context(chain.between));
    fetch(state, options_of(&chain.authority), {server.url()}, 200);
}
BENCHMARK(HttpsResumed)->Unit(benchmark::kMillisecond);

void HttpsNew(benchmark::State& state)
{
    const Chain chain;
    auto context = chain.own.server_context(chain.between);
    SSL_CTX_set_num_tickets(context.get(), 0);
    const test::RawServer server(closed(), std::move(context));
    fetch(state, options_of(&chain.authority), {server.url()}, 200);
}
BENCHMARK(HttpsNew)->Unit(benchmark::kMillisecond);

void Http2Kept(benchmark::State& state)
{
    const test::Certificate certificate;
    const test::Nghttpd server(certificate);
    server.put("page", "x");
    fetch(state, options_of(&certificate), {server.url("page")}, 200, static_cast<int>(state.range(0)));
}
BENCHMARK(Http2Kept)->Arg(1)->Arg(16)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace baotin::net

BENCHMARK_MAIN();
