#pragma once

#include "alerts/dispatcher.hpp"
#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "archive/store.hpp"
#include "config/config.hpp"
#include "crawler/crawler.hpp"
#include "crawler/parse_pool.hpp"
#include "net/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <prometheus/registry.h>

#include <memory>

namespace baotin::daemon {

/// The composition root: one archive, one loop, and every room wired to them. Members stand in the order in
/// which they need each other, so that destruction takes them down in reverse.
///
/// Built, used and destroyed on the main thread, which becomes the loop.
class Node {
public:
    /// Opens and claims the archive. Throws archive::StoreError.
    explicit Node(config::Snapshot config);
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    boost::asio::io_context& loop() { return loop_; }
    crawler::Clock& clock() { return clock_; }
    crawler::Crawler& crawler() { return *crawler_; }
    alerts::Dispatcher& dispatcher() { return *dispatcher_; }
    archive::Recorder& recorder() { return *recorder_; }
    archive::Reads& reads() { return *reads_; }
    archive::Reads& care_reads() { return *care_reads_; }
    archive::Reads& web_reads() { return *web_reads_; }
    prometheus::Registry& registry() { return registry_; }
    [[nodiscard]] const config::Config& config() const { return *config_; }
    /// Did the process that had the archive before end by force?
    [[nodiscard]] bool left_by_force() const { return store_->left_by_force(); }

    /// Swaps the configuration in all rooms. What is read at the start only ([store], [crawler], [web]) stays
    /// until a restart.
    boost::asio::awaitable<void> reload(config::Snapshot config);

    /// Ends visits and deliveries, within seconds; what is under way and not recorded is still due at the
    /// next start.
    boost::asio::awaitable<void> stop();

private:
    void warn() const;

    config::Snapshot config_;
    prometheus::Registry registry_;
    boost::asio::io_context loop_{1};
    crawler::SystemClock clock_{loop_.get_executor()};
    std::unique_ptr<archive::Store> store_;
    std::unique_ptr<archive::Reads> reads_;
    std::unique_ptr<archive::Reads> care_reads_; ///< for work of seconds behind the visits
    std::unique_ptr<archive::Reads> web_reads_; ///< so that who reads the API at length does not delay visits
    std::unique_ptr<archive::Recorder> recorder_;
    std::unique_ptr<crawler::ParsePool> pool_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<net::HttpClient>
        webhooks_; ///< apart from the crawler's, so that neither takes the other's connections
    std::unique_ptr<alerts::Dispatcher> dispatcher_;
    std::unique_ptr<crawler::Crawler> crawler_;
};

} // namespace baotin::daemon
