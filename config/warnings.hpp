#pragma once

#include "config/config.hpp"

#include <string>
#include <vector>

namespace baotin::config {

/// What is allowed but should be known by whoever runs this: one line each, with the file it stands in. Shown
/// by `check`, logged at the start and after each reload.
std::vector<std::string> warnings(const Config& config);

} // namespace baotin::config
