#pragma once

#include "alerts/breaker.hpp"
#include "alerts/delivery_metrics.hpp"
#include "alerts/pace.hpp"
#include "alerts/webhook.hpp"
#include "archive/reads.hpp"
#include "archive/recorder.hpp"
#include "config/hook.hpp"
#include "net/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>

namespace baotin::alerts {

/// What the lines of all hooks work with. Lives on the loop; the rooms behind the references outlive it.
struct Desk {
    boost::asio::any_io_executor loop;
    net::HttpClient& http;
    archive::Recorder& recorder;
    archive::Reads& reads;
    std::function<parsers::Time()> now;
    DeliveryMetrics metrics;
    std::minstd_rand random{std::random_device{}()};
    std::function<void()> queued = {}; ///< somebody's delivery was queued by us
    boost::asio::steady_timer idle;    ///< cancelled whenever a line or a request of one has ended
};

/// The deliveries of one hook: a coroutine that reads what is due, a page at a time, and a few that send.
///
/// A breaker holds what is due back from a receiver that is down, and tells the other hooks once it has been
/// for minutes: incident `failing`, event `hook.failing`. A pace holds it to the hook's rate.
///
/// Lives on the loop; its coroutines keep it alive. A delivery is looked at again only after what its attempt
/// led to is durable, however the reading overlaps with the recording.
class HookLine : public std::enable_shared_from_this<HookLine> {
public:
    HookLine(std::shared_ptr<Desk> desk, std::string name);

    void start();
    void configure(std::optional<config::Hook> hook); ///< nothing: the hook has left the configuration
    void wake();
    void stop();   ///< no new attempts
    void cancel(); ///< ends the attempts in flight; they stay pending
    [[nodiscard]] bool ended() const { return stopping_ && !running_ && busy_.empty(); }

private:
    struct Look;
    using Line = std::shared_ptr<HookLine>;
    using Task = boost::asio::awaitable<void>;

    static Task run(Line self);
    static Task send(Line self, config::Hook hook, archive::Delivery delivery);

    Task read_page();
    Task rest();
    Task disable(archive::Delivery delivery, std::string detail);
    Task learn(WebhookAnswer::Verdict verdict, std::string detail);
    Task open_incident(std::string_view what, std::string detail);
    Task close_incident(std::string_view what);
    Task commit(archive::DeliveryAttempt attempt);
    Task pause(std::chrono::milliseconds time);
    [[nodiscard]] bool wants_to_read() const;
    [[nodiscard]] bool may_send() const;
    [[nodiscard]] std::size_t most_in_flight() const;
    [[nodiscard]] archive::DeliveryAttempt judge(const archive::Delivery& delivery,
                                                 const WebhookAnswer& answer);
    void take(Look look);
    void send_page();
    void settle(archive::DeliveryId delivery, std::exception_ptr failure);

    std::shared_ptr<Desk> desk_;
    std::string name_;
    std::optional<config::Hook> hook_;
    boost::asio::steady_timer timer_;
    std::deque<archive::Delivery> page_;
    std::map<archive::DeliveryId, std::shared_ptr<boost::asio::cancellation_signal>>
        busy_; ///< in flight, or not durable yet
    std::set<archive::DeliveryId>
        settled_;                  ///< since the reading under way began: what it says of them is old
    std::set<parsers::Time> soon_; ///< retries that cannot wait for the next poll
    Breaker breaker_;
    Pace pace_;
    std::size_t in_flight_ = 0; ///< of busy_, those whose answer has not come
    bool told_failing_ = false; ///< the incident `failing` is open
    std::optional<bool> gone_;  ///< answered 410; nothing: not looked up yet
    int incident_changes_ = 0;  ///< how often an incident of ours began or ended; a reading before is old
    int incident_changing_ = 0; ///< of these, how many are not durable yet
    bool read_wanted_ = true;
    bool running_ = false;
    bool stopping_ = false;
};

} // namespace baotin::alerts
