#pragma once

#include "crawler/host_door.hpp"
#include "crawler/robots_file.hpp"
#include "crawler/site_access.hpp"
#include "parsers/robots.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace baotin::crawler {

/// What the robots.txt of one origin (scheme, host and port) says to us.
struct RobotsEntry {
    parsers::Robots rules;
    std::string unreachable; ///< why it could not be had and never was; then everything is disallowed
};

/// robots.txt of every origin we ask, remembered across restarts: for a day, and through an outage by its
/// last good copy (RFC 9309 §2.3.1, §2.4; robots_file.hpp has the decisions).
///
/// Lives on the loop. What it is made of must outlive it.
class RobotsCache {
public:
    RobotsCache(HostDoor& door, Memory& memory, const config::Crawler& settings, Clock& clock);

    /// What the archive remembers, at the start. What was learned since stays.
    void load(std::vector<archive::RobotsFile> files);

    /// The rules for `url`'s origin; asks the host within the caller's turn where they are not at hand (by
    /// `access`, which is its site's), and waits the turn's delay afterwards, so that the caller may ask at
    /// once. Throws boost::system::system_error (operation_aborted) when cancelled.
    boost::asio::awaitable<std::shared_ptr<const RobotsEntry>> rules_for(std::string url, Access access,
                                                                         const Turn& turn);

private:
    struct Known {
        archive::RobotsFile file;
        std::shared_ptr<const RobotsEntry> entry; // read from the file when first asked for
    };
    boost::asio::awaitable<RobotsAnswer> fetch(std::string url, Access access, const Turn& turn);
    std::shared_ptr<const RobotsEntry> entry_of(Known& known);

    HostDoor& door_;
    Memory& memory_;
    std::string product_token_;
    net::Limits limits_;
    Clock& clock_;
    std::unordered_map<std::string, Known> known_; // by origin
};

} // namespace baotin::crawler
