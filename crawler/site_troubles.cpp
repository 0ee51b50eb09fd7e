#include "crawler/site_troubles.hpp"

#include <fmt/format.h>

namespace baotin::crawler {
namespace {

using archive::EventType;
using archive::Outcome;

archive::Incident incident(const std::string& site, const char* what, std::string detail, Time now)
{
    archive::Incident one;
    one.site = site;
    one.what = what;
    one.detail = std::move(detail);
    one.since = now;
    return one;
}

TroubleChange ends(const std::string& site, const char* what, Time now)
{
    auto one = incident(site, what, {}, now);
    one.until = now;
    return {std::move(one), false, EventType::site_recovered};
}

} // namespace

void SiteTroubles::load(const std::vector<archive::Incident>& open, const std::vector<archive::Page>& failing)
{
    sites_.clear();
    for (const auto& page : failing)
        sites_[page.site].failing.insert(page.id);
    for (const auto& one : open) {
        if (one.what == "failing") sites_[one.site].failing_open = true;
        if (one.what == "challenge") sites_[one.site].challenge_open = true;
    }
}

std::set<std::string> SiteTroubles::sites() const
{
    std::set<std::string> open;
    for (const auto& [name, site] : sites_)
        if (site.failing_open || site.challenge_open) open.insert(name);
    return open;
}

std::vector<TroubleChange> SiteTroubles::after(const archive::DuePage& page, const Visited& visited, Time now)
{
    std::vector<TroubleChange> changes;
    auto& site = sites_[page.site];
    bool source = archive::is_source(page.kind);
    bool good = archive::succeeded(visited.outcome);

    if (visited.outcome == Outcome::challenged && !site.challenge_open) {
        site.challenge_open = true;
        auto detail = fmt::format("{}: {}", page.url, visited.detail);
        changes.push_back(
            {incident(page.site, "challenge", std::move(detail), now), true, EventType::site_challenge});
    }
    // Only a page that was read again proves that the stub is gone; a 304 may come from before it.
    if (good && visited.outcome != Outcome::unchanged && site.challenge_open) {
        site.challenge_open = false;
        changes.push_back(ends(page.site, "challenge", now));
    }
    if (!source) return changes;

    if (good) site.failing.erase(page.id);
    if (!good && visited.failures >= kThreshold) site.failing.insert(page.id);
    if (!site.failing.empty() && !site.failing_open) {
        site.failing_open = true;
        auto detail =
            fmt::format("{} failed {} times in a row: {}", page.url, visited.failures, visited.detail);
        changes.push_back(
            {incident(page.site, "failing", std::move(detail), now), true, EventType::site_failing});
    }
    if (good && site.failing.empty() && site.failing_open) {
        site.failing_open = false;
        changes.push_back(ends(page.site, "failing", now));
    }
    return changes;
}

} // namespace baotin::crawler
