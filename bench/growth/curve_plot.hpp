#pragma once

#include <string>
#include <utility>
#include <vector>

namespace baotin::bench {

struct Curve {
    std::string name; ///< as the legend says it, with the exponent where there is one
    std::vector<std::pair<double, double>> points;
};

/// Curves over one axis, as an SVG of its own.
struct CurvePlot {
    std::string title, x_label, y_label;
    bool logarithmic = false; ///< both axes
    std::vector<Curve> curves;

    [[nodiscard]] std::string svg() const;
};

} // namespace baotin::bench
