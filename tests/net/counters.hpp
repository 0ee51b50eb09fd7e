#pragma once

#include <prometheus/registry.h>

#include <string>

namespace baotin::net::test {

/// What a counter or gauge of this name stands at, over the series that carry `label=value` where it is
/// given.
inline double count_of(const prometheus::Registry& registry, const std::string& name,
                       const std::string& label = {}, const std::string& value = {})
{
    double sum = 0;
    for (const auto& family : registry.Collect()) {
        if (family.name != name) continue;
        for (const auto& metric : family.metric) {
            bool counts = label.empty();
            for (const auto& one : metric.label)
                counts = counts || (one.name == label && one.value == value);
            if (counts) sum += metric.counter.value + metric.gauge.value;
        }
    }
    return sum;
}

} // namespace baotin::net::test
