#include "crawler/schedule.hpp"

#include <algorithm>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds kSourceInterval = 10min;
constexpr milliseconds kYoungest = 10min; // an article that changed this minute
constexpr milliseconds kOldest = std::chrono::days(30);
constexpr milliseconds kLongestBackOff = std::chrono::days(1);
constexpr milliseconds kShortestBackOff =
    5min; // the first wait after a failure, where the page's own interval is longer
constexpr milliseconds kConfirmGone = 6h;
constexpr int kConfirmedLongAgo =
    2 * kRemovalConfirmations; // then a page that is gone is as dull as any old one

milliseconds source_interval(const config::VisitSettings& settings)
{
    if (settings.every) return *settings.every;
    return std::clamp(kSourceInterval, settings.min, settings.max);
}

milliseconds article_interval(const History& history, const config::VisitSettings& settings, Time now)
{
    if (settings.recheck) return *settings.recheck;
    auto young_since = std::max(history.found_at, history.last_change.value_or(history.found_at));
    return std::clamp<milliseconds>((now - young_since) / 4, std::max(kYoungest, settings.min), kOldest);
}

milliseconds back_off(milliseconds interval, int failures)
{
    auto wait = std::min(interval, kShortestBackOff);
    for (int i = 1; i < failures && wait < kLongestBackOff; ++i)
        wait *= 2;
    return std::min(wait, kLongestBackOff);
}

milliseconds interval_after(const History& history, const config::VisitSettings& settings, Time now)
{
    auto usual = archive::is_source(history.kind) ? source_interval(settings)
                                                  : article_interval(history, settings, now);
    switch (history.outcome) {
    case Outcome::none:
    case Outcome::announced:
    case Outcome::recorded:
    case Outcome::unchanged:
        return usual;
    case Outcome::gone:
        // A source that is gone is a failing source; an article that is gone wants confirmation.
        if (archive::is_source(history.kind)) return back_off(usual, history.failures);
        if (settings.recheck || history.failures > kConfirmedLongAgo) return usual;
        return std::min(usual, kConfirmGone);
    case Outcome::forbidden: // asks nobody: robots.txt is read anew when its own time has come
    case Outcome::challenged:
    case Outcome::unreadable:
    case Outcome::failed:
        return back_off(usual, std::max(1, history.failures));
    }
    return usual;
}

} // namespace

Time next_visit(const History& history, const config::VisitSettings& settings, Time now, double jitter)
{
    auto interval = interval_after(history, settings, now);
    auto spread = 0.9 + 0.2 * jitter;
    return now + std::chrono::duration_cast<milliseconds>(interval * spread);
}

milliseconds removal_takes(const config::VisitSettings& settings)
{
    if (!settings.recheck) return kConfirmGone; // three answers, the adaptive interval between them
    return std::min<milliseconds>(kConfirmGone, *settings.recheck * (kRemovalConfirmations - 1) * 9 / 10);
}

} // namespace baotin::crawler
