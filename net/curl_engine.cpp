#include "net/curl_engine.hpp"

#include "net/address_guard.hpp"
#include "net/fetch_error.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace baotin::net {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

void initialise_curl_once()
{
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK)
        throw std::runtime_error(fmt::format("curl_global_init: {}", curl_easy_strerror(code)));
}

/// Only what curl would not refuse itself, or would read otherwise than whoever wrote the URL.
bool is_web_url(std::string_view url)
{
    const auto starts_with = [url](std::string_view scheme) {
        return url.size() > scheme.size() &&
               std::ranges::equal(
                   url.substr(0, scheme.size()), scheme, {}, [](char c) { return c | 0x20; },
                   [](char c) { return c | 0x20; });
    };
    const bool blank = std::ranges::any_of(url, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
    return !blank && (starts_with("http://") || starts_with("https://"));
}

/// Then the address guard sees the proxy's address alone.
bool is_proxied(const Request& request)
{
    return request.transport && !request.transport->proxy.empty();
}

FetchResult failed(FetchError error, const char* detail)
{
    return std::unexpected(FetchFailure{error, detail});
}

/// Kept connections must leave descriptors for those in use, the archive and the web.
int within_descriptors(int kept)
{
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0 || descriptors.rlim_cur == RLIM_INFINITY) return kept;
    return static_cast<int>(std::min<rlim_t>(static_cast<rlim_t>(kept), descriptors.rlim_cur / 4));
}

} // namespace

/// The connections of one transport. They have a multi handle, easy handles and a trust of their own because
/// curl keeps connections and TLS sessions by what it can compare, and it cannot compare all of a transport.
struct HttpClient::Engine::Lane {
    Lane(Transport its_transport, const HttpOptions& options, HttpMetrics& metrics,
         std::shared_ptr<CurlLoop> its_curl)
        : transport(std::move(its_transport)),
          trust(options.ca_file, transport, metrics),
          curl(std::move(its_curl))
    {
    }

    Transport transport;
    TlsTrust trust;
    std::shared_ptr<CurlLoop> curl;
    std::vector<std::unique_ptr<Transfer>> spare;
};

/// One fetch() from its call to its answer.
struct HttpClient::Engine::Fetch {
    Fetch(Request its_request, Waiter its_waiter, Moment its_begin)
        : request(std::move(its_request)), waiter(std::move(its_waiter)), begun(its_begin)
    {
    }
    Fetch(const Fetch&) = delete;
    Fetch& operator=(const Fetch&) = delete;

    /// What may still be emitted there must not find this fetch any more.
    void ignore_cancellation() { asio::get_associated_cancellation_slot(waiter).clear(); }

    Request request; ///< until it starts
    Waiter waiter;
    Moment begun;
    std::unique_ptr<Transfer> transfer; ///< once it runs
    Lane* lane = nullptr;               ///< likewise
    Fetches::iterator self;
};

HttpClient::Engine::Engine(asio::any_io_executor loop, HttpOptions options)
    : options_(std::move(options)),
      metrics_(options_.registry),
      deadlines_(loop, [this] { end_overdue(); }),
      loop_(std::move(loop))
{
    initialise_curl_once();
    options_.connections = std::max(options_.connections, 1);
    options_.kept_connections = within_descriptors(std::max(options_.kept_connections, 0));
    lane_of(Request{}); // the plain one
}

HttpClient::Engine::Lane& HttpClient::Engine::lane_of(const Request& request)
{
    static const Transport plain;
    const Transport& wanted = request.transport ? *request.transport : plain;
    const auto found = std::ranges::find(lanes_, wanted, &Lane::transport);
    if (found != lanes_.end()) return *found;
    auto curl = std::make_shared<CurlLoop>(loop_, options_.connections + options_.kept_connections,
                                           [this](CURL* easy, CURLcode code) {
                                               Fetch* fetch = nullptr;
                                               curl_easy_getinfo(easy, CURLINFO_PRIVATE, &fetch);
                                               finish(*fetch, fetch->transfer->end(code));
                                           });
    return lanes_.emplace_back(wanted, options_, metrics_, std::move(curl));
}

HttpClient::Engine::~Engine()
{
    closed_ = true;
    for (auto& fetch : running_) {
        fetch.lane->curl->remove(fetch.transfer->easy());
        fetch.ignore_cancellation();
    }
    for (auto& fetch : waiting_)
        fetch.ignore_cancellation();
}

asio::awaitable<FetchResult> HttpClient::Engine::fetch(Request request)
{
    require_valid(request);
    return asio::async_initiate<const asio::use_awaitable_t<>, void(FetchResult)>(
        [this](Waiter waiter, Request accepted) { accept(std::move(accepted), std::move(waiter)); },
        asio::use_awaitable, std::move(request));
}

void HttpClient::Engine::accept(Request request, Waiter waiter)
{
    waiting_.emplace_back(std::move(request), std::move(waiter), steady_clock::now());
    Fetch& fetch = waiting_.back();
    fetch.self = std::prev(waiting_.end());
    if (closed_) return finish(fetch, failed(FetchError::cancelled, "The client is shut down"));
    if (!is_web_url(fetch.request.url))
        return finish(fetch, failed(FetchError::bad_url, "Not a URL of http or https"));
    if (is_proxied(fetch.request) && !fetch.request.allow_private && names_private_address(fetch.request.url))
        return finish(fetch, failed(FetchError::refused_address,
                                    "Not an address of the public Internet, which no proxy is asked for"));
    if (auto slot = asio::get_associated_cancellation_slot(fetch.waiter); slot.is_connected()) {
        slot.assign([this, &fetch](asio::cancellation_type type) {
            if (type != asio::cancellation_type::none) cancel(fetch);
        });
    }
    start_waiting();
}

void HttpClient::Engine::start_waiting()
{
    while (!closed_ && !waiting_.empty() && in_flight() < options_.connections)
        start(waiting_.front());
}

void HttpClient::Engine::start(Fetch& fetch)
{
    Lane& lane = lane_of(fetch.request);
    fetch.lane = &lane;
    if (lane.spare.empty()) {
        fetch.transfer =
            std::make_unique<Transfer>(options_, lane.transport, lane.trust, metrics_, deadlines_);
    } else {
        fetch.transfer = std::move(lane.spare.back());
        lane.spare.pop_back();
    }
    running_.splice(running_.end(), waiting_, fetch.self);
    fetch.transfer->begin(std::move(fetch.request));
    curl_easy_setopt(fetch.transfer->easy(), CURLOPT_PRIVATE, &fetch);
    lane.curl->add(fetch.transfer->easy());
}

void HttpClient::Engine::cancel(Fetch& fetch)
{
    if (fetch.transfer) fetch.lane->curl->remove(fetch.transfer->easy());
    finish(fetch, failed(FetchError::cancelled, "The fetch was cancelled"));
}

void HttpClient::Engine::end_overdue()
{
    const auto now = steady_clock::now();
    for (auto next = running_.begin(); next != running_.end();) {
        Fetch& fetch = *next++;
        const auto due = fetch.transfer->due();
        if (due && *due > now) deadlines_.no_later_than(*due);
        if (!due || *due > now) continue;
        fetch.lane->curl->remove(fetch.transfer->easy());
        finish(fetch, fetch.transfer->end_overdue());
    }
}

void HttpClient::Engine::finish(Fetch& fetch, FetchResult result)
{
    if (result) {
        const auto elapsed = steady_clock::now() - fetch.begun;
        result->elapsed = std::chrono::duration_cast<std::chrono::microseconds>(elapsed);
    }
    metrics_.count(result, fetch.transfer ? fetch.transfer->bytes_received() : 0);
    fetch.ignore_cancellation();
    Waiter waiter(std::move(fetch.waiter));
    if (fetch.transfer) {
        fetch.transfer->rest();
        fetch.lane->spare.push_back(std::move(fetch.transfer));
        running_.erase(fetch.self);
    } else {
        waiting_.erase(fetch.self);
    }
    if (running_.empty()) deadlines_.clear();
    asio::post(asio::append(std::move(waiter), std::move(result)));
    start_waiting();
}

void HttpClient::Engine::shutdown()
{
    closed_ = true;
    while (!running_.empty())
        cancel(running_.front());
    while (!waiting_.empty())
        cancel(waiting_.front());
}

} // namespace baotin::net
