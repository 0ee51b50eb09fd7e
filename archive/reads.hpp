#pragma once

#include "archive/offload.hpp"
#include "archive/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace baotin::archive {

/// One thread with one read-only connection, so that the loop never waits for the disk. A simulation runs it
/// on an executor of its own instead.
///
/// `co_await reads.run(fn)` calls `fn(Reader&)` over there and comes back to the caller's executor with its
/// answer or its exception. Name `fn` before the co_await (docs/traps.md: GCC 12). Must outlive the
/// coroutines that wait for it.
class Reads {
public:
    explicit Reads(std::unique_ptr<Reader> reader)
        : reader_(std::move(reader)), thread_(std::in_place, 1), executor_(thread_->get_executor())
    {
    }
    Reads(std::unique_ptr<Reader> reader, boost::asio::any_io_executor executor)
        : reader_(std::move(reader)), executor_(std::move(executor))
    {
    }
    ~Reads()
    {
        if (thread_) thread_->join();
    }
    Reads(const Reads&) = delete;
    Reads& operator=(const Reads&) = delete;

    template <class Fn>
    boost::asio::awaitable<std::invoke_result_t<Fn&, Reader&>> run(Fn fn)
    {
        auto work = [this, fn = std::move(fn)]() mutable { return fn(*reader_); };
        return offload(executor_, std::move(work));
    }

private:
    std::unique_ptr<Reader> reader_;
    std::optional<boost::asio::thread_pool> thread_;
    boost::asio::any_io_executor executor_;
};

} // namespace baotin::archive
