#include "crawler/robots_cache.hpp"

#include "parsers/compression.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <utility>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

constexpr auto kKeep = std::chrono::hours(24); // RFC 9309 §2.4: no longer than a day
constexpr auto kKeepUnreachable = 10min;
constexpr std::chrono::milliseconds kLongestWait =
    2min;                                     // within a visit; the host's turn keeps the whole delay
constexpr int kMaxRedirects = 5;              // §2.3.1.2: at least five
constexpr std::size_t kMaxBytes = 500u << 10; // §2.5: at least 500 KiB; more is cut, not refused

std::string origin_of(const std::string& url)
{
    auto parts = parsers::split_url(url);
    return parts ? fmt::format("{}://{}:{}", parts->scheme, parts->host, parts->port) : url;
}

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

net::Request robots_request(std::string url, const Access& access)
{
    net::Request request;
    request.url = std::move(url);
    request.headers = {{"accept", "text/plain, */*;q=0.5"}, {"accept-encoding", "gzip, deflate, br, zstd"}};
    request.transport = access.transport;
    request.cookies = access.cookies;
    return request;
}

} // namespace

RobotsCache::RobotsCache(net::Fetcher& http, const config::Crawler& settings, Clock& clock)
    : http_(http),
      product_token_(settings.product_token()),
      allow_private_(settings.allow_private),
      limits_(limits_of(settings)),
      max_ratio_(settings.max_ratio),
      clock_(clock)
{
    limits_.max_body = 4 * kMaxBytes;
}

boost::asio::awaitable<std::shared_ptr<const RobotsEntry>>
RobotsCache::rules_for(std::string url, Access access, const Turn& turn)
{
    auto origin = origin_of(url);
    auto known = entries_.find(origin);
    if (known != entries_.end() && known->second->expires > clock_.now()) co_return known->second;
    auto delay = turn.delay();
    auto fetched = co_await fetch(origin + "/robots.txt", std::move(access), delay);
    auto entry = std::make_shared<const RobotsEntry>(std::move(fetched));
    entries_[origin] = entry;
    // The host has just been asked: the page's own request waits its delay.
    auto wait = std::min<std::chrono::milliseconds>(std::max(delay, entry->rules.crawl_delay().value_or(0ms)),
                                                    kLongestWait);
    co_await clock_.pause(wait);
    co_return entry;
}

boost::asio::awaitable<RobotsEntry> RobotsCache::fetch(std::string url, Access access,
                                                       std::chrono::milliseconds delay)
{
    auto unreachable = [this](std::string why) {
        return RobotsEntry{parsers::Robots::disallow_all(), clock_.now() + kKeepUnreachable, std::move(why)};
    };
    for (int hop = 0; hop <= kMaxRedirects; ++hop) {
        auto request = robots_request(url, access);
        request.limits = limits_;
        request.allow_private = allow_private_;
        auto response = co_await http_.fetch(std::move(request));
        if (!response) co_return unreachable(fmt::format("{}: {}", url, response.error().detail));
        if (is_redirect(response->status)) {
            auto target = parsers::normalise_url(response->header("location").value_or(""), url);
            if (!target) co_return RobotsEntry{parsers::Robots::allow_all(), clock_.now() + kKeep, {}};
            if (!parsers::same_site(*target, url))
                access = {}; // what an editor allowed, they allowed the site
            url = std::move(*target);
            co_await clock_.pause(delay);
            continue;
        }
        // §2.3.1.3: a 4xx says that there is no such file. 429 does not: it says "not now".
        if (response->status >= 500 || response->status == 429) {
            co_return unreachable(fmt::format("{} answered {}", url, response->status));
        }
        if (response->status >= 400)
            co_return RobotsEntry{parsers::Robots::allow_all(), clock_.now() + kKeep, {}};
        auto text = parsers::decompress(response->body, response->header("content-encoding").value_or(""),
                                        8 * kMaxBytes, max_ratio_);
        if (!text) co_return unreachable(fmt::format("{} cannot be inflated", url));
        co_return RobotsEntry{parsers::Robots::parse(*text, product_token_), clock_.now() + kKeep, {}};
    }
    // §2.3.1.2: after too many redirects the file may be taken as unavailable, which allows.
    co_return RobotsEntry{parsers::Robots::allow_all(), clock_.now() + kKeep, {}};
}

} // namespace baotin::crawler
