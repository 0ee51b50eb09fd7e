#pragma once

#include "config/hook.hpp"
#include "net/http_client.hpp"
#include "parsers/timestamp.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace baotin::alerts {

/// What is posted: the same bytes in every attempt and replay.
struct WebhookMessage {
    std::string id; ///< the event's
    std::string body;
    bool replay = false; ///< told by the header `baotin-replay: true`
};

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
    std::string request;    ///< its head as lines: request line, then our headers; no secret is in them
    std::string response;   ///< its head as lines, an empty one, and the beginning of the body; at most 4 kB
};

/// Posts `message` to the hook, signed by all of its keys: `webhook-id`, `webhook-timestamp`,
/// `webhook-signature`, `content-type: application/json`. Never follows redirects; refuses private addresses
/// unless the hook allows them; reads at most 64 KiB of an answer; ends after the hook's timeout, however
/// slowly the receiver keeps talking. Also what `hooks test` uses.
boost::asio::awaitable<WebhookAnswer> post_webhook(net::HttpClient& http, config::Hook hook,
                                                   WebhookMessage message, parsers::Time now);

} // namespace baotin::alerts
