#pragma once

#include "archive/recorder.hpp"
#include "archive/recorder_metrics.hpp"
#include "archive/store.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace baotin::archive {

/// One thing to write, with the caller that waits for it, if one does.
class Command {
public:
    virtual ~Command() = default;
    [[nodiscard]] virtual bool waited_for() const = 0;
    virtual void apply(Writer& writer) = 0; ///< once more where its group was rolled back
    virtual void complete(std::exception_ptr failure) noexcept = 0; ///< posts the answer home

    std::chrono::steady_clock::time_point queued_at = std::chrono::steady_clock::now();
    std::exception_ptr failure;
};

/// The recorder's thread and its queue. push() may be called from any thread; the writer is touched by the
/// thread alone.
///
/// `queue_` is what the options bound. Beyond it a command stays in `waiting_`, in order, until there is
/// room: its caller is suspended, so that there are never more of them than visits in flight, or it is one of
/// few that nobody waits for (crawler/recent_pages bounds them); the loop is never blocked.
class Recorder::Queue {
public:
    Queue(std::unique_ptr<Writer> writer, RecorderOptions options);
    ~Queue(); ///< the thread writes what was pushed, then ends

    void push(std::unique_ptr<Command> command);

    boost::asio::any_io_executor completions; ///< for callers without an executor of their own
    std::shared_ptr<const Router> router;     ///< the loop's: commands take it along

private:
    using Group = std::vector<std::unique_ptr<Command>>;

    void run(const std::stop_token& stop);
    void write_next_group();
    Group next_group(const std::stop_token& stop);
    Group take_group(); ///< under the mutex
    void write(Group& group);
    bool write_at_once(Group& group);
    void write_one_by_one(Group& group);
    void apply(Command& command);
    bool told_instead(Command& command);
    void fail(Command& command, std::exception_ptr failure);
    void admit_waiting();

    RecorderOptions options_;
    RecorderMetrics metrics_;
    std::unique_ptr<Writer> writer_;
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<std::unique_ptr<Command>> queue_;
    std::deque<std::unique_ptr<Command>> waiting_;
    std::exception_ptr untold_; ///< of a command that nobody waited for; the writing thread's
    bool writing_soon_ = false; ///< without a thread: write_next_group() is posted
    std::jthread thread_;       ///< last: everything else outlives it
};

} // namespace baotin::archive
