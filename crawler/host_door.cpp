#include "crawler/host_door.hpp"

#include "net/retry_after.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongestWait = 2min; // within a visit

HostAnswer answer_of(const net::Response& response, const std::string& url, std::chrono::milliseconds took,
                     Time now)
{
    auto detail = fmt::format("{} answered {}", url, response.status);
    if (response.status == 429 || response.status == 503) {
        auto retry_after = net::read_retry_after(response.header("retry-after").value_or(""), now);
        return {HostAnswer::Kind::pushed_back, took, retry_after, std::move(detail)};
    }
    if (response.status >= 500) return {HostAnswer::Kind::failed, took, {}, std::move(detail)};
    return {HostAnswer::Kind::usable, took, {}, {}};
}

/// Does a request that failed so speak of its host, not of the page alone?
bool is_of_host(net::FetchError error)
{
    switch (error) {
    case net::FetchError::bad_url:
    case net::FetchError::refused_address:
    case net::FetchError::too_large:
    case net::FetchError::cancelled:
        return false;
    case net::FetchError::unresolved:
    case net::FetchError::unreachable:
    case net::FetchError::tls:
    case net::FetchError::timed_out:
    case net::FetchError::cut_off:
    case net::FetchError::protocol:
        return true;
    }
    std::unreachable();
}

} // namespace

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string budget_of(const std::string& url, const config::Site& site)
{
    return site.visit.budget ? "budget " + *site.visit.budget : parsers::host_key(url);
}

HostDoor::HostDoor(net::Fetcher& http, HostBudgets& budgets, Memory& memory, bool allow_private, Clock& clock)
    : http_(http), budgets_(budgets), memory_(memory), allow_private_(allow_private), clock_(clock)
{
}

boost::asio::awaitable<bool> HostDoor::admit(const Turn& turn)
{
    auto wait = budgets_.free_again_at(turn.host(), turn.delay()) - clock_.now();
    if (wait > kLongestWait) co_return false;
    co_await clock_.pause(wait);
    co_return true;
}

boost::asio::awaitable<std::expected<net::Response, net::FetchFailure>> HostDoor::ask(net::Request request,
                                                                                      const Turn& turn)
{
    request.allow_private = allow_private_;
    auto url = request.url;
    auto asked = clock_.now();
    auto response = co_await http_.fetch(std::move(request));
    auto now = clock_.now();
    budgets_.asked(turn.host(), now);
    if (!response) {
        auto detail = fmt::format("{}: {}", url, response.error().detail);
        HostAnswer answer{HostAnswer::Kind::failed, now - asked, {}, std::move(detail)};
        if (is_of_host(response.error().error)) co_await learn(turn, std::move(answer));
        co_return std::unexpected(std::move(response.error()));
    }
    auto answer = answer_of(*response, url, now - asked, now);
    co_await learn(turn, std::move(answer));
    co_return std::move(*response);
}

boost::asio::awaitable<void> HostDoor::learn(const Turn& turn, HostAnswer answer)
{
    auto jitter = std::uniform_real_distribution<double>(0, 1)(random_);
    auto state = budgets_.learn(turn.host(), answer, turn.delay(), clock_.now(), jitter);
    if (!state) co_return;
    auto changed = std::move(*state);
    co_await memory_.keep(std::move(changed));
}

boost::asio::awaitable<std::optional<Turn>>
HostDoor::turn_at(std::string host, std::chrono::milliseconds delay, std::chrono::milliseconds patience)
{
    auto deadline = clock_.now() + patience;
    while (!budgets_.is_free(host, clock_.now())) {
        auto free_at = budgets_.free_at(host);
        if (clock_.now() > deadline || (free_at && *free_at > deadline)) co_return std::nullopt;
        // A host in use says nothing of when it will be free; it is asked again soon, which costs nobody a
        // request.
        std::chrono::milliseconds wait = 100ms;
        if (free_at) wait = std::max<std::chrono::milliseconds>(*free_at - clock_.now(), 1ms);
        co_await clock_.pause(wait);
    }
    co_return Turn(budgets_, std::move(host), delay, clock_);
}

} // namespace baotin::crawler
