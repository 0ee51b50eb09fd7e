#include "webhook_receiver.hpp"

#include "http_server.hpp"
#include "sent_bodies.hpp"
#include "standard_webhooks.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <ctime>
#include <mutex>
#include <set>
#include <utility>

namespace baotin::lab {

/// What arrived and how to answer; the handler runs on the server's thread, the rest on any.
class WebhookReceiver::Server {
public:
    Server() : secret_(new_secret())
    {
        door_ = server_.open([this](const Request& request) { return take(request); });
    }

    [[nodiscard]] unsigned short port() const { return door_->port; }
    [[nodiscard]] const std::string& secret() const { return secret_; }

    void answer(std::string_view path, int status, int times, std::optional<std::string> retry_after)
    {
        const std::lock_guard lock(mutex_);
        answers_[std::string(path)] = {status, times, std::move(retry_after)};
    }

    void stall(std::string_view path, bool stalling)
    {
        const std::lock_guard lock(mutex_);
        if (stalling)
            stalled_.emplace(path);
        else
            stalled_.erase(std::string(path));
    }

    void on_received(std::function<void(const Received&)> listener)
    {
        const std::lock_guard lock(mutex_);
        listener_ = std::move(listener);
    }

    [[nodiscard]] std::vector<Received> received() const
    {
        const std::lock_guard lock(mutex_);
        return received_;
    }

    [[nodiscard]] bool wait_for(std::size_t count, std::chrono::milliseconds patience) const
    {
        std::unique_lock lock(mutex_);
        return arrived_.wait_for(lock, patience, [&] { return accepted_ >= count; });
    }

private:
    struct Answer {
        int status = 200;
        int times = 0; ///< 0: for ever
        std::optional<std::string> retry_after;
    };

    Reply take(const Request& request)
    {
        Received received;
        received.path = request.path;
        received.id = request.header("webhook-id");
        received.headers = request.headers;
        received.body = request.body;
        if (request.method == "POST") keep_sent(request.body);
        received.signature_valid =
            signed_by(secret_, received.id, request.header("webhook-timestamp"),
                      request.header("webhook-signature"), request.body, std::time(nullptr));
        received.at = std::chrono::steady_clock::now();
        const std::lock_guard lock(mutex_);
        const Reply reply = reply_to(request);
        const bool answers = reply.manner == Reply::Manner::whole;
        received.answered = answers ? reply.status : 0;
        received_.push_back(received);
        if (answers && reply.status / 100 == 2) ++accepted_;
        if (listener_) listener_(received);
        arrived_.notify_all();
        return reply;
    }

    Reply reply_to(const Request& request)
    {
        Reply reply;
        if (stalled_.contains(request.path)) {
            reply.manner = Reply::Manner::never;
            return reply;
        }
        const auto found = answers_.find(request.path);
        if (request.method != "POST") reply.status = 405;
        if (request.method != "POST" || found == answers_.end()) return reply;
        const Answer& answer = found->second;
        reply.status = answer.status;
        if (answer.status == 0) reply.manner = Reply::Manner::dropped;
        if (answer.retry_after) reply.headers.emplace_back("Retry-After", *answer.retry_after);
        // A redirect that nobody may follow still has to look like one.
        if (answer.status / 100 == 3) reply.headers.emplace_back("Location", "/redirected");
        if (answer.times > 0 && --found->second.times == 0) answers_.erase(found);
        return reply;
    }

    const std::string secret_;
    mutable std::mutex mutex_;
    mutable std::condition_variable arrived_;
    std::vector<Received> received_;
    std::size_t accepted_ = 0;
    std::map<std::string, Answer> answers_;
    std::set<std::string> stalled_;
    std::function<void(const Received&)> listener_;
    std::shared_ptr<const Door> door_;
    HttpServer server_; // last: its handler refers to all above
};

WebhookReceiver::WebhookReceiver() : server_(std::make_unique<Server>())
{
}
WebhookReceiver::~WebhookReceiver() = default;

std::string WebhookReceiver::url(std::string_view path) const
{
    return fmt::format("http://127.0.0.1:{}{}", server_->port(), path);
}

std::string WebhookReceiver::secret() const
{
    return server_->secret();
}

void WebhookReceiver::answer(std::string_view path, int status, int times,
                             std::optional<std::string> retry_after)
{
    server_->answer(path, status, times, std::move(retry_after));
}

void WebhookReceiver::stall(std::string_view path, bool stalling)
{
    server_->stall(path, stalling);
}

void WebhookReceiver::on_received(std::function<void(const Received&)> listener)
{
    server_->on_received(std::move(listener));
}

std::vector<Received> WebhookReceiver::received() const
{
    return server_->received();
}

bool WebhookReceiver::wait_for(std::size_t count, std::chrono::milliseconds patience) const
{
    return server_->wait_for(count, patience);
}

} // namespace baotin::lab
