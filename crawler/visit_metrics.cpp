#include "crawler/visit_metrics.hpp"

#include <prometheus/registry.h>

#include <string>

namespace baotin::crawler {

VisitMetrics::VisitMetrics(prometheus::Registry* registry)
{
    if (!registry) return;
    visits_ = &prometheus::BuildCounter()
                   .Name("baotin_visits_total")
                   .Help("Visits by kind of page and outcome")
                   .Register(*registry);
    lateness_ = &prometheus::BuildCounter()
                     .Name("baotin_visit_lateness_seconds_total")
                     .Help("Time that visits started after they were due, summed")
                     .Register(*registry)
                     .Add({});
    auto& frontier = prometheus::BuildGauge()
                         .Name("baotin_frontier_pages")
                         .Help("Pages that wait for a visit")
                         .Register(*registry);
    pages_ = &frontier.Add({});
    auto& flying =
        prometheus::BuildGauge().Name("baotin_visits_in_flight").Help("Visits under way").Register(*registry);
    in_flight_ = &flying.Add({});
}

void VisitMetrics::visited(archive::PageKind kind, archive::Outcome outcome, std::chrono::milliseconds late)
{
    if (!visits_) return;
    visits_
        ->Add({{"kind", std::string(archive::to_string(kind))},
               {"outcome", std::string(archive::to_string(outcome))}})
        .Increment();
    if (late.count() > 0) lateness_->Increment(std::chrono::duration<double>(late).count());
}

void VisitMetrics::frontier(std::size_t pages, std::size_t in_flight)
{
    if (!pages_) return;
    pages_->Set(static_cast<double>(pages));
    in_flight_->Set(static_cast<double>(in_flight));
}

} // namespace baotin::crawler
