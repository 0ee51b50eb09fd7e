#pragma once

#include "config/config.hpp"
#include "crawler/page_reader.hpp"
#include "crawler/robots_cache.hpp"

#include <expected>
#include <memory>
#include <string>

namespace baotin::daemon {

/// Asks for single pages as politely as the crawler does, but outside the archive: for `check --live`, `try`
/// and `robots`. Blocks until the answer is there; the main thread is its loop.
class Probe {
public:
    enum class Addresses {
        as_configured, ///< those of site files: `[crawler] allow_private` says
        any            ///< a person typed it
    };
    Probe(config::Crawler settings, Addresses addresses);
    ~Probe();
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    using Site = std::shared_ptr<const config::Site>;

    /// The page, by the site's transport, cookies and delay; or one sentence why there is none.
    std::expected<crawler::WirePage, std::string> fetch(const std::string& url, Site site);
    std::shared_ptr<const crawler::RobotsEntry> robots(const std::string& url);

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

} // namespace baotin::daemon
