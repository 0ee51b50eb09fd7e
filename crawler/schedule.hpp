#pragma once

#include "archive/page.hpp"
#include "config/visit.hpp"
#include "crawler/aging.hpp"
#include "crawler/change_rate.hpp"
#include "crawler/rhythm.hpp"

#include <chrono>
#include <optional>

namespace baotin::crawler {

/// What a decision about a page's next visit looks at: the page as the archive has it, with the outcome of
/// the visit just made.
struct History {
    archive::PageKind kind = archive::PageKind::article;
    archive::Outcome outcome = archive::Outcome::none;
    int failures = 0; ///< in a row, the visit just made included
    Time found_at{};
    std::optional<Time> last_change{}; ///< last visit that found something new
    ChangeRate rate{};                 ///< the page's own, the visit just made included
};

/// What is known beside the page's own history.
struct Outlook {
    const Rhythm& rhythm; ///< of the site's news
    const Aging& aging;   ///< of the site's articles
    double share;         ///< visits an hour for each unit of demand, HostDemand::share()
};

/// The rates of visits that keep the time short which news and edits wait for us are in proportion to
/// √(importance × rate of news), within what the host's budget allows (docs/scheduling.md derives it). Where
/// the budget is ample, a source that announces one article an hour is visited so many times an hour.
inline constexpr double kEagerness = 6;

/// How strongly a page asks for visits between two of them: √(importance × rate of news an hour), on average.
/// 0 for a page whose interval is fixed.
double demand(const History& history, const Outlook& outlook, const config::VisitSettings& settings,
              Time from, Time to);

/// Visits an hour that this page costs in any case: its fixed interval, and the first reading of each article
/// that a source announces.
double fixed_visits(const History& history, const config::VisitSettings& settings);

/// When the page is visited next. `jitter` in [0, 1) spreads visits by ± 10 %, so that a restart or a round
/// interval does not make a stampede.
///
/// Sources come every `every`, articles every `recheck`; without these, by demand and share: a source in the
/// site's rhythm and within `min` and `max`, an article the more rarely the older it is, at most 30 days
/// apart. A failing page waits twice as long after each failure, to a day, and never stops. 404 and 410 are
/// asked again within six hours, so that a removal is confirmed while it is news.
Time next_visit(const History& history, const Outlook& outlook, const config::VisitSettings& settings,
                Time now, double jitter);

/// An article's age in hours, as its site's Aging counts it. One that changed is younger again: the mean, on
/// a logarithmic scale, of the time since it was found and the time since it changed.
double age_of(const History& article, Time at);

/// The page's rate after a visit that saw it as it is: `news` articles announced by a source, or an article
/// whose text changed (1) or not (0) since `since`, the visit before. `history` is that of before.
ChangeRate after_visit(const History& history, const Outlook& outlook, Time since, Time now, int news);

/// A visit is late from here on: a source half an hour after its time, an article six hours, backfill a week.
Time latest_by(archive::PageKind kind, bool backfill, Time next_visit);

/// How long 404 and 410 must last before an article counts as removed.
std::chrono::milliseconds removal_takes(const config::VisitSettings& settings);
inline constexpr int kRemovalConfirmations = 3;

} // namespace baotin::crawler
