#include "alerts/webhook.hpp"

#include "alerts/cut.hpp"
#include "alerts/signature.hpp"
#include "net/retry_after.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/url_credentials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace baotin::alerts {

using Verdict = WebhookAnswer::Verdict;

namespace {

/// Far more than any receiver has to say.
constexpr std::size_t longest_answer = 64u << 10;
constexpr std::size_t longest_head = 16u << 10;
constexpr std::size_t shown_answer = 200;
constexpr std::size_t kept_head = 3'000; ///< of what a failed attempt was answered, for who looks into it
constexpr std::size_t kept_body = 1'000;
/// Receivers refuse timestamps that are five minutes away (Standard Webhooks).
constexpr auto suspicious_skew = std::chrono::minutes(4);

net::Request signed_request(const config::Hook& hook, WebhookMessage message, parsers::Time now)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    net::Request request;
    request.method = "POST";
    request.url = hook.url;
    request.headers = {{"content-type", "application/json"},
                       {"webhook-id", message.id},
                       {"webhook-timestamp", std::to_string(seconds)},
                       {"webhook-signature", sign_with_all(hook.keys, message.id, now, message.body)}};
    if (message.replay) request.headers.emplace_back("baotin-replay", "true");
    request.body = std::move(message.body);
    request.limits.total = hook.timeout;
    request.limits.first_byte = hook.timeout;
    request.limits.connect = std::min(request.limits.connect, hook.timeout);
    request.limits.max_body = longest_answer;
    request.limits.max_headers = longest_head;
    request.allow_private = hook.allow_private;
    return request;
}

std::string request_head(const net::Request& request)
{
    auto head = fmt::format("POST {}\n", parsers::without_credentials(request.url));
    for (const auto& [name, value] : request.headers)
        head += fmt::format("{}: {}\n", name, value);
    return head;
}

/// Made fit for lines, since a stranger wrote it.
std::string response_head(const net::Response& response)
{
    auto version = response.version == net::HttpVersion::http_2 ? "2" : "1.1";
    auto head = fmt::format("HTTP/{} {}\n", version, response.status);
    for (const auto& [name, value] : response.headers) {
        auto line = parsers::canonical_line(fmt::format("{}: {}", name, value));
        if (head.size() + line.size() < kept_head) head += line + '\n';
    }
    auto body = std::string_view(response.body).substr(0, kept_body);
    return head + '\n' + parsers::canonical_line(body);
}

Verdict judge(int status)
{
    if (status >= 200 && status < 300) return Verdict::delivered;
    return status == 410 ? Verdict::gone : Verdict::failed;
}

/// What the receiver says about itself helps whoever runs it: the start of its answer, made fit for a line.
std::string described(const net::Response& response)
{
    auto line = fmt::format("answered {}", response.status);
    if (response.status >= 200 && response.status < 300) return line;
    if (response.status >= 300 && response.status < 400) return line + "; redirects are not followed";
    auto start = std::string_view(response.body).substr(0, 4 * shown_answer);
    auto said = parsers::canonical_line(start);
    auto shown = head_of(said, shown_answer);
    return shown.empty() ? line : fmt::format("{}: {}", line, shown);
}

/// A receiver whose clock and ours are apart refuses every signature: worth a word beside its complaint.
std::string skew_between(const net::Response& response, parsers::Time now)
{
    auto date = response.header("date");
    auto theirs = date ? net::read_http_date(*date) : std::nullopt;
    if (!theirs || std::chrono::abs(*theirs - now) < suspicious_skew) return "";
    return fmt::format("; its clock is {} minutes {} ours",
                       std::chrono::round<std::chrono::minutes>(std::chrono::abs(*theirs - now)).count(),
                       *theirs > now ? "ahead of" : "behind");
}

WebhookAnswer read_answer(const net::Response& response, parsers::Time now)
{
    WebhookAnswer answer;
    answer.verdict = judge(response.status);
    answer.status = response.status;
    answer.detail = described(response);
    if (response.status / 100 == 4) answer.detail += skew_between(response, now);
    answer.response = response_head(response);
    answer.elapsed = response.elapsed;
    auto header = response.header("retry-after");
    auto wait = header ? net::read_retry_after(*header, now) : std::nullopt;
    if (wait) answer.retry_after = std::chrono::ceil<std::chrono::seconds>(*wait);
    return answer;
}

/// What breaks after its head has still said what it had to: a receiver that took the event must not get it
/// again because the rest of its answer was lost, and one that asked us to wait is not asked sooner.
WebhookAnswer read_failure(const net::FetchFailure& failure, parsers::Time now)
{
    WebhookAnswer answer;
    if (failure.begun) answer = read_answer(*failure.begun, now);
    answer.cancelled = failure.error == net::FetchError::cancelled;
    auto why = fmt::format("{}: {}", net::to_string(failure.error), failure.detail);
    answer.detail = failure.begun ? fmt::format("answered {}, then {}", answer.status, why) : std::move(why);
    return answer;
}

} // namespace

boost::asio::awaitable<WebhookAnswer> post_webhook(net::HttpClient& http, config::Hook hook,
                                                   WebhookMessage message, parsers::Time now)
{
    auto request = signed_request(hook, std::move(message), now);
    auto head = request_head(request);
    auto began = std::chrono::steady_clock::now();
    auto response = co_await http.fetch(std::move(request));
    WebhookAnswer answer;
    if (response) {
        answer = read_answer(*response, now);
    } else {
        answer = read_failure(response.error(), now);
        answer.elapsed =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    }
    answer.request = std::move(head);
    co_return answer;
}

} // namespace baotin::alerts
