#pragma once

#include <prometheus/metric_family.h>

#include <string>
#include <string_view>
#include <vector>

namespace baotin::web {

inline constexpr std::string_view openmetrics_type =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// OpenMetrics 1.0 text: counters with `_total` on the sample and not on the family, `# EOF` at the end.
/// (prometheus-cpp itself writes the older text format 0.0.4 only.)
std::string openmetrics(const std::vector<prometheus::MetricFamily>& families);

} // namespace baotin::web
