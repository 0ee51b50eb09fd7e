#include "curve_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace baotin::bench {
namespace {

constexpr double kWidth = 860, kHeight = 480, kLeft = 80, kRight = 250, kTop = 50, kBottom = 60;
// Okabe and Ito's colours, told apart by everybody; the marks tell them apart in print.
constexpr std::array<const char*, 6> kColours = {"#0072b2", "#d55e00", "#009e73",
                                                 "#cc79a7", "#000000", "#e69f00"};

/// From values to places, on one axis.
struct Scale {
    bool logarithmic;
    double low, high, from, to;
    [[nodiscard]] double operator()(double value) const
    {
        auto share =
            logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
        return from + share * (to - from);
    }
    [[nodiscard]] std::vector<double> ticks() const
    {
        std::vector<double> all;
        if (logarithmic) {
            for (double at = low; at <= high * 1.0001; at *= 10)
                all.push_back(at);
            return all;
        }
        auto step = std::pow(10, std::floor(std::log10(high - low)));
        for (auto part : {0.1, 0.2, 0.25, 0.5})
            if ((high - low) / (step * part) <= 8) {
                step *= part;
                break;
            }
        for (double at = low; at <= high * 1.0001; at += step)
            all.push_back(at);
        return all;
    }
};

Scale scale(const CurvePlot& plot, double (*pick)(const std::pair<double, double>&), double from, double to)
{
    double low = 1e300, high = 0;
    for (const auto& curve : plot.curves)
        for (const auto& point : curve.points) {
            low = std::min(low, pick(point));
            high = std::max(high, pick(point));
        }
    if (plot.logarithmic) {
        low = std::pow(10, std::floor(std::log10(low) + 0.001));
        high = std::pow(10, std::ceil(std::log10(high) - 0.001));
    } else {
        low = 0;
        high *= 1.05;
    }
    return {plot.logarithmic, low, high, from, to};
}

std::string number(double value)
{
    if (value >= 1e6) return fmt::format("{:g} M", value / 1e6);
    if (value >= 1e4) return fmt::format("{:g},000", value / 1e3);
    return fmt::format("{:g}", value);
}

std::string axes(const CurvePlot& plot, const Scale& x, const Scale& y)
{
    std::string svg;
    auto grid = [&](double x1, double y1, double x2, double y2) {
        svg += fmt::format("<line x1='{:.1f}' y1='{:.1f}' x2='{:.1f}' y2='{:.1f}' stroke='#dddddd'/>\n", x1,
                           y1, x2, y2);
    };
    for (auto tick : x.ticks()) {
        grid(x(tick), y.from, x(tick), y.to);
        svg += fmt::format("<text x='{:.1f}' y='{:.1f}' text-anchor='middle'>{}</text>\n", x(tick),
                           y.from + 20, number(tick));
    }
    for (auto tick : y.ticks()) {
        grid(x.from, y(tick), x.to, y(tick));
        svg += fmt::format("<text x='{:.1f}' y='{:.1f}' text-anchor='end'>{}</text>\n", x.from - 8,
                           y(tick) + 5, number(tick));
    }
    svg += fmt::format(
        "<rect x='{:.1f}' y='{:.1f}' width='{:.1f}' height='{:.1f}' fill='none' stroke='#444444'/>\n", x.from,
        y.to, x.to - x.from, y.from - y.to);
    svg += fmt::format("<text x='{:.1f}' y='{:.1f}' text-anchor='middle'>{}</text>\n", (x.from + x.to) / 2,
                       y.from + 45, plot.x_label);
    auto middle = (y.from + y.to) / 2;
    return svg + fmt::format("<text x='20' y='{0:.1f}' text-anchor='middle' transform='rotate(-90 20 "
                             "{0:.1f})'>{1}</text>\n",
                             middle, plot.y_label);
}

std::string line(const Curve& curve, const char* colour, const Scale& x, const Scale& y)
{
    std::string path, dots;
    for (auto [at, value] : curve.points) {
        path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", x(at), y(value));
        dots += fmt::format("<circle cx='{:.1f}' cy='{:.1f}' r='3.5' fill='{}'/>\n", x(at), y(value), colour);
    }
    return fmt::format("<polyline points='{}' fill='none' stroke='{}' stroke-width='2'/>\n", path, colour) +
           dots;
}

} // namespace

std::string CurvePlot::svg() const
{
    auto x = scale(
        *this, [](const auto& point) { return point.first; }, kLeft, kWidth - kRight);
    auto y = scale(
        *this, [](const auto& point) { return point.second; }, kHeight - kBottom, kTop);
    auto svg = fmt::format(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{1}' viewBox='0 0 {0} {1}' "
        "font-family='sans-serif' font-size='14'>\n<rect width='{0}' height='{1}' fill='white'/>\n",
        kWidth, kHeight);
    svg += fmt::format("<text x='{}' y='30' font-size='16' font-weight='bold'>{}</text>\n", kLeft, title);
    svg += axes(*this, x, y);
    double legend = kTop + 14;
    for (std::size_t i = 0; i < curves.size(); ++i, legend += 24) {
        const auto* colour = kColours[i % kColours.size()];
        svg += line(curves[i], colour, x, y);
        svg +=
            fmt::format("<line x1='{0}' y1='{2:.1f}' x2='{1}' y2='{2:.1f}' stroke='{3}' stroke-width='3'/>\n",
                        kWidth - kRight + 16, kWidth - kRight + 40, legend - 5, colour);
        svg +=
            fmt::format("<text x='{}' y='{:.1f}'>{}</text>\n", kWidth - kRight + 48, legend, curves[i].name);
    }
    return svg + "</svg>\n";
}

} // namespace baotin::bench
