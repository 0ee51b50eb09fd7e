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
    gates_ = &prometheus::BuildCounter()
                  .Name("baotin_gates_total")
                  .Help("Visits that parsed nothing, by what said that the page shows what it did")
                  .Register(*registry);
    reads_ = &prometheus::BuildCounter()
                  .Name("baotin_page_reads_total")
                  .Help("HTML pages that were parsed and recorded, by site and by how much of them")
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
    worst_lateness_ =
        &prometheus::BuildGauge()
             .Name("baotin_worst_lateness_seconds")
             .Help("How far the latest page is past the time by which it should have been visited")
             .Register(*registry)
             .Add({});
    late_sites_ = &prometheus::BuildGauge()
                       .Name("baotin_late_sites")
                       .Help("Sites with a page past that time")
                       .Register(*registry)
                       .Add({});
}

void VisitMetrics::visited(const std::string& site, const Visited& visit, std::chrono::milliseconds late)
{
    if (!visits_) return;
    visits(visit.kind, visit.outcome).Increment();
    if (visit.gate) gates_->Add({{"gate", std::string(to_string(*visit.gate))}}).Increment();
    if (visit.read_by)
        reads_->Add({{"site", site}, {"by", std::string(to_string(*visit.read_by))}}).Increment();
    if (late.count() > 0) lateness_->Increment(std::chrono::duration<double>(late).count());
}

prometheus::Counter& VisitMetrics::visits(archive::PageKind kind, archive::Outcome outcome)
{
    auto& counter = known_visits_[{kind, outcome}];
    if (!counter)
        counter = &visits_->Add({{"kind", std::string(archive::to_string(kind))},
                                 {"outcome", std::string(archive::to_string(outcome))}});
    return *counter;
}

void VisitMetrics::frontier(std::size_t pages, std::size_t in_flight)
{
    if (!pages_) return;
    pages_->Set(static_cast<double>(pages));
    in_flight_->Set(static_cast<double>(in_flight));
}

void VisitMetrics::lateness(std::chrono::milliseconds worst, std::size_t sites)
{
    if (!worst_lateness_) return;
    worst_lateness_->Set(std::chrono::duration<double>(worst).count());
    late_sites_->Set(static_cast<double>(sites));
}

} // namespace baotin::crawler
