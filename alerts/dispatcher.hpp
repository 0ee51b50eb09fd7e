#pragma once

#include "alerts/webhook.hpp"
#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "config/config.hpp"
#include "net/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>

namespace prometheus {
class Registry;
}

namespace baotin::alerts {

/// Sends what the outbox holds, with retries that outlive a restart.
///
/// Lives on the loop. Every hook has its own coroutine and its own few requests in flight, so that a slow one
/// delays nobody, and its own breaker; within a hook, deliveries of one article keep their order. A 410
/// disables the hook (no further attempts) and opens the incident `gone` with `hook.failing`; `deliveries
/// retry` of that hook closes it. Memory is bounded: a hook holds at most a page of due deliveries. `http`,
/// `recorder` and `reads` must outlive it; `now` is the clock. `http` should be its own, with `concurrency`
/// connections for every hook: of a shared or smaller one, stalled receivers could use up all.
class Dispatcher {
public:
    Dispatcher(boost::asio::any_io_executor loop, net::HttpClient& http, archive::Recorder& recorder,
               archive::Reads& reads, config::Snapshot config, std::function<parsers::Time()> now,
               prometheus::Registry* registry);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    void start();
    void wake();                          ///< new deliveries were queued
    void reload(config::Snapshot config); ///< hooks may have come, gone or changed
    boost::asio::awaitable<void>
    stop(); ///< no new attempts; returns when those in flight have ended (at most 5 s)

private:
    class Hooks;
    std::shared_ptr<Hooks> hooks_;
};

} // namespace baotin::alerts
