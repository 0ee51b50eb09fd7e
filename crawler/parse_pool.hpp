#pragma once

#include "archive/offload.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <utility>

namespace baotin::crawler {

/// The threads that parse, compare and compress. Only pure functions run here; what waits is bounded by the
/// number of visits in flight. Must outlive the coroutines that wait for it.
class ParsePool {
public:
    explicit ParsePool(std::size_t threads) : threads_(threads) {}
    ~ParsePool() { threads_.join(); }
    ParsePool(const ParsePool&) = delete;
    ParsePool& operator=(const ParsePool&) = delete;

    /// Name `fn` before the co_await (docs/traps.md: GCC 12).
    template <class Fn>
    auto run(Fn fn)
    {
        return archive::offload(threads_, std::move(fn));
    }

private:
    boost::asio::thread_pool threads_;
};

} // namespace baotin::crawler
