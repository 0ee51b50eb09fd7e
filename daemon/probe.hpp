#pragma once

#include "config/config.hpp"
#include "crawler/page_reader.hpp"
#include "crawler/robots_cache.hpp"

#include <expected>
#include <memory>
#include <string>

namespace baotin::daemon {

/// Asks for single pages as politely as the crawler does, but outside the archive: for `check --live`, `try`
/// and `robots`. Blocks until the answer is there; the main thread is its loop. Private addresses are
/// allowed: a person typed them.
class Probe {
public:
    explicit Probe(const config::Crawler& settings);
    ~Probe();
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    /// The page, or one sentence why there is none; as politely as `visit` says.
    std::expected<crawler::WirePage, std::string> fetch(const std::string& url,
                                                        const config::VisitSettings& visit);
    std::shared_ptr<const crawler::RobotsEntry> robots(const std::string& url);

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

} // namespace baotin::daemon
