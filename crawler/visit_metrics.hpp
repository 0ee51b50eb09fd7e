#pragma once

#include "crawler/visitor.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace prometheus {
class Registry;
}

namespace baotin::crawler {

/// What /metrics shows of the crawler. Without a registry it counts nothing.
class VisitMetrics {
public:
    explicit VisitMetrics(prometheus::Registry* registry);

    void visited(const std::string& site, const Visited& visit, std::chrono::milliseconds late);
    void frontier(std::size_t pages, std::size_t in_flight);
    /// `worst`: how far the latest page is past its latest-by time.
    void lateness(std::chrono::milliseconds worst, std::size_t sites);

private:
    using Counters = prometheus::Family<prometheus::Counter>;
    /// Its counter, which is looked up by its labels only once.
    prometheus::Counter& visits(archive::PageKind kind, archive::Outcome outcome);

    Counters* visits_ = nullptr;
    std::map<std::pair<archive::PageKind, archive::Outcome>, prometheus::Counter*> known_visits_;
    Counters* gates_ = nullptr;
    Counters* reads_ = nullptr;
    prometheus::Counter* lateness_ = nullptr;
    prometheus::Gauge* pages_ = nullptr;
    prometheus::Gauge* in_flight_ = nullptr;
    prometheus::Gauge* worst_lateness_ = nullptr;
    prometheus::Gauge* late_sites_ = nullptr;
};

} // namespace baotin::crawler
