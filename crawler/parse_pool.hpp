#pragma once

#include "archive/offload.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace baotin::crawler {

/// The threads that parse, compare and compress. Only pure functions run here; what waits is bounded by the
/// number of visits in flight. Must outlive the coroutines that wait for it. A simulation runs them on an
/// executor of its own instead.
class ParsePool {
public:
    explicit ParsePool(std::size_t threads)
        : threads_(std::in_place, threads), executor_(threads_->get_executor())
    {
    }
    explicit ParsePool(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
    ~ParsePool()
    {
        if (threads_) threads_->join();
    }
    ParsePool(const ParsePool&) = delete;
    ParsePool& operator=(const ParsePool&) = delete;

    /// Name `fn` before the co_await (docs/traps.md: GCC 12).
    template <class Fn>
    auto run(Fn fn)
    {
        return archive::offload(executor_, std::move(fn));
    }

private:
    std::optional<boost::asio::thread_pool> threads_;
    boost::asio::any_io_executor executor_;
};

} // namespace baotin::crawler
