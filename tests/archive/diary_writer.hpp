#pragma once

#include "archive/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::archive {

/// What the fake store saw, shared by the test and the recorder's thread.
class Diary {
public:
    void write(std::string line)
    {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
        changed_.notify_all();
    }
    std::vector<std::string> lines()
    {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    /// Answers how often `line` stands there: as soon as that is `count` times, or after a while.
    std::size_t wait_for(std::string_view line, std::size_t count)
    {
        std::unique_lock lock(mutex_);
        const auto number = [&] {
            return static_cast<std::size_t>(std::count(lines_.begin(), lines_.end(), line));
        };
        changed_.wait_for(lock, std::chrono::seconds(10), [&] { return number() >= count; });
        return number();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
};

/// A store that only writes a diary, and can be held up or broken.
class DiaryWriter final : public Writer {
public:
    explicit DiaryWriter(Diary& diary) : diary_(&diary) {}

    std::atomic<bool> broken_commit = false;
    std::atomic<bool> full_disk = false;
    std::atomic<bool> broken_savepoint = false;
    std::shared_future<void> gate; ///< the first begin() waits for it

    void begin() override
    {
        diary_->write("begin");
        if (gate.valid()) gate.wait();
    }
    void commit() override
    {
        if (full_disk) {
            diary_->write("full");
            throw StoreUnwritable("the disk is full");
        }
        if (broken_commit) throw StoreError("the disk is full");
        diary_->write("commit");
    }
    void rollback() override { diary_->write("rollback"); }
    void savepoint() override {}
    void release_savepoint() override {}
    void rollback_to_savepoint() override
    {
        if (broken_savepoint) throw StoreError("no such savepoint");
        diary_->write("undo");
    }

    void sync(const std::vector<SitePlan>&, Time) override { diary_->write("sync"); }
    void note(const VisitNote& note) override
    {
        if (note.page < 0) throw StoreError("no such page");
        diary_->write(fmt::format("note {}", note.page));
    }
    void keep(const HostState& host) override { diary_->write("host " + host.host); }
    void keep(const RobotsFile& robots) override { diary_->write("robots " + robots.origin); }
    void keep(const Lesson& lesson) override { diary_->write("lesson " + lesson.what); }
    Announced record(const SourceVisit&) override
    {
        return {.fresh = {DuePage{.id = 5, .site = "", .url = ""}}};
    }
    Recorded record(const ArticleVisit&, const Router&) override
    {
        return {.what = Recorded::What::created, .article = 7};
    }
    Gone record(const GoneVisit&, const Router&) override { return {.what = Gone::What::held}; }
    int open_incident(const Incident&, std::optional<EventType>, const Router& router) override
    {
        return static_cast<int>(router.route({}, nullptr).size());
    }
    int close_incident(const Incident&, std::optional<EventType>, const Router&) override { return 2; }
    void attempted(const DeliveryAttempt& attempt) override
    {
        diary_->write(fmt::format("attempt {}", attempt.delivery));
    }
    std::size_t retry_deliveries(const DeliveryQuery&, Time) override { return 3; }
    std::size_t replay_events(std::string_view, const std::vector<std::int64_t>&, Time) override { return 0; }
    void hold(const HeldVisit&) override {}
    void drop_kept_page(PageId, Time) override {}
    std::size_t drop_raw_pages(Time, std::size_t limit) override { return limit; }
    std::size_t drop_raw_pages_beyond(std::uint64_t, std::size_t limit) override { return limit; }
    void keep_packed(const PackedPages&) override {}
    std::size_t index_revisions(std::size_t) override { return 0; }
    void clear_search_index() override {}
    StoriesJoined join_stories(std::size_t, const Router*) override { return {}; }
    void clear_stories() override {}

private:
    Diary* diary_;
};

} // namespace baotin::archive
