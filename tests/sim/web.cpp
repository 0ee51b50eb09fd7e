#include "tests/sim/web.hpp"

#include "parsers/url.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/pages.hpp"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace baotin::sim {
namespace {

using namespace std::chrono_literals;
using net::FetchError;
using net::FetchFailure;
using net::Response;

Response response_of(int status, std::string body, const char* type)
{
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.headers = {{"content-type", type}};
    return response;
}

Response html(int status, std::string body)
{
    return response_of(status, std::move(body), "text/html; charset=utf-8");
}

Response redirect(const std::string& where)
{
    auto response = html(301, "<p>Moved</p>");
    response.headers.emplace_back("location", where);
    return response;
}

std::unexpected<FetchFailure> failure(FetchError error)
{
    return std::unexpected(FetchFailure{error, std::string(net::to_string(error))});
}

std::string_view header(const net::Request& request, std::string_view name)
{
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return {};
}

std::string without_www(const std::string& host)
{
    return host.starts_with("www.") ? host.substr(4) : host;
}

} // namespace

/// A request under way. It ends with the coroutine that waits for it, however that ends.
struct Web::Visitor {
    Visitor(Web& at, GuestBook::Guest who) : web(at), guest(std::move(who))
    {
        web.guests_.asked(guest, web.world_.now());
    }
    ~Visitor()
    {
        if (!ended) web.guests_.hung_up(guest, web.world_.now());
    }
    Visitor(const Visitor&) = delete;
    Visitor& operator=(const Visitor&) = delete;

    Web& web;
    GuestBook::Guest guest;
    bool ended = false;
};

Web::Web(const Truth& truth, const Scenario& scenario, World& world, Findings& findings)
    : truth_(truth),
      scenario_(scenario),
      world_(world),
      clock_(world, 0),
      findings_(findings),
      guests_(findings)
{
    for (const auto& site : truth.sites)
        for (const auto& article : site.articles)
            for (const auto& address : article.addresses)
                by_path_[site.host + address.path] = {&site, &article};
}

boost::asio::awaitable<std::expected<Response, FetchFailure>> Web::fetch(net::Request request)
{
    auto parts = parsers::split_url(request.url);
    const auto* site = parts ? site_of(parts->host, parts->path) : nullptr;
    if (!site) co_return failure(FetchError::unresolved);
    ++requests_;
    auto asked = world_.now();
    GuestBook::Guest guest{site, parsers::host_key(request.url), parts->path};
    Visitor visitor(*this, std::move(guest));
    auto wait = latency(request.url);
    const auto* outage = site->outage_at(asked);
    if (outage && outage->what == Trouble::silent) wait = request.limits.total;
    bool cancelled = false;
    try {
        co_await clock_.pause(wait);
    } catch (const boost::system::system_error&) {
        cancelled = true;
    }
    if (cancelled) co_return failure(FetchError::cancelled);
    visitor.ended = true;
    auto given = answer(visitor.guest, request);
    write_down(visitor.guest, given, asked);
    co_return given;
}

const TrueSite* Web::site_of(const std::string& host, const std::string& path) const
{
    const TrueSite* found = nullptr;
    for (const auto& site : truth_.sites) {
        if (site.host != without_www(host)) continue;
        if (!found || path.starts_with(site.folder + "/")) found = &site;
    }
    return found;
}

/// Most answers take a fraction of a second, a few take long.
milliseconds Web::latency(const std::string& url) const
{
    Dice dice(
        mix(scenario_.seed, hash(url), static_cast<std::uint64_t>(world_.now().time_since_epoch().count())));
    auto seconds = 0.08 + dice.exponential(0.25) + (dice.chance(0.01) ? dice.between(2, 15) : 0);
    return milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

bool Web::fails_alone(const std::string& url) const
{
    Dice dice(mix(scenario_.seed + 1, hash(url),
                  static_cast<std::uint64_t>(world_.now().time_since_epoch().count())));
    return dice.chance(scenario_.lone_failures);
}

Web::Answer Web::answer(const GuestBook::Guest& guest, const net::Request& request)
{
    const auto* outage = guest.site->outage_at(world_.now());
    bool of_pages = outage && (outage->what == Trouble::all_not_found || outage->what == Trouble::challenge);
    bool robots = guest.path == "/robots.txt";
    if (outage && !(robots && of_pages)) return in_trouble(*outage);
    if (fails_alone(request.url)) {
        if (requests_ % 3 == 0) return failure(FetchError::cut_off);
        return html(502, "<h1>Bad Gateway</h1>");
    }
    return page(guest, request);
}

Web::Answer Web::in_trouble(const Outage& outage) const
{
    switch (outage.what) {
    case Trouble::silent:
        return failure(FetchError::timed_out);
    case Trouble::refused:
        return failure(FetchError::unreachable);
    case Trouble::challenge:
        return html(200, challenge_page());
    case Trouble::all_not_found:
        return html(404, "<h1>404</h1>");
    case Trouble::server_error:
        return html(outage.status, "<h1>Lỗi máy chủ</h1>");
    case Trouble::pushed_back: {
        auto response = html(outage.status, "<h1>Quá tải</h1>");
        if (outage.retry_after > 0s)
            response.headers.emplace_back("retry-after", fmt::to_string(outage.retry_after.count()));
        return response;
    }
    }
    std::unreachable();
}

Web::Answer Web::page(const GuestBook::Guest& guest, const net::Request& request)
{
    const auto& site = *guest.site;
    auto host = site.host_at(world_.now());
    if (guest.host != host && guest.host != "www." + host) return redirect("https://" + host + guest.path);
    if (guest.path == "/robots.txt") {
        if (!site.has_robots) return html(404, "<h1>404</h1>");
        return response_of(200, robots_file(site), "text/plain");
    }
    if (!guest.path.ends_with(".html")) return source(site, guest.path, request);
    return article(site, guest.path, request);
}

/// A lying server goes by the address alone.
bool Web::not_modified(const TrueSite& site, const net::Request& request, std::string& etag) const
{
    if (site.validating == Validating::lying) etag = fmt::format("\"{:016x}\"", hash(request.url));
    if (site.validating == Validating::none) etag.clear();
    return !etag.empty() && header(request, "if-none-match") == etag;
}

Web::Answer Web::source(const TrueSite& site, const std::string& path, const net::Request& request)
{
    auto now = world_.now();
    bool listing = path == site.folder + "/danh-sach";
    bool feed = path == site.folder + "/rss";
    if (!listing && !feed && path != site.folder + "/sitemap.xml") return html(404, "<h1>404</h1>");
    auto most = listing ? kListed : feed ? kFed : kMapped;
    auto content = listing ? listing_page(site, now, 0)
                   : feed  ? feed_page(site, now)
                           : sitemap_page(site, now);
    auto etag = fmt::format("\"{:016x}\"", hash(content));
    if (not_modified(site, request, etag)) return html(304, {});
    announce(site, path, most);
    if (listing) content = listing_page(site, now, requests_);
    auto response =
        listing ? html(200, std::move(content)) : response_of(200, std::move(content), "text/xml");
    if (!etag.empty()) response.headers.emplace_back("etag", etag);
    return response;
}

void Web::announce(const TrueSite& site, const std::string& source, std::size_t most)
{
    auto now = world_.now();
    bool first = seen_.sources.emplace(site.id + " " + source, now).second;
    for (const auto* one : shown(site, now, most)) {
        seen_.announced.try_emplace({site.id, one->token}, now, first);
        seen_.addresses.insert(site.url_at(*one, now));
    }
}

Web::Answer Web::article(const TrueSite& site, const std::string& path, const net::Request& request)
{
    auto now = world_.now();
    auto found = by_path_.find(site.host + path);
    if (found == by_path_.end() || found->second.second->published() > now) return html(404, "<h1>404</h1>");
    const auto& article = *found->second.second;
    if (const auto* absence = article.absence_at(now))
        return html(absence->status, "<h1>Không tìm thấy</h1>");
    const auto& address = article.address_at(now);
    if (address.path != path) {
        bool future = article.addresses.front().path != path;
        if (future || !address.redirects) return html(404, "<h1>404</h1>");
        return redirect(site.url_at(article, now));
    }
    auto version = article.version_at(now);
    auto etag = fmt::format("\"{:08x}-{}\"", hash(path) & 0xffffffff, version);
    bool same = not_modified(site, request, etag);
    if (!same || site.validating == Validating::honest)
        seen_.served[{site.id, article.token}] = {now, version};
    if (same) return html(304, {});
    auto response =
        html(200, article_page(site, article.versions[version].text, article.published(), requests_));
    if (!etag.empty()) response.headers.emplace_back("etag", etag);
    return response;
}

void Web::write_down(const GuestBook::Guest& guest, const Answer& answer, Time asked)
{
    auto now = world_.now();
    auto word = answer ? fmt::to_string(answer->status) : std::string(net::to_string(answer.error().error));
    findings_.count("requests answered " + word);
    log_ += fmt::format("{} {} {}{} {}\n", asked.time_since_epoch().count(), now.time_since_epoch().count(),
                        guest.host, guest.path, word);
    if (!answer) return guests_.hung_up(guest, now);
    auto retry_after = answer->header("retry-after");
    std::chrono::seconds wait(retry_after ? std::stoi(std::string(*retry_after)) : 0);
    guests_.answered(guest, now, answer->status, wait);
}

void Web::daemon_died()
{
    auto now = world_.now();
    guests_.daemon_died(now);
    std::erase_if(seen_.announced, [&](const auto& one) { return one.second.at == now; });
    std::erase_if(seen_.served, [&](const auto& one) { return one.second.at == now; });
    std::erase_if(seen_.sources, [&](const auto& one) { return one.second == now; });
}

} // namespace baotin::sim
