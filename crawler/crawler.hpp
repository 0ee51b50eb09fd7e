#pragma once

#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "config/config.hpp"
#include "crawler/frontier.hpp"
#include "crawler/parse_pool.hpp"
#include "crawler/polite_fetch.hpp"
#include "crawler/site_troubles.hpp"
#include "crawler/visitor.hpp"
#include "net/http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Registry;
}

namespace baotin::crawler {

/// What the crawler stands on; all of it must outlive the crawler.
struct CrawlerParts {
    net::Fetcher& http;
    archive::Recorder& recorder;
    archive::Reads& reads;
    ParsePool& pool;
    Clock& clock;
    std::function<void()> deliveries_queued; ///< called after a commit that queued some
    prometheus::Registry* registry = nullptr;
};

/// One finished visit, for those who watch (`crawl`'s progress).
struct Progress {
    archive::DuePage page;
    Visited visited;
    std::size_t done = 0;
    std::size_t left = 0; ///< known to be left at this moment
};

/// Visits what is due, politely, for as long as the daemon lives, or once.
///
/// Lives on the loop. At most `[crawler] connections` visits are under way, which bounds memory. A broken
/// store ends run() with its exception.
class Crawler {
public:
    Crawler(boost::asio::any_io_executor loop, CrawlerParts parts, config::Snapshot config);
    ~Crawler();
    Crawler(const Crawler&) = delete;
    Crawler& operator=(const Crawler&) = delete;

    /// Visits until stop().
    boost::asio::awaitable<void> run();

    /// Visits every source of `sites` (all where empty) once, then the articles that are new or due, and
    /// returns.
    boost::asio::awaitable<void> crawl_once(std::vector<std::string> sites,
                                            std::function<void(const Progress&)> watch);

    /// Swaps the whole configuration: sources and rules may have come, gone or changed. Visits under way end
    /// by the old one.
    boost::asio::awaitable<void> reload(config::Snapshot config);

    /// Starts no more visits, ends those under way and returns when they are gone. run() returns too.
    boost::asio::awaitable<void> stop();

private:
    class Work;
    std::shared_ptr<Work> work_;
};

} // namespace baotin::crawler
