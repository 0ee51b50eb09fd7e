#include "archive/recorder_queue.hpp"

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace baotin::archive {

using Clock = std::chrono::steady_clock;

Recorder::Queue::Queue(std::unique_ptr<Writer> writer, RecorderOptions options)
    : options_(options), metrics_(options.registry), writer_(std::move(writer))
{
    options_.queue = std::max<std::size_t>(options_.queue, 1);
    options_.group = std::max<std::size_t>(options_.group, 1);
    if (options_.instead_of_thread) return;
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Recorder::Queue::~Queue()
{
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

void Recorder::Queue::push(std::unique_ptr<Command> command)
{
    {
        const std::lock_guard lock(mutex_);
        // Behind those who wait already, or order would be lost.
        auto& place = queue_.size() < options_.queue && waiting_.empty() ? queue_ : waiting_;
        place.push_back(std::move(command));
        metrics_.queued(queue_.size(), waiting_.size());
    }
    if (thread_.joinable()) {
        arrived_.notify_one();
    } else if (!std::exchange(writing_soon_, true)) {
        boost::asio::post(options_.instead_of_thread, [this] { write_next_group(); });
    }
}

/// Without a thread: what was pushed meanwhile comes together, as it does behind a commit.
void Recorder::Queue::write_next_group()
{
    writing_soon_ = false;
    while (!queue_.empty()) {
        auto group = take_group();
        write(group);
        for (auto& command : group)
            command->complete(std::move(command->failure));
    }
}

void Recorder::Queue::run(const std::stop_token& stop)
{
    stop_ = stop;
    while (true) {
        auto group = next_group(stop);
        if (group.empty()) return; // stopped, and nothing is left
        write(group);
        for (auto& command : group) {
            command->complete(std::move(command->failure));
        }
    }
}

Recorder::Queue::Group Recorder::Queue::next_group(const std::stop_token& stop)
{
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, stop, [this] { return !queue_.empty(); });
    if (!queue_.empty()) {
        // The linger counts from the first command's arrival: what came during the last commit has waited
        // already.
        const auto full = std::min(options_.group, options_.queue);
        arrived_.wait_until(lock, stop, queue_.front()->queued_at + options_.linger,
                            [this, full] { return queue_.size() >= full; });
    }
    return take_group();
}

Recorder::Queue::Group Recorder::Queue::take_group()
{
    Group group;
    const auto size = std::min(options_.group, queue_.size());
    group.reserve(size);
    std::move(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size), std::back_inserter(group));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
    admit_waiting();
    return group;
}

void Recorder::Queue::admit_waiting()
{
    while (!waiting_.empty() && queue_.size() < options_.queue) {
        queue_.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    metrics_.queued(queue_.size(), waiting_.size());
}

void Recorder::Queue::write(Group& group)
{
    const auto start = Clock::now();
    try {
        write_durably(group);
        metrics_.committed(group.size(), Clock::now() - start);
    } catch (const std::exception& error) {
        spdlog::error("the recorder could not commit {} commands: {}", group.size(), error.what());
        for (auto& command : group) {
            if (!command->failure) fail(*command, std::current_exception());
        }
        rollback();
    }
    metrics_.failed(static_cast<std::size_t>(std::count_if(
        group.begin(), group.end(), [](const auto& command) { return command->failure != nullptr; })));
}

/// Tries again for as long as nothing can be written: whoever waits for the group waits on, the queue fills,
/// and fetching stops by itself. Nothing that was found is thrown away.
void Recorder::Queue::write_durably(Group& group)
{
    while (true) {
        try {
            if (!write_at_once(group)) write_one_by_one(group);
            break;
        } catch (const StoreUnwritable& failure) {
            rollback();
            if (!wait_for_room(failure)) throw;
        }
    }
    const std::lock_guard lock(mutex_);
    if (!stalled_) return;
    spdlog::info("the archive can be written again");
    stalled_.reset();
    metrics_.stalled(false);
}

/// False where the recorder ends, or has no thread that could wait.
bool Recorder::Queue::wait_for_room(const StoreUnwritable& failure)
{
    std::unique_lock lock(mutex_);
    if (!stop_.stop_possible() || stop_.stop_requested() || impatient_) return false;
    if (!stalled_) spdlog::error("{}; until then nothing is fetched", failure.what());
    stalled_ = failure.what();
    metrics_.stalled(true);
    arrived_.wait_for(lock, stop_, options_.patience, [this] { return impatient_; });
    return !stop_.stop_requested() && !impatient_;
}

std::optional<std::string> Recorder::Queue::stalled()
{
    const std::lock_guard lock(mutex_);
    return stalled_;
}

void Recorder::Queue::stop_waiting()
{
    const std::lock_guard lock(mutex_);
    impatient_ = true;
    arrived_.notify_all();
}

void Recorder::Queue::rollback()
{
    try {
        writer_->rollback();
    } catch (const std::exception& error) {
        spdlog::error("the recorder could not roll back: {}", error.what());
    }
}

/// Without savepoints, each of which copies every database page that its command changes. False where a
/// command threw: then nothing of the group was written.
bool Recorder::Queue::write_at_once(Group& group)
{
    writer_->begin();
    for (auto& command : group) {
        if (told_instead(*command)) continue;
        try {
            command->apply(*writer_);
        } catch (...) { // the second time it is told
            writer_->rollback();
            return false;
        }
    }
    writer_->commit();
    return true;
}

void Recorder::Queue::write_one_by_one(Group& group)
{
    writer_->begin();
    for (auto& command : group) {
        if (!told_instead(*command)) apply(*command);
    }
    writer_->commit();
}

void Recorder::Queue::apply(Command& command)
{
    writer_->savepoint();
    try {
        command.apply(*writer_);
        writer_->release_savepoint();
    } catch (const StoreUnwritable&) {
        throw; // no fault of this command
    } catch (...) {
        fail(command, std::current_exception());
        writer_->rollback_to_savepoint(); // throws where the store gave the whole group up
    }
}

/// Is its caller told of an earlier failure, so that the command is not written?
bool Recorder::Queue::told_instead(Command& command)
{
    if (!command.failure && untold_ && command.waited_for())
        command.failure = std::exchange(untold_, nullptr);
    return command.failure != nullptr;
}

void Recorder::Queue::fail(Command& command, std::exception_ptr failure)
{
    if (!command.waited_for() && !untold_) untold_ = failure;
    command.failure = std::move(failure);
}

} // namespace baotin::archive
