#pragma once

#include "alerts/hook_router.hpp"
#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "archive/store.hpp"
#include "tests/alerts/loop_thread.hpp"
#include "tests/alerts/samples.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace baotin {

/// A real archive in a temporary folder, and articles to put into it.
class Newsroom {
public:
    explicit Newsroom(LoopThread& loop, config::Snapshot config);
    ~Newsroom();

    struct Story {
        archive::PageId page = 0;
        std::string url;
        archive::Base base;
    };
    Story publish(const std::string& name);           ///< raises article.new
    void edit(Story& story, const std::string& body); ///< raises article.changed
    void fail(const std::string& site);               ///< raises site.failing
    std::size_t retry(const archive::DeliveryQuery& query);
    std::size_t replay(const std::string& hook,
                       const std::vector<std::int64_t>& cursors); ///< as a process beside us
    void set_config(config::Snapshot config);

    std::vector<archive::Delivery> deliveries(const std::string& hook); ///< oldest first
    archive::Delivery delivery(archive::DeliveryId id);                 ///< with body and heads
    std::vector<std::string> states(const std::string& hook);           ///< oldest first
    std::vector<archive::Incident> open_incidents();
    std::vector<archive::StoredEvent> events();

    parsers::Time now() const;
    void advance(std::chrono::milliseconds time) { ahead_ += time.count(); }

    archive::Recorder& recorder() { return *recorder_; }
    archive::Reads& reads() { return *reads_; }

private:
    archive::VisitNote note(archive::PageId page, archive::Outcome outcome) const;

    LoopThread& loop_;
    std::filesystem::path folder_;
    std::unique_ptr<archive::Store> store_;
    std::unique_ptr<archive::Recorder> recorder_;
    std::unique_ptr<archive::Reads> reads_;
    std::unique_ptr<archive::Reader> reader_;
    archive::PageId source_ = 0;
    std::atomic<std::int64_t> ahead_ = 0;
};

} // namespace baotin
