#include "crawler/watchdog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace baotin::crawler {
namespace {

using archive::EventType;
using std::chrono::minutes;

constexpr auto kAsleep = minutes(10); // between two looks: the machine was suspended

archive::PageKind kind_of(Lane lane)
{
    return lane == Lane::source ? archive::PageKind::listing : archive::PageKind::article;
}

} // namespace

void Watchdog::load(const std::vector<archive::Incident>& open, Time now)
{
    awake_since_ = looked_at_ = now;
    late_.clear();
    silent_.clear();
    for (const auto& one : open) {
        if (one.what == "late") late_.insert(one.site);
        if (one.what == "silent") silent_.insert(one.site);
    }
}

std::vector<TroubleChange> Watchdog::look(const std::vector<Frontier::Picked>& overdue,
                                          const std::set<std::string>& failing,
                                          const std::vector<std::string>& sites, SiteLessons& lessons,
                                          Time now)
{
    std::map<std::string, std::string> late, silent;
    if (now - looked_at_ > kAsleep) awake_since_ = now;
    looked_at_ = now;
    worst_ = {};
    for (const auto& page : overdue) {
        auto by =
            latest_by(kind_of(page.lane), page.lane == Lane::backfill, std::max(page.due, awake_since_));
        if (by >= now) continue;
        worst_ = std::max<std::chrono::milliseconds>(worst_, now - by);
        if (failing.contains(page.site)) continue;
        auto waits = std::chrono::duration_cast<minutes>(now - page.due).count();
        late.try_emplace(page.site,
                         fmt::format("page {} has been due for {} minutes at {}", page.id, waits, page.host));
    }
    for (const auto& site : sites) {
        const auto& flow = lessons.news_flow(site);
        if (!flow.is_silent(now)) continue;
        auto hours = std::chrono::duration_cast<std::chrono::hours>(now - flow.last_news()).count();
        silent.try_emplace(site,
                           fmt::format("nothing new for {} hours, in which news is usually seen {:.0f} times",
                                       hours, flow.missed()));
    }
    auto changes = compare("late", late_, late, {}, {}, now);
    std::ranges::move(
        compare("silent", silent_, silent, EventType::site_silent, EventType::site_recovered, now),
        std::back_inserter(changes));
    return changes;
}

std::vector<TroubleChange> Watchdog::compare(const char* what, std::set<std::string>& known,
                                             const std::map<std::string, std::string>& found,
                                             std::optional<EventType> begins, std::optional<EventType> ends,
                                             Time now)
{
    std::vector<TroubleChange> changes;
    for (const auto& [site, detail] : found)
        if (known.insert(site).second) changes.push_back(trouble_begins(site, what, detail, begins, now));
    for (auto site = known.begin(); site != known.end();) {
        if (found.contains(*site)) {
            ++site;
            continue;
        }
        changes.push_back(trouble_ends(*site, what, ends, now));
        site = known.erase(site);
    }
    return changes;
}

} // namespace baotin::crawler
