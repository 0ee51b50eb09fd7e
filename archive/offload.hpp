#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace baotin::archive {

/// Runs `fn` on a thread of `pool` and resumes the caller on its own executor with the answer or the
/// exception. `fn` runs to its end even when the caller is cancelled meanwhile. `pool` must be joined before
/// what `fn` refers to dies.
template <class Fn, class Answer = std::invoke_result_t<Fn&>>
boost::asio::awaitable<Answer> offload(boost::asio::any_io_executor pool, Fn fn)
{
    namespace asio = boost::asio;
    using Signature = void(std::exception_ptr, std::shared_ptr<Answer>);
    auto start = [&pool](auto handler, Fn work) {
        auto home = asio::make_work_guard(asio::get_associated_executor(handler));
        auto job = [handler = std::move(handler), work = std::move(work), home = std::move(home)]() mutable {
            std::exception_ptr failure;
            std::shared_ptr<Answer> answer;
            try {
                answer = std::make_shared<Answer>(work());
            } catch (...) {
                failure = std::current_exception();
            }
            auto executor = home.get_executor();
            asio::post(executor,
                       [handler = std::move(handler), failure, answer = std::move(answer)]() mutable {
                           std::move(handler)(failure, std::move(answer));
                       });
            home.reset();
        };
        asio::post(pool, std::move(job));
    };
    auto token = asio::use_awaitable;
    auto answer =
        co_await asio::async_initiate<decltype(asio::use_awaitable), Signature>(start, token, std::move(fn));
    co_return std::move(*answer);
}

} // namespace baotin::archive
