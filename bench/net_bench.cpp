#include "net/http_client.hpp"
#include "tests/net/raw_server.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <list>
#include <string>
#include <utility>

// CPU time is the loop's thread alone: the servers' threads are not counted.
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
        if (!result) std::abort();
    }
}

void run(benchmark::State& state, const std::string& answer)
{
    std::list<test::RawServer> servers; // one a connection, as a crawler's hosts are
    for (std::int64_t n = 0; n < state.range(0); ++n)
        servers.emplace_back(test::always(answer));
    asio::io_context io{1};
    HttpOptions options;
    options.user_agent = "baotin (+mailto:ops@example.org)";
    HttpClient client(io.get_executor(), options);
    constexpr int batch = 1000;
    for (auto _ : state) {
        int left = batch;
        for (const auto& server : servers)
            asio::co_spawn(io, fetch_again_and_again(&client, server.url("/tin-tuc"), &left), asio::detached);
        io.restart();
        io.run();
    }
    state.counters["a_request"] =
        benchmark::Counter(static_cast<double>(state.iterations() * batch),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
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

} // namespace
} // namespace baotin::net

BENCHMARK_MAIN();
