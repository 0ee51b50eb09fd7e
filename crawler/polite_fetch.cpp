#include "crawler/polite_fetch.hpp"

#include "crawler/gate.hpp"
#include "net/retry_after.hpp"
#include "parsers/challenge.hpp"
#include "parsers/compression.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using namespace std::chrono_literals;

constexpr auto kLongestWait = 2min;         // for another host's turn
constexpr std::size_t kMaxStub = 64u << 10; // what a challenge may be, and what is scanned here on the loop

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// An answer that is neither a page nor a redirect.
NotFetched refusal(const net::Response& response, const std::string& url)
{
    bool gone = response.status == 404 || response.status == 410;
    return {gone ? Outcome::gone : Outcome::failed, response.status,
            fmt::format("{} answered {}", url, response.status), false};
}

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

NotFetched forbidden(const RobotsEntry& robots, const parsers::Robots::Verdict& verdict)
{
    if (!robots.unreachable.empty()) {
        return {Outcome::forbidden, 0,
                fmt::format("robots.txt is unreachable, which forbids all: {}", robots.unreachable), false};
    }
    return {Outcome::forbidden, 0, fmt::format("robots.txt line {}: {}", verdict.line_number, verdict.line),
            false};
}

} // namespace

PoliteFetch::PoliteFetch(net::Fetcher& http, HostBudgets& budgets, Memory& memory,
                         const config::Crawler& settings, Clock& clock)
    : http_(http),
      budgets_(budgets),
      memory_(memory),
      limits_(limits_of(settings)),
      allow_private_(settings.allow_private),
      max_redirects_(settings.max_redirects),
      max_ratio_(settings.max_ratio),
      clock_(clock),
      robots_(http, settings, clock)
{
}

boost::asio::awaitable<std::expected<Fetched, NotFetched>>
PoliteFetch::fetch(archive::Page page, Site site, std::string url, bool conditional, Turn& turn)
{
    auto access = access_.of(*site);
    bool permanent = true;
    for (int hop = 0; hop <= max_redirects_; ++hop) {
        auto robots = co_await robots_.rules_for(url, access, turn);
        if (auto delay = robots->rules.crawl_delay()) turn.slow_down(*delay);
        auto verdict = robots->rules.verdict(url);
        if (!verdict.allowed) co_return std::unexpected(forbidden(*robots, verdict));

        auto request = conditional_request(page, url, conditional);
        request.transport = access.transport;
        request.cookies = access.cookies;
        auto response = co_await ask_as_browser(std::move(request), site, turn);
        if (!response) co_return std::unexpected(std::move(response.error()));
        if (!is_redirect(response->status)) {
            bool page_found = response->status == 304 || (response->status >= 200 && response->status < 300);
            if (!page_found) co_return std::unexpected(refusal(*response, url));
            bool moved = hop > 0 && permanent;
            Fetched fetched{std::move(*response), std::move(url), moved};
            co_return fetched;
        }

        permanent = permanent && (response->status == 301 || response->status == 308);
        auto target = parsers::normalise_url(response->header("location").value_or(""), url);
        if (!target || !parsers::same_site(*target, url)) {
            NotFetched elsewhere{
                Outcome::failed, response->status,
                fmt::format("{} redirects to another site: {}", url, target.value_or("(no address)")), false};
            co_return std::unexpected(std::move(elsewhere));
        }
        auto delay = turn.delay();
        auto host = parsers::host_key(*target);
        bool same_host = host == parsers::host_key(url);
        url = std::move(*target);
        if (same_host) {
            co_await clock_.pause(delay);
        } else {
            turn.give_back(); // before waiting for another host, so that two hosts never wait for each other
            auto next = co_await turn_at(host, delay);
            if (!next) {
                NotFetched later{Outcome::failed, 0, fmt::format("{} wants no request for now", host), false};
                co_return std::unexpected(std::move(later));
            }
            turn = std::move(*next);
        }
    }
    NotFetched endless{Outcome::failed, 0,
                       fmt::format("{} redirects more than {} times", page.url, max_redirects_), false};
    co_return std::unexpected(std::move(endless));
}

/// Where the site's editor wants it, does what a browser does with the plainest anti-bot stub: keeps its
/// cookie and asks once more.
boost::asio::awaitable<std::expected<net::Response, NotFetched>>
PoliteFetch::ask_as_browser(net::Request request, Site site, Turn& turn)
{
    auto again = request;
    auto response = co_await ask(std::move(request), turn);
    bool wanted = site->visit.challenge == config::Challenge::cookie;
    if (!wanted || !response || !takes_cookie(*response, again)) co_return response;
    co_await clock_.pause(turn.delay());
    co_return co_await ask(std::move(again), turn);
}

/// False too where that very cookie was sent and has not helped.
bool PoliteFetch::takes_cookie(const net::Response& stub, const net::Request& request) const
{
    if (stub.status != 200 || stub.body.size() > kMaxStub || !request.cookies) return false;
    auto html =
        parsers::decompress(stub.body, stub.header("content-encoding").value_or(""), kMaxStub, max_ratio_);
    auto cookie = html ? parsers::challenge_cookie(*html) : std::nullopt;
    auto parts = parsers::split_url(request.url);
    if (!cookie || !parts || request.cookies->holds(parts->host, cookie->name, cookie->value)) return false;
    return request.cookies->put(parts->host, cookie->name, cookie->value);
}

boost::asio::awaitable<std::expected<net::Response, NotFetched>> PoliteFetch::ask(net::Request request,
                                                                                  Turn& turn)
{
    request.limits = limits_;
    request.allow_private = allow_private_;
    auto url = request.url;
    auto asked = clock_.now();
    auto response = co_await http_.fetch(std::move(request));
    auto now = clock_.now();
    if (!response) {
        auto error = response.error().error;
        NotFetched failure{Outcome::failed, 0, fmt::format("{}: {}", url, response.error().detail),
                           error == net::FetchError::cancelled};
        HostAnswer answer{HostAnswer::Kind::failed, now - asked, {}, failure.detail};
        if (is_of_host(error)) co_await learn(turn, std::move(answer));
        co_return std::unexpected(std::move(failure));
    }
    auto answer = answer_of(*response, url, now - asked, now);
    co_await learn(turn, std::move(answer));
    co_return std::move(*response);
}

boost::asio::awaitable<void> PoliteFetch::learn(const Turn& turn, HostAnswer answer)
{
    auto jitter = std::uniform_real_distribution<double>(0, 1)(random_);
    auto state = budgets_.learn(turn.host(), answer, turn.delay(), clock_.now(), jitter);
    if (!state) co_return;
    auto changed = std::move(*state);
    co_await memory_.keep(std::move(changed));
}

boost::asio::awaitable<std::optional<Turn>> PoliteFetch::turn_at(std::string host,
                                                                 std::chrono::milliseconds delay)
{
    auto deadline = clock_.now() + kLongestWait;
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
