#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::lab {

/// One delivery as it arrived.
struct Received {
    std::string path;
    std::string id;                             ///< webhook-id
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    bool signature_valid = false; ///< HMAC and timestamp (± 5 minutes) checked by Standard Webhooks
    int answered = 0;
    std::chrono::steady_clock::time_point at;
};

/// A webhook receiver on a loopback port, checking Standard Webhooks signatures with its own implementation
/// (not the daemon's). Runs on a thread of its own; every member may be called from any thread.
class WebhookReceiver {
public:
    WebhookReceiver(); ///< with a new random secret
    ~WebhookReceiver();
    WebhookReceiver(const WebhookReceiver&) = delete;
    WebhookReceiver& operator=(const WebhookReceiver&) = delete;

    [[nodiscard]] std::string url(std::string_view path = "/hook") const;
    [[nodiscard]] std::string secret() const; ///< `whsec_…`

    /// The next `times` requests to `path` get this answer (0: every one from now on); status 0 closes
    /// without answer. Replaces what was said of the path before; without any, all are answered 200, whether
    /// their signature is valid or not.
    void answer(std::string_view path, int status, int times, std::optional<std::string> retry_after = {});
    void stall(std::string_view path, bool stalling); ///< accept and never answer

    /// Told of each request on the receiver's own thread; must be quick and must not call the receiver.
    void on_received(std::function<void(const Received&)> listener);

    [[nodiscard]] std::vector<Received> received() const;
    /// Waits until at least `count` requests have been answered with 2xx; false when `patience` runs out
    /// first.
    [[nodiscard]] bool wait_for(std::size_t count, std::chrono::milliseconds patience) const;

private:
    class Server;
    std::unique_ptr<Server> server_;
};

} // namespace baotin::lab
