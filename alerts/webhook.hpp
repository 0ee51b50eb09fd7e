#pragma once

#include "config/hook.hpp"
#include "net/http_client.hpp"
#include "parsers/timestamp.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace baotin::alerts {

/// How a receiver answered one attempt.
struct WebhookAnswer {
    enum class Verdict {
        delivered, ///< 2xx, nothing else
        failed,    ///< any other status, a redirect too; no answer; a limit passed
        gone       ///< 410: the receiver wants no more
    };
    Verdict verdict = Verdict::failed;
    int status = 0;
    std::string detail; ///< one line: the status, or why there was none
    std::optional<std::chrono::seconds> retry_after;
    std::chrono::microseconds elapsed{0};
    bool cancelled = false; ///< we ended it ourselves: says nothing about the receiver
};

/// Posts `body` to the hook, signed: `webhook-id`, `webhook-timestamp`, `webhook-signature`, `content-type:
/// application/json`. Never follows redirects; refuses private addresses unless the hook allows them. Also
/// what `hooks test` uses.
boost::asio::awaitable<WebhookAnswer> post_webhook(net::HttpClient& http, config::Hook hook, std::string id,
                                                   std::string body, parsers::Time now);

} // namespace baotin::alerts
