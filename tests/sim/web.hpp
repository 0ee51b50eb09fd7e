#pragma once

#include "net/http.hpp"
#include "tests/sim/guest_book.hpp"
#include "tests/sim/scenario.hpp"
#include "tests/sim/world.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace baotin::sim {

/// An article of a site, as the world names it.
using Name = std::pair<std::string, std::string>; ///< site, token

/// What the crawler got to see, so that the archive can be held against it.
struct Seen {
    struct Announced {
        Time at;
        bool in_first_visit; ///< of its source: backfill
    };
    struct Served {
        Time at;
        std::size_t version;
    };
    std::map<Name, Announced> announced;
    std::map<Name, Served> served;       ///< the last text that was handed over, or confirmed by 304
    std::set<std::string> addresses;     ///< that were announced
    std::map<std::string, Time> sources; ///< when each was first read
};

/// The simulated sites behind the port that the crawler fetches through: every request takes virtual time, is
/// written into the guest book and the log, and is answered by what is true at the moment of the answer.
/// Lives on the simulation's thread and outlives every daemon.
class Web final : public net::Fetcher {
public:
    Web(const Truth& truth, const Scenario& scenario, World& world, Findings& findings);

    boost::asio::awaitable<std::expected<net::Response, net::FetchFailure>>
    fetch(net::Request request) override;

    /// The daemon died: what it had been told in this very instant, it may not have written down.
    void daemon_died();

    [[nodiscard]] const Seen& seen() const { return seen_; }
    [[nodiscard]] const GuestBook& guests() const { return guests_; }
    [[nodiscard]] const std::string& log() const { return log_; } ///< one line a request

private:
    using Answer = std::expected<net::Response, net::FetchFailure>;
    struct Visitor;
    friend struct Visitor;

    [[nodiscard]] const TrueSite* site_of(const std::string& host, const std::string& path) const;
    [[nodiscard]] milliseconds latency(const std::string& url) const;
    [[nodiscard]] bool fails_alone(const std::string& url) const;
    Answer answer(const GuestBook::Guest& guest, const net::Request& request);
    Answer in_trouble(const Outage& outage) const;
    Answer page(const GuestBook::Guest& guest, const net::Request& request);
    Answer source(const TrueSite& site, const std::string& path, const net::Request& request);
    Answer article(const TrueSite& site, const std::string& path, const net::Request& request);
    [[nodiscard]] bool not_modified(const TrueSite& site, const net::Request& request,
                                    std::string& etag) const;
    void announce(const TrueSite& site, const std::string& source, std::size_t most);
    void write_down(const GuestBook::Guest& guest, const Answer& answer, Time asked);

    const Truth& truth_;
    const Scenario& scenario_;
    World& world_;
    VirtualClock clock_;
    Findings& findings_;
    GuestBook guests_;
    Seen seen_;
    std::string log_;
    std::uint64_t requests_ = 0;
    std::map<std::string, std::pair<const TrueSite*, const TrueArticle*>>
        by_path_; // host without www. + path
};

} // namespace baotin::sim
