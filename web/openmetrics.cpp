#include "web/openmetrics.hpp"

#include <fmt/format.h>
#include <prometheus/client_metric.h>

#include <cmath>
#include <iterator>
#include <utility>

namespace baotin::web {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

namespace {

constexpr std::string_view total = "_total";

std::string number(double value)
{
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    auto text = fmt::format("{}", value);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text; // labels are compared as text
}

std::string escaped(std::string_view text)
{
    std::string safe;
    safe.reserve(text.size());
    for (char c : text) {
        if (c == '\\' || c == '"') safe += '\\';
        safe += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return safe;
}

std::string_view type_word(MetricType type)
{
    switch (type) {
    case MetricType::Counter:
        return "counter";
    case MetricType::Gauge:
        return "gauge";
    case MetricType::Summary:
        return "summary";
    case MetricType::Untyped:
        return "unknown";
    case MetricType::Histogram:
        return "histogram";
    }
    return "unknown";
}

/// One family being written.
class Text {
public:
    Text(std::string& out, std::string name) : out_(out), name_(std::move(name)) {}

    void head(MetricType type, std::string_view help)
    {
        fmt::format_to(std::back_inserter(out_), "# TYPE {} {}\n", name_, type_word(type));
        if (!help.empty()) fmt::format_to(std::back_inserter(out_), "# HELP {} {}\n", name_, escaped(help));
    }

    void sample(const ClientMetric& metric, std::string_view suffix, std::string_view value,
                std::string_view extra_name = {}, std::string_view extra = {})
    {
        std::string labels;
        auto add = [&](std::string_view name, std::string_view text) {
            fmt::format_to(std::back_inserter(labels), "{}{}=\"{}\"", labels.empty() ? "" : ",", name,
                           escaped(text));
        };
        for (const auto& label : metric.label)
            add(label.name, label.value);
        if (!extra_name.empty()) add(extra_name, extra);
        fmt::format_to(std::back_inserter(out_), "{}{}{}{}{} {}", name_, suffix, labels.empty() ? "" : "{",
                       labels, labels.empty() ? "" : "}", value);
        if (metric.timestamp_ms != 0)
            fmt::format_to(std::back_inserter(out_), " {:.3f}",
                           static_cast<double>(metric.timestamp_ms) / 1000);
        out_ += '\n';
    }

private:
    std::string& out_;
    std::string name_;
};

void write_summary(Text& text, const ClientMetric& metric)
{
    const auto& summary = metric.summary;
    for (const auto& quantile : summary.quantile)
        text.sample(metric, "", number(quantile.value), "quantile", number(quantile.quantile));
    text.sample(metric, "_count", std::to_string(summary.sample_count));
    text.sample(metric, "_sum", number(summary.sample_sum));
}

void write_histogram(Text& text, const ClientMetric& metric)
{
    const auto& histogram = metric.histogram;
    bool infinite = false;
    for (const auto& bucket : histogram.bucket) {
        infinite = infinite || std::isinf(bucket.upper_bound);
        text.sample(metric, "_bucket", std::to_string(bucket.cumulative_count), "le",
                    number(bucket.upper_bound));
    }
    if (!infinite) text.sample(metric, "_bucket", std::to_string(histogram.sample_count), "le", "+Inf");
    text.sample(metric, "_count", std::to_string(histogram.sample_count));
    text.sample(metric, "_sum", number(histogram.sample_sum));
}

void write_metric(Text& text, MetricType type, const ClientMetric& metric)
{
    switch (type) {
    case MetricType::Counter:
        return text.sample(metric, total, number(metric.counter.value));
    case MetricType::Gauge:
        return text.sample(metric, "", number(metric.gauge.value));
    case MetricType::Summary:
        return write_summary(text, metric);
    case MetricType::Untyped:
        return text.sample(metric, "", number(metric.untyped.value));
    case MetricType::Histogram:
        return write_histogram(text, metric);
    }
}

std::string family_name(const MetricFamily& family)
{
    auto name = family.name;
    if (family.type == MetricType::Counter && name.ends_with(total)) name.resize(name.size() - total.size());
    return name;
}

} // namespace

std::string openmetrics(const std::vector<MetricFamily>& families)
{
    std::string out;
    for (const auto& family : families) {
        Text text(out, family_name(family));
        text.head(family.type, family.help);
        for (const auto& metric : family.metric)
            write_metric(text, family.type, metric);
    }
    return out + "# EOF\n";
}

} // namespace baotin::web
