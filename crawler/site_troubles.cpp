#include "crawler/site_troubles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace baotin::crawler {
namespace {

using archive::EventType;
using archive::Outcome;

// How such a detail begins, by which a restart tells what the incident was opened for.
constexpr std::string_view kArticlesDetail = "articles: ";

/// Only a page that was read again proves that the stub is gone; a 304 may come from before it.
bool was_read(const Visited& visited)
{
    bool gated = visited.outcome == Outcome::unchanged && !visited.recorded;
    return archive::succeeded(visited.outcome) && !gated;
}

} // namespace

void SiteTroubles::load(const std::vector<archive::Incident>& open, const std::vector<archive::Page>& failing)
{
    sites_.clear();
    for (const auto& page : failing)
        sites_[page.site].failing.insert(page.id);
    for (const auto& one : open) {
        if (one.what == "failing") {
            sites_[one.site].failing_open = true;
            sites_[one.site].articles_failing = one.detail.starts_with(kArticlesDetail);
        }
        if (one.what == "drift") sites_[one.site].drift_open = true;
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

    note_guard(site, page, visited);
    bool guarded = !site.guarded_sources.empty() || site.guarded_articles.size() >= kArticles;
    if (guarded && !site.challenge_open) {
        site.challenge_open = true;
        auto detail = fmt::format("{}: {}", page.url, visited.detail);
        changes.push_back(
            trouble_begins(page.site, "challenge", std::move(detail), EventType::site_challenge, now));
    }
    if (was_read(visited) && !guarded && site.challenge_open) {
        site.challenge_open = false;
        changes.push_back(trouble_ends(page.site, "challenge", EventType::site_recovered, now));
    }
    // A good article ends what articles began, a good source what sources began.
    bool may_end = source || site.articles_failing;
    if (source)
        note_source(site, page, visited);
    else
        note_article(site, page, visited);
    bool failing = !site.failing.empty() || site.articles_failing;
    if (failing && !site.failing_open) {
        site.failing_open = true;
        changes.push_back(trouble_begins(page.site, "failing", detail_of(site, page, visited),
                                         EventType::site_failing, now));
    }
    if (good && may_end && !failing && site.failing_open) {
        site.failing_open = false;
        changes.push_back(trouble_ends(page.site, "failing", EventType::site_recovered, now));
    }
    return changes;
}

std::vector<TroubleChange> SiteTroubles::drift(const std::string& name,
                                               const std::vector<std::string>& fields, std::string detail,
                                               Time now)
{
    std::vector<TroubleChange> changes;
    auto& site = sites_[name];
    if (fields.empty() && site.drift_open)
        changes.push_back(trouble_ends(name, "drift", EventType::site_recovered, now));
    auto is_new = [&](const std::string& field) { return std::ranges::count(site.drifting, field) == 0; };
    // After a start it is told already, whatever the fields were.
    bool goes_on = site.drift_open && site.drifting.empty();
    if (!fields.empty() && !goes_on && (!site.drift_open || std::ranges::any_of(fields, is_new)))
        changes.push_back(trouble_begins(name, "drift", std::move(detail), EventType::site_drift, now));
    site.drift_open = !fields.empty();
    site.drifting = fields;
    return changes;
}

/// One article may stand behind a login for ever.
void SiteTroubles::note_guard(Site& site, const archive::DuePage& page, const Visited& visited)
{
    bool source = archive::is_source(page.kind);
    if (visited.outcome == Outcome::challenged) {
        auto& pages = source ? site.guarded_sources : site.guarded_articles;
        if (source || pages.size() < kArticles) pages.insert(page.id);
    } else if (was_read(visited) && source) {
        site.guarded_sources.erase(page.id);
    } else if (was_read(visited)) {
        site.guarded_articles.clear();
    }
}

void SiteTroubles::note_source(Site& site, const archive::DuePage& page, const Visited& visited)
{
    if (archive::succeeded(visited.outcome) || visited.left_to_drift)
        site.failing.erase(page.id);
    else if (visited.failures >= kThreshold)
        site.failing.insert(page.id);
}

/// One article may be broken for ever; several different ones in a row, with no good one between, are the
/// site's trouble.
void SiteTroubles::note_article(Site& site, const archive::DuePage& page, const Visited& visited)
{
    if (archive::succeeded(visited.outcome)) {
        site.replaced.clear();
        site.articles_failing = false;
    } else if (visited.not_the_page && visited.outcome == Outcome::unreadable) {
        if (site.replaced.size() < kArticles) site.replaced.insert(page.id);
        site.articles_failing = site.articles_failing || site.replaced.size() >= kArticles;
    }
}

std::string SiteTroubles::detail_of(const Site& site, const archive::DuePage& page, const Visited& visited)
{
    if (!site.failing.empty())
        return fmt::format("{} failed {} times in a row: {}", page.url, visited.failures, visited.detail);
    return fmt::format("{}{} in a row are not there, the last {}: {}", kArticlesDetail, site.replaced.size(),
                       page.url, visited.detail);
}

} // namespace baotin::crawler
