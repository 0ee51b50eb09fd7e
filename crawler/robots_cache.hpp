#pragma once

#include "crawler/host_budgets.hpp"
#include "crawler/site_access.hpp"
#include "net/http.hpp"
#include "parsers/robots.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <unordered_map>

namespace baotin::crawler {

/// What the robots.txt of one origin (scheme, host and port) says to us, and for how long that holds.
struct RobotsEntry {
    parsers::Robots rules;
    Time expires{};
    std::string unreachable; ///< why it could not be had; then everything is disallowed (RFC 9309 §2.3.1.4)
};

/// robots.txt of every origin we ask, kept for a day (RFC 9309 §2.4), ten minutes where it was unreachable.
///
/// Lives on the loop. `http` and `clock` must outlive it.
class RobotsCache {
public:
    RobotsCache(net::Fetcher& http, const config::Crawler& settings, Clock& clock);

    /// The rules for `url`'s origin; asks the host within the caller's turn where they are not at hand (by
    /// `access`, which is its site's), and waits the turn's delay afterwards, so that the caller may ask at
    /// once.
    boost::asio::awaitable<std::shared_ptr<const RobotsEntry>> rules_for(std::string url, Access access,
                                                                         const Turn& turn);

private:
    boost::asio::awaitable<RobotsEntry> fetch(std::string url, Access access,
                                              std::chrono::milliseconds delay);

    net::Fetcher& http_;
    std::string product_token_;
    bool allow_private_;
    net::Limits limits_;
    std::size_t max_ratio_;
    Clock& clock_;
    std::unordered_map<std::string, std::shared_ptr<const RobotsEntry>> entries_;
};

} // namespace baotin::crawler
