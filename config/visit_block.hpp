#pragma once

#include "config/reading.hpp"
#include "config/visit.hpp"

namespace baotin::config {

/// Reads the keys of `[visit]`; what is wrong with them is noted by the block.
void read_visit(Table& block, VisitSettings& visit);

} // namespace baotin::config
