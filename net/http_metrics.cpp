#include "net/http_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string>

namespace baotin::net {

HttpMetrics::HttpMetrics(prometheus::Registry* registry)
{
    if (!registry) return;
    auto& requests = prometheus::BuildCounter()
                         .Name("baotin_http_requests_total")
                         .Help("HTTP requests that ended, by outcome: answered, or how they failed")
                         .Register(*registry);
    answered_ = &requests.Add({{"outcome", "answered"}});
    for (std::size_t error = 0; error < errors; ++error)
        failed_[error] = &requests.Add({{"outcome", std::string(to_string(static_cast<FetchError>(error)))}});
    bytes_ = &prometheus::BuildCounter()
                  .Name("baotin_http_bytes_total")
                  .Help("Bytes of HTTP headers and bodies received, as sent")
                  .Register(*registry)
                  .Add({});
    reused_ = &prometheus::BuildCounter()
                   .Name("baotin_http_connections_reused_total")
                   .Help("Answers that came over a connection kept from an earlier request")
                   .Register(*registry)
                   .Add({});
    auto& handshakes = prometheus::BuildCounter()
                           .Name("baotin_http_tls_handshakes_total")
                           .Help("TLS handshakes that completed, and whether they resumed an earlier session")
                           .Register(*registry);
    resumed_ = &handshakes.Add({{"resumed", "yes"}});
    shaken_in_full_ = &handshakes.Add({{"resumed", "no"}});
    auto& responses = prometheus::BuildCounter()
                          .Name("baotin_http_responses_total")
                          .Help("Answers by version of HTTP")
                          .Register(*registry);
    versions_ = {&responses.Add({{"version", "1.0"}}), &responses.Add({{"version", "1.1"}}),
                 &responses.Add({{"version", "2"}})};
    open_ = &prometheus::BuildGauge()
                 .Name("baotin_http_connections_open")
                 .Help("Connections to hosts and receivers: in use, kept for later, being made")
                 .Register(*registry)
                 .Add({});
}

void HttpMetrics::count(const FetchResult& result, std::size_t bytes_received)
{
    if (!answered_) return;
    if (result)
        answered_->Increment();
    else
        failed_[static_cast<std::size_t>(result.error().error)]->Increment();
    if (result) versions_[static_cast<std::size_t>(result->version)]->Increment();
    if (result && result->reused_connection) reused_->Increment();
    bytes_->Increment(static_cast<double>(bytes_received));
}

void HttpMetrics::count_handshake(bool resumed)
{
    if (resumed_) (resumed ? resumed_ : shaken_in_full_)->Increment();
}

void HttpMetrics::count_opened()
{
    if (open_) open_->Increment();
}

void HttpMetrics::count_closed()
{
    if (open_) open_->Decrement();
}

} // namespace baotin::net
