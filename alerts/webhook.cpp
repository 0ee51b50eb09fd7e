#include "alerts/webhook.hpp"

#include "alerts/cut.hpp"
#include "alerts/signature.hpp"
#include "net/retry_after.hpp"
#include "parsers/text/canonical.hpp"

#include <fmt/format.h>

#include <utility>

namespace baotin::alerts {

using Verdict = WebhookAnswer::Verdict;

namespace {

constexpr std::chrono::seconds whole_attempt(15);
/// Far more than any receiver has to say.
constexpr std::size_t longest_answer = 1u << 20;
constexpr std::size_t shown_answer = 200;

net::Request signed_request(const config::Hook& hook, const std::string& id, std::string body,
                            parsers::Time now)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    net::Request request;
    request.method = "POST";
    request.url = hook.url;
    request.headers = {{"content-type", "application/json"},
                       {"webhook-id", id},
                       {"webhook-timestamp", std::to_string(seconds)},
                       {"webhook-signature", sign(hook.secret, id, now, body)}};
    request.body = std::move(body);
    request.limits.total = whole_attempt;
    request.limits.first_byte = whole_attempt;
    request.limits.max_body = longest_answer;
    request.allow_private = hook.allow_private;
    return request;
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

WebhookAnswer read_answer(const net::Response& response, parsers::Time now)
{
    WebhookAnswer answer;
    answer.verdict = judge(response.status);
    answer.status = response.status;
    answer.detail = described(response);
    answer.elapsed = response.elapsed;
    auto header = response.header("retry-after");
    auto wait = header ? net::read_retry_after(*header, now) : std::nullopt;
    if (wait) answer.retry_after = std::chrono::ceil<std::chrono::seconds>(*wait);
    return answer;
}

/// What breaks after its head has still said what it had to: a receiver that took the event must not get it
/// again because the rest of its answer was lost.
WebhookAnswer read_failure(net::FetchFailure failure)
{
    WebhookAnswer answer;
    answer.verdict = judge(failure.status);
    answer.status = failure.status;
    answer.cancelled = failure.error == net::FetchError::cancelled;
    answer.detail = fmt::format("{}: {}", net::to_string(failure.error), failure.detail);
    if (failure.status != 0)
        answer.detail = fmt::format("answered {}, then {}", failure.status, answer.detail);
    return answer;
}

} // namespace

boost::asio::awaitable<WebhookAnswer> post_webhook(net::HttpClient& http, config::Hook hook, std::string id,
                                                   std::string body, parsers::Time now)
{
    auto request = signed_request(hook, id, std::move(body), now);
    auto began = std::chrono::steady_clock::now();
    auto response = co_await http.fetch(std::move(request));
    if (response) co_return read_answer(*response, now);
    auto answer = read_failure(std::move(response.error()));
    answer.elapsed =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    co_return answer;
}

} // namespace baotin::alerts
