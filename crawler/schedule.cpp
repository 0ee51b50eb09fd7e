#include "crawler/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace baotin::crawler {
namespace {

using archive::Outcome;
using std::chrono::milliseconds;
using namespace std::chrono_literals;
using Hours = std::chrono::duration<double, std::ratio<3600>>;

constexpr milliseconds kYoungest = 10min; // between two visits of one article
constexpr milliseconds kOldest = std::chrono::days(30);
constexpr milliseconds kLongestBackOff = std::chrono::days(1);
constexpr milliseconds kShortestBackOff =
    5min; // the first wait after a failure, where the page's own interval is longer
constexpr milliseconds kConfirmGone = 6h;
constexpr int kConfirmedLongAgo =
    2 * kRemovalConfirmations; // then a page that is gone is as dull as any old one

// News of a source per hour of its site's average activity; before it was watched, one in two hours.
constexpr ChangeRate kNewsBelieved{0.5, 1};
constexpr double kNewsRemembered = 4 * 168;
// How much more or less than its site's average one an article is edited. Most never are, some many times.
constexpr ChangeRate kFactorBelieved{0.5, 0.5};
constexpr double kShortest = 1e-3; // hours; a shorter interval is none

/// √(importance × rate) of a source in its site's average hour.
double source_weight(const History& history, const config::VisitSettings& settings)
{
    return std::sqrt(settings.importance * mean_rate(history.rate, kNewsBelieved));
}

/// √(importance × rate) of an article is this × √(rate of its site's average one of its age).
double article_weight(const History& history, const config::VisitSettings& settings)
{
    return std::sqrt(settings.importance * mean_rate(history.rate, kFactorBelieved));
}

milliseconds source_interval(const History& history, const Outlook& outlook,
                             const config::VisitSettings& settings, Time now)
{
    if (settings.every) return *settings.every;
    auto wanted = 1 / (outlook.share * source_weight(history, settings)); // hours of √activity
    auto next = outlook.rhythm.after(now, wanted, now + settings.max);
    return std::clamp<milliseconds>(next - now, settings.min, settings.max);
}

milliseconds article_interval(const History& history, const Outlook& outlook,
                              const config::VisitSettings& settings, Time now)
{
    if (settings.recheck) return *settings.recheck;
    // Due where the integral of share × weight × √rate has grown by one.
    auto age = age_of(history, now);
    auto wanted = 1 / (outlook.share * article_weight(history, settings));
    auto hours = outlook.aging.age_after(age, wanted, age + Hours(kOldest).count()) - age;
    auto least = std::max(kYoungest, settings.min);
    return std::max(least, std::chrono::duration_cast<milliseconds>(Hours(hours)));
}

milliseconds back_off(milliseconds interval, int failures)
{
    auto wait = std::min(interval, kShortestBackOff);
    for (int i = 1; i < failures && wait < kLongestBackOff; ++i)
        wait *= 2;
    return std::min(wait, kLongestBackOff);
}

milliseconds interval_after(const History& history, const Outlook& outlook,
                            const config::VisitSettings& settings, Time now)
{
    auto usual = archive::is_source(history.kind) ? source_interval(history, outlook, settings, now)
                                                  : article_interval(history, outlook, settings, now);
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

double demand(const History& history, const Outlook& outlook, const config::VisitSettings& settings,
              Time from, Time to)
{
    if (archive::is_source(history.kind))
        return settings.every ? 0 : source_weight(history, settings) * outlook.rhythm.mean_root();
    if (settings.recheck) return 0;
    auto young = age_of(history, from);
    auto interval = std::max(Hours(to - from).count(), kShortest);
    return article_weight(history, settings) * outlook.aging.roots(young, young + interval) / interval;
}

double fixed_visits(const History& history, const config::VisitSettings& settings)
{
    auto every = archive::is_source(history.kind) ? settings.every : settings.recheck;
    auto visits = every ? 1 / std::max(Hours(*every).count(), kShortest) : 0;
    return archive::is_source(history.kind) ? visits + mean_rate(history.rate, kNewsBelieved) : visits;
}

Time next_visit(const History& history, const Outlook& outlook, const config::VisitSettings& settings,
                Time now, double jitter)
{
    auto interval = interval_after(history, outlook, settings, now);
    auto spread = 0.9 + 0.2 * jitter;
    return now + std::chrono::duration_cast<milliseconds>(interval * spread);
}

double age_of(const History& article, Time at)
{
    auto found = std::max(0.0, Hours(at - article.found_at).count());
    if (!article.last_change || *article.last_change <= article.found_at) return found;
    return std::sqrt(found * std::max(0.0, Hours(at - *article.last_change).count()));
}

ChangeRate after_visit(const History& history, const Outlook& outlook, Time since, Time now, int news)
{
    if (archive::is_source(history.kind))
        return after_count(history.rate, news, outlook.rhythm.exposure(since, now), kNewsRemembered);
    auto exposure = outlook.aging.edits(age_of(history, since), age_of(history, now));
    return after_look(history.rate, news > 0, exposure, kFactorBelieved);
}

Time latest_by(archive::PageKind kind, bool backfill, Time next_visit)
{
    if (archive::is_source(kind)) return next_visit + 30min;
    return next_visit + (backfill ? milliseconds(std::chrono::days(7)) : milliseconds(6h));
}

milliseconds removal_takes(const config::VisitSettings& settings)
{
    if (!settings.recheck) return kConfirmGone; // three answers, the adaptive interval between them
    return std::min<milliseconds>(kConfirmGone, *settings.recheck * (kRemovalConfirmations - 1) * 9 / 10);
}

} // namespace baotin::crawler
