#include "crawler/polite_fetch.hpp"

#include "crawler/gate.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using namespace std::chrono_literals;

constexpr int kMaxRedirects = 5;
constexpr auto kLongestWait = 2min; // for another host's turn

net::Limits limits_of(const config::Crawler& settings)
{
    net::Limits limits;
    limits.total = settings.timeout;
    limits.connect = std::min(limits.connect, settings.timeout);
    limits.first_byte = std::min(limits.first_byte, settings.timeout);
    limits.max_body = settings.max_page;
    return limits;
}

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

} // namespace

PoliteFetch::PoliteFetch(net::Fetcher& http, HostBudgets& budgets, Memory& memory,
                         const config::Crawler& settings, Clock& clock)
    : limits_(limits_of(settings)),
      clock_(clock),
      door_(http, budgets, memory, settings.allow_private, clock),
      robots_(door_, memory, settings.product_token(), clock)
{
}

boost::asio::awaitable<std::expected<Fetched, NotFetched>>
PoliteFetch::fetch(archive::Page page, std::string url, bool conditional, Turn& turn,
                   const config::VisitSettings& visit)
{
    bool permanent = true;
    for (int hop = 0; hop <= kMaxRedirects; ++hop) {
        auto robots = co_await robots_.rules_for(url, turn);
        if (auto delay = robots->rules.crawl_delay()) turn.slow_down(*delay);
        auto verdict = robots->rules.verdict(url);
        bool bound = !visit.ignore_robots; // by what it forbids; its delay always holds
        if (bound && !verdict.allowed) co_return std::unexpected(forbidden(*robots, verdict));

        auto request = conditional_request(page, url, conditional);
        auto response = co_await ask(std::move(request), turn);
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
            auto next = co_await door_.turn_at(host, delay, kLongestWait);
            if (!next) {
                NotFetched later{Outcome::failed, 0, fmt::format("{} wants no request for now", host), false};
                co_return std::unexpected(std::move(later));
            }
            turn = std::move(*next);
        }
    }
    NotFetched endless{Outcome::failed, 0,
                       fmt::format("{} redirects more than {} times", page.url, kMaxRedirects), false};
    co_return std::unexpected(std::move(endless));
}

boost::asio::awaitable<std::expected<net::Response, NotFetched>> PoliteFetch::ask(net::Request request,
                                                                                  Turn& turn)
{
    request.limits = limits_;
    auto url = request.url;
    auto response = co_await door_.ask(std::move(request), turn);
    if (response) co_return std::move(*response);
    NotFetched failure{Outcome::failed, 0, fmt::format("{}: {}", url, response.error().detail),
                       response.error().error == net::FetchError::cancelled};
    co_return std::unexpected(std::move(failure));
}

} // namespace baotin::crawler
