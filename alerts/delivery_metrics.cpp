#include "alerts/delivery_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace baotin::alerts {

struct DeliveryMetrics::Families {
    prometheus::Family<prometheus::Counter>& attempts;
    prometheus::Family<prometheus::Histogram>& seconds;
};

DeliveryMetrics::DeliveryMetrics(prometheus::Registry* registry)
{
    if (registry == nullptr) return;
    auto& attempts = prometheus::BuildCounter()
                         .Name("baotin_delivery_attempts_total")
                         .Help("Attempts to deliver an event, by hook and by what became of them")
                         .Register(*registry);
    auto& seconds = prometheus::BuildHistogram()
                        .Name("baotin_delivery_attempt_seconds")
                        .Help("How long an attempt to deliver an event took")
                        .Register(*registry);
    families_ = std::make_unique<Families>(attempts, seconds);
}

DeliveryMetrics::~DeliveryMetrics() = default;

void DeliveryMetrics::count(const std::string& hook, std::string_view outcome,
                            std::chrono::microseconds elapsed)
{
    if (!families_) return;
    static const prometheus::Histogram::BucketBoundaries boundaries = {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 15};
    families_->attempts.Add({{"hook", hook}, {"outcome", std::string(outcome)}}).Increment();
    families_->seconds.Add({{"hook", hook}}, boundaries)
        .Observe(std::chrono::duration<double>(elapsed).count());
}

} // namespace baotin::alerts
