#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace prometheus {
class Registry;
}

namespace baotin::alerts {

/// Counts what became of every attempt: `baotin_delivery_attempts_total{hook,outcome}` with the outcomes
/// `delivered`, `retried`, `dead` and `gone`, and `baotin_delivery_attempt_seconds{hook}`. Without a
/// registry, does nothing.
class DeliveryMetrics {
public:
    explicit DeliveryMetrics(prometheus::Registry* registry);
    ~DeliveryMetrics();
    DeliveryMetrics(const DeliveryMetrics&) = delete;
    DeliveryMetrics& operator=(const DeliveryMetrics&) = delete;

    void count(const std::string& hook, std::string_view outcome, std::chrono::microseconds elapsed);

private:
    struct Families;
    std::unique_ptr<Families> families_;
};

} // namespace baotin::alerts
