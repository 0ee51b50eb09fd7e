#include "net/http_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
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
}

void HttpMetrics::count(const FetchResult& result, std::size_t bytes_received)
{
    if (!answered_) return;
    if (result)
        answered_->Increment();
    else
        failed_[static_cast<std::size_t>(result.error().error)]->Increment();
    if (result && result->reused_connection) reused_->Increment();
    bytes_->Increment(static_cast<double>(bytes_received));
}

} // namespace baotin::net
