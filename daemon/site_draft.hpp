#pragma once

#include "daemon/site_survey.hpp"

#include <string>
#include <string_view>

namespace baotin::daemon {

/// The site file that a survey suggests: commented TOML that loads, with what was measured beside each line
/// and what else was found commented out. `today` is a full-date. Pure.
std::string site_file_of(const SiteSurvey& survey, std::string_view today);

} // namespace baotin::daemon
