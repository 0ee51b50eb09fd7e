#pragma once

#include "config/site.hpp"
#include "crawler/change.hpp"
#include "crawler/coverage.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::crawler {

/// What drift means for readings and for people; pure.

/// Why a reading must not be taken over as an edit of what is recorded, one line; nothing: it may be. The
/// marks of both readings say which rules matched then and do now.
std::optional<std::string> why_held(const Coverage& coverage, std::string_view recorded_reading,
                                    std::string_view reading, const Change& change);

/// The same for a stored page that today's rules read: may its text replace the recorded one in silence? Not
/// where a title or body that came by rules would come by guess.
bool would_lose_text(std::string_view recorded_reading, std::string_view reading);

/// Names of what drifts, and the incident's detail: which selectors, on how many pages, where, what to do.
std::vector<std::string> drifting_fields(const Coverage& coverage);
std::string describe_drift(const Coverage& coverage, const config::Site& site);

} // namespace baotin::crawler
