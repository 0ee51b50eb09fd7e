#include "archive/recorder_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace baotin::archive {

using prometheus::Histogram;

RecorderMetrics::RecorderMetrics(prometheus::Registry* registry)
{
    if (registry == nullptr) return;
    const auto counter = [registry](const char* name, const char* help) {
        return &prometheus::BuildCounter().Name(name).Help(help).Register(*registry).Add({});
    };
    const auto gauge = [registry](const char* name, const char* help) {
        return &prometheus::BuildGauge().Name(name).Help(help).Register(*registry).Add({});
    };
    const auto histogram = [registry](const char* name, const char* help,
                                      Histogram::BucketBoundaries buckets) {
        return &prometheus::BuildHistogram().Name(name).Help(help).Register(*registry).Add(
            {}, std::move(buckets));
    };
    commits_ = counter("baotin_recorder_commits_total", "Commits to the archive");
    failures_ = counter("baotin_recorder_failed_commands_total", "Commands that were not recorded");
    commands_ = histogram("baotin_recorder_commit_commands", "Commands in one commit",
                          {1, 2, 4, 8, 16, 32, 64, 128, 256});
    seconds_ = histogram("baotin_recorder_commit_seconds", "Time to apply and commit one group",
                         {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5});
    queue_ = gauge("baotin_recorder_queue_depth", "Commands in the recorder's queue");
    waiting_ = gauge("baotin_recorder_callers_waiting", "Callers that wait for room in the recorder's queue");
    stalled_ =
        gauge("baotin_recorder_stalled", "1 while nothing can be written: the disk is full, or failed");
}

void RecorderMetrics::queued(std::size_t queue, std::size_t waiting)
{
    if (queue_ == nullptr) return;
    queue_->Set(static_cast<double>(queue));
    waiting_->Set(static_cast<double>(waiting));
}

void RecorderMetrics::committed(std::size_t commands, std::chrono::steady_clock::duration took)
{
    if (commits_ == nullptr) return;
    commits_->Increment();
    commands_->Observe(static_cast<double>(commands));
    seconds_->Observe(std::chrono::duration<double>(took).count());
}

void RecorderMetrics::stalled(bool now)
{
    if (stalled_ != nullptr) stalled_->Set(now ? 1 : 0);
}

void RecorderMetrics::failed(std::size_t commands)
{
    if (failures_ != nullptr && commands > 0) failures_->Increment(static_cast<double>(commands));
}

} // namespace baotin::archive
