#pragma once

#include "net/curl_loop.hpp"
#include "net/http_client.hpp"
#include "net/http_metrics.hpp"
#include "net/lazy_timer.hpp"
#include "net/transfer.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <list>
#include <memory>

namespace baotin::net {

/// The queue of fetches, and those on the wire. Lives on the loop. Coroutines are only ever resumed through
/// the executor, never from inside curl.
class HttpClient::Engine {
public:
    Engine(boost::asio::any_io_executor loop, HttpOptions options);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    boost::asio::awaitable<FetchResult> fetch(Request request);
    void shutdown();
    [[nodiscard]] int in_flight() const { return static_cast<int>(running_.size()); }

private:
    using Moment = LazyTimer::Moment;
    /// The suspended coroutine.
    using Waiter = boost::asio::async_result<boost::asio::use_awaitable_t<>, void(FetchResult)>::handler_type;
    struct Fetch;
    struct Lane;
    using Fetches = std::list<Fetch>;

    Lane& lane_of(const Request& request);
    void accept(Request request, Waiter waiter);
    void start_waiting();
    void start(Fetch& fetch);
    void cancel(Fetch& fetch);
    void end_overdue();
    void finish(Fetch& fetch, FetchResult result);

    HttpOptions options_;
    HttpMetrics metrics_;
    LazyTimer deadlines_; ///< set to the earliest due() of those running
    boost::asio::any_io_executor loop_;
    std::list<Lane> lanes_; ///< the plain one first; as many as there were different transports
    Fetches waiting_;       ///< first come, first served
    Fetches running_;
    bool closed_ = false;
};

} // namespace baotin::net
