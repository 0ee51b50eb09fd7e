#pragma once

#include "config/site.hpp"
#include "crawler/host_budgets.hpp"
#include "crawler/memory.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <expected>
#include <optional>
#include <random>
#include <string>

namespace baotin::crawler {

bool is_redirect(int status);

/// Whom requests for this URL of the site are charged to: the site's joint budget, or the URL's host.
std::string budget_of(const std::string& url, const config::Site& site);

/// The one door through which requests to watched hosts leave, pages and robots.txt alike: whatever a host
/// answers teaches its budget, and what a restart must not forget is kept.
///
/// Lives on the loop. All that it is made of must outlive it.
class HostDoor {
public:
    HostDoor(net::Fetcher& http, HostBudgets& budgets, Memory& memory, bool allow_private, Clock& clock);

    /// Waits, within `turn`, until the host may be asked: the delay after the request before, what it was
    /// slowed down by, a Retry-After. False where that is longer than a visit should wait.
    boost::asio::awaitable<bool> admit(const Turn& turn);

    /// Asks within `turn`, once admitted. Any status is an answer.
    boost::asio::awaitable<std::expected<net::Response, net::FetchFailure>> ask(net::Request request,
                                                                                const Turn& turn);

    /// A turn at another host; nothing where that host wants to be left alone for longer than `patience`.
    boost::asio::awaitable<std::optional<Turn>> turn_at(std::string host, std::chrono::milliseconds delay,
                                                        std::chrono::milliseconds patience);

private:
    boost::asio::awaitable<void> learn(const Turn& turn, HostAnswer answer);

    net::Fetcher& http_;
    HostBudgets& budgets_;
    Memory& memory_;
    bool allow_private_;
    Clock& clock_;
    std::minstd_rand random_{clock_.seed()}; // jitter; nothing secret
};

} // namespace baotin::crawler
