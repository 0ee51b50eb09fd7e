#include "crawler/agenda.hpp"

#include "crawler/host_door.hpp"

namespace baotin::crawler {
namespace {

Lane lane_of(const archive::DuePage& page)
{
    if (archive::is_source(page.kind)) return Lane::source;
    if (page.last_visit) return Lane::recheck;
    return page.backfill ? Lane::backfill : Lane::news;
}

} // namespace

void Agenda::plan(const archive::DuePage& page, Time now)
{
    auto site = config_->site(page.site);
    if (!site) return;
    auto host = budget_of(page.url, *site);
    Planned planned{.id = page.id, .due = page.next_visit, .lane = lane_of(page)};
    if (page.last_visit && *page.last_visit + site->visit.delay > now)
        budgets_.hold(host, *page.last_visit + site->visit.delay);
    if (page.last_visit) {
        History history{
            .kind = page.kind, .found_at = page.found_at, .last_change = page.last_change, .rate = page.rate};
        auto outlook = lessons_.outlook(page.site, 0);
        auto until = std::max(page.next_visit, now);
        planned.demand = static_cast<float>(demand(history, outlook, site->visit, *page.last_visit, until));
        planned.fixed = static_cast<float>(fixed_visits(history, site->visit));
    }
    frontier_.put(planned, page.site, host, site->visit.per_day);
}

double Agenda::share(const std::string& url, const config::Site& site) const
{
    return frontier_.share(budget_of(url, site));
}

} // namespace baotin::crawler
