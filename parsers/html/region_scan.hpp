#pragma once

#include "parsers/html/region_plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers::html {

/// What of a page a plan's selectors can see.
struct Regions {
    std::string html; ///< a page by which the plan's selectors match the same elements with the same contents
    std::uint64_t hash = 0; ///< XXH3 of it, without hidden elements
};

/// Cuts out what the plan keeps, without building a tree. Nothing where anything is in doubt that could make
/// the whole page read otherwise: elements closed across each other, content foster-parented out of a table,
/// forms in forms, HTML within SVG … Linear in the page's size, but for the depth of what is looked at.
std::optional<Regions> cut_regions(std::string_view utf8, const RegionPlan& plan);

} // namespace baotin::parsers::html
