#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <thread>
#include <utility>

namespace baotin {

/// The loop, on a thread of its own, so that a test can wait for the world outside.
class LoopThread {
public:
    LoopThread() : thread_([this] { loop_.run(); }) {}
    ~LoopThread() { stop(); }
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;

    boost::asio::any_io_executor executor() { return loop_.get_executor(); }

    /// Runs a coroutine on the loop and answers what it does.
    template <class T>
    T run(boost::asio::awaitable<T> task)
    {
        return boost::asio::co_spawn(loop_, std::move(task), boost::asio::use_future).get();
    }

    /// Runs a function on the loop and waits for it.
    template <class Fn>
    void call(Fn fn)
    {
        boost::asio::post(loop_, std::packaged_task<void()>(std::move(fn))).get();
    }

    void stop()
    {
        loop_.stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    boost::asio::io_context loop_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_ =
        boost::asio::make_work_guard(loop_);
    std::thread thread_;
};

/// Waits until `condition` holds; false when `patience` runs out first.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds patience = std::chrono::seconds(20))
{
    auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

} // namespace baotin
