#pragma once

#include "net/http_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <expected>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace baotin::net::test {

using Result = std::expected<Response, FetchFailure>;
using namespace std::chrono_literals;

/// A loop and a client on it, run by the test's own thread.
struct ClientLoop {
    explicit ClientLoop(HttpOptions options = {}) : client(io.get_executor(), std::move(options)) {}

    template <class Value>
    Value run(boost::asio::awaitable<Value> work)
    {
        std::optional<Value> value;
        boost::asio::co_spawn(io, std::move(work), [&value](std::exception_ptr failure, Value result) {
            if (failure) std::rethrow_exception(failure);
            value = std::move(result);
        });
        run_until([&value] { return value.has_value(); });
        return std::move(*value);
    }

    template <class Condition>
    void run_until(Condition reached)
    {
        io.restart();
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (!reached() && io.run_one_until(deadline) > 0) {
        }
        if (!reached()) throw std::runtime_error("the loop ran dry, or the time is over");
    }

    /// One fetch that may go to loopback.
    Result fetch(Request request)
    {
        request.allow_private = true;
        return run(client.fetch(std::move(request)));
    }
    Result get(std::string url)
    {
        Request request;
        request.url = std::move(url);
        return fetch(std::move(request));
    }

    boost::asio::io_context io{1};
    HttpClient client;
};

/// The failure's word, or "answered".
inline std::string outcome(const Result& result)
{
    return result ? "answered" : std::string(to_string(result.error().error));
}

} // namespace baotin::net::test
