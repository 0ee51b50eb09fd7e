#include "web/openmetrics.hpp"

#include <gmock/gmock.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>

#include <limits>

namespace baotin {

using testing::HasSubstr;

namespace {
prometheus::Registry& with_counter(prometheus::Registry& registry, const std::string& name)
{
    prometheus::BuildCounter()
        .Name(name)
        .Help("Visits made")
        .Register(registry)
        .Add({{"site", "thst"}})
        .Increment(3);
    return registry;
}
} // namespace

TEST(OpenMetrics, PutsTotalOnACountersSampleAndNotOnItsFamily)
{
    const std::string expected = "# TYPE baotin_visits counter\n# HELP baotin_visits Visits made\n"
                                 "baotin_visits_total{site=\"thst\"} 3.0\n# EOF\n";
    prometheus::Registry named, unnamed;
    EXPECT_EQ(web::openmetrics(with_counter(named, "baotin_visits_total").Collect()), expected);
    EXPECT_EQ(web::openmetrics(with_counter(unnamed, "baotin_visits").Collect()), expected);
}

TEST(OpenMetrics, EndsWithEofEvenWithoutAnyMetric)
{
    EXPECT_EQ(web::openmetrics({}), "# EOF\n");
}

TEST(OpenMetrics, WritesAHistogramWithCumulativeBucketsUpToInfinity)
{
    prometheus::Registry registry;
    auto& family = prometheus::BuildHistogram().Name("fetch_seconds").Help("Time").Register(registry);
    auto& histogram = family.Add({}, prometheus::Histogram::BucketBoundaries{0.1, 1});
    histogram.Observe(0.05);
    histogram.Observe(0.5);
    histogram.Observe(5);
    EXPECT_EQ(web::openmetrics(registry.Collect()),
              "# TYPE fetch_seconds histogram\n# HELP fetch_seconds Time\n"
              "fetch_seconds_bucket{le=\"0.1\"} 1\n"
              "fetch_seconds_bucket{le=\"1.0\"} 2\n"
              "fetch_seconds_bucket{le=\"+Inf\"} 3\n"
              "fetch_seconds_count 3\nfetch_seconds_sum 5.55\n# EOF\n");
}

TEST(OpenMetrics, WritesASummaryWithItsQuantiles)
{
    prometheus::Registry registry;
    auto& family = prometheus::BuildSummary().Name("parse").Help("").Register(registry);
    family.Add({}, prometheus::Summary::Quantiles{{0.5, 0.05}}).Observe(2);
    EXPECT_EQ(web::openmetrics(registry.Collect()),
              "# TYPE parse summary\nparse{quantile=\"0.5\"} 2.0\nparse_count 1\nparse_sum 2.0\n# EOF\n");
}

TEST(OpenMetrics, EscapesLabelsAndHelp)
{
    prometheus::Registry registry;
    prometheus::BuildGauge()
        .Name("g")
        .Help("a\nb \"c\" \\")
        .Register(registry)
        .Add({{"l", "x\"y\\z\n"}})
        .Set(1);
    auto text = web::openmetrics(registry.Collect());
    EXPECT_THAT(text, HasSubstr(R"(# HELP g a\nb \"c\" \\)"));
    EXPECT_THAT(text, HasSubstr(R"(g{l="x\"y\\z\n"} 1.0)"));
}

TEST(OpenMetrics, WritesNumbersThatAreNoneAsTheFormatWants)
{
    prometheus::Registry registry;
    auto& family = prometheus::BuildGauge().Name("g").Help("").Register(registry);
    family.Add({{"n", "1"}}).Set(std::numeric_limits<double>::infinity());
    family.Add({{"n", "2"}}).Set(-std::numeric_limits<double>::infinity());
    family.Add({{"n", "3"}}).Set(std::numeric_limits<double>::quiet_NaN());
    family.Add({{"n", "4"}}).Set(1e21);
    auto text = web::openmetrics(registry.Collect());
    EXPECT_THAT(text, HasSubstr("g{n=\"1\"} +Inf\n"));
    EXPECT_THAT(text, HasSubstr("g{n=\"2\"} -Inf\n"));
    EXPECT_THAT(text, HasSubstr("g{n=\"3\"} NaN\n"));
    EXPECT_THAT(text, HasSubstr("g{n=\"4\"} 1e+21\n"));
}

} // namespace baotin
