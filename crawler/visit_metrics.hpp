#pragma once

#include "archive/page.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>

#include <chrono>
#include <cstddef>

namespace prometheus {
class Registry;
}

namespace baotin::crawler {

/// What /metrics shows of the crawler. Without a registry it counts nothing.
class VisitMetrics {
public:
    explicit VisitMetrics(prometheus::Registry* registry);

    void visited(archive::PageKind kind, archive::Outcome outcome, std::chrono::milliseconds late);
    void frontier(std::size_t pages, std::size_t in_flight);
    /// `worst`: how far the latest page is past its latest-by time.
    void lateness(std::chrono::milliseconds worst, std::size_t sites);

private:
    prometheus::Family<prometheus::Counter>* visits_ = nullptr;
    prometheus::Counter* lateness_ = nullptr;
    prometheus::Gauge* pages_ = nullptr;
    prometheus::Gauge* in_flight_ = nullptr;
    prometheus::Gauge* worst_lateness_ = nullptr;
    prometheus::Gauge* late_sites_ = nullptr;
};

} // namespace baotin::crawler
