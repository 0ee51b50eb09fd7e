#pragma once

#include "archive/page.hpp"
#include "config/site.hpp"

#include <chrono>
#include <optional>

namespace baotin::crawler {

using parsers::Time;

/// What a decision about a page's next visit looks at: the page as the archive has it, with the outcome of
/// the visit just made.
struct History {
    archive::PageKind kind = archive::PageKind::article;
    archive::Outcome outcome = archive::Outcome::none;
    int failures = 0; ///< in a row, the visit just made included
    Time found_at{};
    std::optional<Time> last_change; ///< last visit that found something new
};

/// When the page is visited next. `jitter` in [0, 1) spreads visits by ± 10 %, so that a restart or a round
/// interval does not make a stampede.
///
/// Sources come every `every` (10 minutes where it is not set, within `min` and `max`); articles every
/// `recheck`, else after a quarter of the time since they last changed: young ones often, old ones rarely, at
/// most 30 days apart. A failing page waits twice as long after each failure, to a day, and never stops. 404
/// and 410 are asked again within six hours, so that a removal is confirmed while it is news.
Time next_visit(const History& history, const config::VisitSettings& settings, Time now, double jitter);

/// How long 404 and 410 must last before an article counts as removed.
std::chrono::milliseconds removal_takes(const config::VisitSettings& settings);
inline constexpr int kRemovalConfirmations = 3;

} // namespace baotin::crawler
