#pragma once

#include <chrono>
#include <cstddef>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
} // namespace prometheus

namespace baotin::archive {

/// What the recorder counts. Without a registry it counts nothing. Any thread; `registry` must outlive it.
class RecorderMetrics {
public:
    explicit RecorderMetrics(prometheus::Registry* registry);

    void queued(std::size_t queue, std::size_t waiting);
    void committed(std::size_t commands, std::chrono::steady_clock::duration took);
    void stalled(bool now);            ///< nothing can be written at the moment
    void failed(std::size_t commands); ///< a command threw, or the commit of its group did

private:
    prometheus::Counter* commits_ = nullptr;
    prometheus::Counter* failures_ = nullptr;
    prometheus::Histogram* commands_ = nullptr;
    prometheus::Histogram* seconds_ = nullptr;
    prometheus::Gauge* queue_ = nullptr;
    prometheus::Gauge* waiting_ = nullptr;
    prometheus::Gauge* stalled_ = nullptr;
};

} // namespace baotin::archive
