#include "crawler/robots_cache.hpp"

#include "parsers/url.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr milliseconds kLongestWait = 2min; // within a visit; the host's turn keeps the whole delay
// Two hosts may lead to each other, each visit holding the turn that the other waits for: not for long.
constexpr milliseconds kPatienceElsewhere = 10s;
constexpr int kMaxRedirects = 5;              // RFC 9309 §2.3.1.2: at least five
constexpr std::size_t kMaxBody = 2000u << 10; // §2.5: at least 500 KiB; more is cut, not refused

std::string origin_of(const std::string& url)
{
    auto parts = parsers::split_url(url);
    return parts ? fmt::format("{}://{}:{}", parts->scheme, parts->host, parts->port) : url;
}

net::Request robots_request(std::string url, const net::Limits& limits, const Access& access)
{
    net::Request request;
    request.url = std::move(url);
    request.headers = {{"accept", "text/plain, */*;q=0.5"}, {"accept-encoding", "gzip, deflate, br, zstd"}};
    request.limits = limits;
    request.transport = access.transport;
    request.cookies = access.cookies;
    return request;
}

RobotsAnswer nothing_there()
{
    return {std::string(), {}, {}};
}

RobotsAnswer unreachable(std::string why)
{
    return {{}, {}, std::move(why)};
}

/// A fetch that we gave up ourselves says nothing of the file.
void pass_on_cancellation(const net::FetchFailure& failure)
{
    if (failure.error == net::FetchError::cancelled)
        throw boost::system::system_error(boost::asio::error::operation_aborted);
}

void tell_of_outage(const archive::RobotsFile& file, Time now)
{
    if (!file.unreachable_since) return;
    auto force = force_of(file, now);
    const auto* so = force == RobotsForce::text        ? "its last copy holds"
                     : force == RobotsForce::forbidden ? "which forbids all"
                                                       : "for so long that it counts as absent";
    spdlog::info("robots.txt is unreachable, {}: {}", so, file.detail);
}

} // namespace

RobotsCache::RobotsCache(HostDoor& door, Memory& memory, const config::Crawler& settings, Clock& clock)
    : door_(door),
      memory_(memory),
      product_token_(settings.product_token()),
      limits_(limits_of(settings)),
      clock_(clock)
{
    limits_.max_body = kMaxBody;
}

void RobotsCache::load(std::vector<archive::RobotsFile> files)
{
    for (auto& file : files) {
        auto origin = file.origin;
        known_.try_emplace(std::move(origin), Known{std::move(file), nullptr});
    }
}

boost::asio::awaitable<std::shared_ptr<const RobotsEntry>>
RobotsCache::rules_for(std::string url, Access access, const Turn& turn)
{
    auto origin = origin_of(url);
    auto found = known_.find(origin);
    if (found != known_.end() && found->second.file.expires_at > clock_.now())
        co_return entry_of(found->second);
    auto answer = co_await fetch(origin + "/robots.txt", std::move(access), turn);
    // References into the map may not be kept across a wait.
    auto& known = known_[origin];
    known.file.origin = origin;
    known.file = remembered(std::move(known.file), std::move(answer), clock_.now());
    known.entry = nullptr;
    tell_of_outage(known.file, clock_.now());
    auto entry = entry_of(known);
    auto file = known.file;
    co_await memory_.keep(std::move(file));
    co_return entry;
}

std::shared_ptr<const RobotsEntry> RobotsCache::entry_of(Known& known)
{
    auto force = force_of(known.file, clock_.now());
    bool stale = known.entry && known.entry->unreachable.empty() != (force != RobotsForce::forbidden);
    if (known.entry && !stale) return known.entry;
    switch (force) {
    case RobotsForce::text:
        known.entry = std::make_shared<const RobotsEntry>(
            RobotsEntry{parsers::Robots::parse(*known.file.text, product_token_), {}});
        break;
    case RobotsForce::forbidden:
        known.entry = std::make_shared<const RobotsEntry>(
            RobotsEntry{parsers::Robots::disallow_all(), known.file.detail});
        break;
    case RobotsForce::allowed:
        known.entry = std::make_shared<const RobotsEntry>(RobotsEntry{parsers::Robots::allow_all(), {}});
        break;
    }
    return known.entry;
}

boost::asio::awaitable<RobotsAnswer> RobotsCache::fetch(std::string url, Access access, const Turn& turn)
{
    auto delay = std::min(turn.delay(), kLongestWait);
    std::optional<Turn> elsewhere; // where a redirect led to another host
    for (int hop = 0; hop <= kMaxRedirects; ++hop) {
        auto request = robots_request(url, limits_, access);
        const Turn& current = elsewhere ? *elsewhere : turn;
        bool admitted = co_await door_.admit(current);
        if (!admitted) co_return unreachable(fmt::format("{} wants no request for now", current.host()));
        auto response = co_await door_.ask(std::move(request), current);
        if (!response) {
            pass_on_cancellation(response.error());
            co_return unreachable(fmt::format("{}: {}", url, response.error().detail));
        }
        if (!is_redirect(response->status)) co_return read_robots_answer(*response, url);
        auto target = parsers::normalise_url(response->header("location").value_or(""), url);
        if (!target) co_return nothing_there();
        if (!parsers::same_site(*target, url)) access = {}; // what an editor allowed, they allowed the site
        // The hosts of a site's joint budget are one.
        bool joint = access.joint_budget && parsers::same_site(*target, url);
        auto host = joint ? turn.host() : parsers::host_key(*target);
        bool stays = host == current.host();
        if (!stays) elsewhere.reset();
        if (!stays && host != turn.host()) {
            auto next = co_await door_.turn_at(host, delay, kPatienceElsewhere);
            if (!next) co_return unreachable(fmt::format("{} wants no request for now", host));
            elsewhere.emplace(std::move(*next));
        }
        url = std::move(*target);
    }
    // §2.3.1.2: after too many redirects the file may be taken as unavailable, which allows.
    co_return nothing_there();
}

} // namespace baotin::crawler
