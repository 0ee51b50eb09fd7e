#pragma once

#include "archive/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace prometheus {
class Registry;
}

namespace baotin::archive {

struct RecorderOptions {
    std::size_t queue = 1024;            ///< commands waiting; beyond that callers wait, which slows fetching
    std::size_t group = 256;             ///< most commands in one commit
    std::chrono::milliseconds linger{5}; ///< how long the first command of a group waits for company
    std::chrono::milliseconds patience{1000}; ///< between two tries while nothing can be written
    prometheus::Registry* registry = nullptr; ///< optional
    /// Where set, it writes there and has no thread, and its end drops what was not written yet: a simulation
    /// stays in one order, and can crash. The executor runs nothing after that.
    boost::asio::any_io_executor instead_of_thread{};
};

/// The one thread that writes. Takes commands from a bounded queue, groups them into one commit, and
/// completes the waiting coroutines only after the commit is durable. A command that throws is rolled back
/// alone (its group is then written anew, command by command) and its exception reaches its caller; a commit
/// that fails reaches all of its callers. While nothing can be written at all (a full disk) everybody waits,
/// and the group is tried again until it is durable or the recorder ends.
///
/// Called on the loop (`completions`); owns the writer; must be destroyed after the coroutines that wait for
/// it. `note`, `keep` and `attempted` may also be left unawaited by spawning them: they are in order
/// with all others.
class Recorder {
public:
    Recorder(boost::asio::any_io_executor completions, std::unique_ptr<Writer> writer,
             std::shared_ptr<const Router> router, RecorderOptions options = {});
    ~Recorder(); ///< drains the queue, commits, joins
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    void set_router(std::shared_ptr<const Router> router); ///< for commands submitted from now on

    /// Why nothing can be written at the moment, if so. Any thread.
    [[nodiscard]] std::optional<std::string> stalled() const;
    /// From now on what cannot be written fails, and is not tried again: a stop has its time limit.
    void stop_waiting();

    boost::asio::awaitable<void> sync(std::vector<SitePlan> plans, Time now);
    boost::asio::awaitable<void> note(VisitNote note);
    /// One command, in order with all others, that nobody waits for; also beyond the queue's bound: the
    /// caller bounds it. What makes it fail is told to the next caller that waits for a command: that one is
    /// not written, and throws it.
    void note_later(std::vector<VisitNote> notes);
    /// Resumes once everything submitted before is durable; throws what no caller was told yet.
    boost::asio::awaitable<void> flush();
    boost::asio::awaitable<void> keep(HostState host);
    boost::asio::awaitable<void> keep(RobotsFile robots);
    boost::asio::awaitable<void> keep(Lesson lesson);
    boost::asio::awaitable<Announced> record(SourceVisit visit);
    boost::asio::awaitable<Recorded> record(ArticleVisit visit);
    boost::asio::awaitable<Gone> record(GoneVisit visit);
    boost::asio::awaitable<void> hold(HeldVisit visit);
    boost::asio::awaitable<int> open_incident(Incident incident, std::optional<EventType> type);
    boost::asio::awaitable<int> close_incident(Incident incident, std::optional<EventType> type);
    boost::asio::awaitable<void> attempted(DeliveryAttempt attempt);
    boost::asio::awaitable<std::size_t> retry_deliveries(DeliveryQuery query, Time now);
    boost::asio::awaitable<std::size_t> drop_raw_pages(Time before, std::size_t limit);
    boost::asio::awaitable<std::size_t> drop_raw_pages_beyond(std::uint64_t bytes, std::size_t limit);
    boost::asio::awaitable<void> keep_packed(PackedPages pages);
    boost::asio::awaitable<std::size_t> index_revisions(std::size_t limit);
    boost::asio::awaitable<StoriesJoined> join_stories(std::size_t limit);

private:
    class Queue;
    std::unique_ptr<Queue> queue_;
};

} // namespace baotin::archive
