#include "crawler/polite_fetch.hpp"

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

/// An answer that is neither a page nor a redirect.
NotFetched refusal(const net::Response& response, const std::string& url)
{
    bool gone = response.status == 404 || response.status == 410;
    return {gone ? Outcome::gone : Outcome::failed, response.status,
            fmt::format("{} answered {}", url, response.status), false};
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

NotFetched not_now(const std::string& host)
{
    return {Outcome::failed, 0, fmt::format("{} wants no request for now", host), false};
}

} // namespace

PoliteFetch::PoliteFetch(net::Fetcher& http, HostBudgets& budgets, Memory& memory,
                         const config::Crawler& settings, Clock& clock)
    : asker_(settings.user_agent),
      limits_(limits_of(settings)),
      max_redirects_(settings.max_redirects),
      max_ratio_(settings.max_ratio),
      door_(http, budgets, memory, settings.allow_private, clock),
      robots_(door_, memory, settings, clock)
{
}

boost::asio::awaitable<std::expected<Fetched, NotFetched>>
PoliteFetch::fetch(archive::Page page, Site site, std::string url, bool conditional, Turn& turn)
{
    auto access = access_.of(*site);
    auto asker = asker_;
    asker.cookies = access.cookies != nullptr;
    // The visit before may have ended at another host, or been sent away by it.
    if (auto budget = budget_of(url, *site); !turn.held() || turn.host() != budget) {
        turn.give_back();
        auto own = co_await door_.turn_at(budget, site->visit.delay, kLongestWait);
        if (!own) co_return std::unexpected(not_now(budget));
        turn = std::move(*own);
    }
    bool permanent = true;
    for (int hop = 0; hop <= max_redirects_; ++hop) {
        auto robots = co_await robots_.rules_for(url, access, turn);
        if (auto delay = robots->rules.crawl_delay()) turn.slow_down(*delay);
        auto verdict = robots->rules.verdict(url);
        bool bound = !site->visit.ignore_robots; // by what it forbids; its delay always holds
        if (bound && !verdict.allowed) co_return std::unexpected(forbidden(*robots, verdict));

        auto request = conditional_request(page, url, conditional, asker);
        request.transport = access.transport;
        request.cookies = access.cookies;
        auto response = co_await ask_as_browser(std::move(request), site, turn);
        if (!response) co_return std::unexpected(std::move(response.error()));
        if (!is_redirect(response->status)) {
            bool page_found = response->status == 304 || (response->status >= 200 && response->status < 300);
            if (!page_found) co_return std::unexpected(refusal(*response, url));
            bool moved = hop > 0 && permanent;
            auto validators = validators_of(*response, asker);
            Fetched fetched{std::move(*response), std::move(url), moved, std::move(validators)};
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
        auto host = budget_of(*target, *site);
        bool same_budget = host == turn.host();
        url = std::move(*target);
        if (!same_budget) {
            turn.give_back(); // before waiting for another host, so that two hosts never wait for each other
            auto next = co_await door_.turn_at(host, delay, kLongestWait);
            if (!next) co_return std::unexpected(not_now(host));
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
    bool wanted = site->visit.challenge == config::Challenge::cookie;
    if (!wanted) co_return co_await ask(std::move(request), turn);
    auto again = request;
    auto response = co_await ask(std::move(request), turn);
    if (!response || !takes_cookie(*response, again)) co_return response;
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
    auto url = request.url;
    bool admitted = co_await door_.admit(turn);
    if (!admitted) co_return std::unexpected(not_now(turn.host()));
    auto response = co_await door_.ask(std::move(request), turn);
    if (response) co_return std::move(*response);
    NotFetched failure{Outcome::failed, 0, fmt::format("{}: {}", url, response.error().detail),
                       response.error().error == net::FetchError::cancelled};
    co_return std::unexpected(std::move(failure));
}

} // namespace baotin::crawler
