#include "crawler/crawler_work.hpp"

#include <algorithm>
#include <utility>

namespace baotin::crawler {
namespace {

constexpr std::size_t kPagesAtOnce = 5000; // loaded from the archive, at the start

archive::PageKind page_kind(config::SourceKind kind)
{
    switch (kind) {
    case config::SourceKind::listing:
        return archive::PageKind::listing;
    case config::SourceKind::feed:
        return archive::PageKind::feed;
    case config::SourceKind::sitemap:
        return archive::PageKind::sitemap;
    }
    std::unreachable();
}

std::vector<archive::SitePlan> plans_of(const config::Config& config)
{
    std::vector<archive::SitePlan> plans;
    for (const auto& site : config.sites) {
        archive::SitePlan plan{site->id, {}};
        for (const auto& source : site->sources)
            plan.sources.push_back({page_kind(source.kind), source.url});
        plans.push_back(std::move(plan));
    }
    return plans;
}

bool is_failing_source(const archive::Page& page)
{
    return archive::is_source(page.kind) && page.failures >= SiteTroubles::kThreshold;
}

bool is_configured(const config::Config& config, const archive::Page& page)
{
    auto site = config.site(page.site);
    auto same = [&](const config::Source& source) { return source.url == page.url; };
    return site && std::ranges::any_of(site->sources, same);
}

} // namespace

/// Sources as configured into the archive; pauses and incidents out of it.
boost::asio::awaitable<void> Crawler::Work::agree_with_archive()
{
    auto plans = plans_of(*config_);
    co_await parts_.recorder.sync(std::move(plans), parts_.clock.now());
    struct State {
        std::vector<archive::Incident> incidents;
        std::vector<archive::HostState> hosts;
        std::vector<archive::Page> failing;
        std::vector<archive::RobotsFile> robots;
        std::vector<archive::Lesson> lessons;
    };
    auto load = [](archive::Reader& reader) {
        State state;
        state.incidents = reader.open_incidents();
        state.hosts = reader.hosts();
        state.robots = reader.robots_files();
        state.lessons = reader.lessons();
        for (const auto& incident : state.incidents) {
            if (incident.what != "failing") continue;
            for (auto& page : reader.pages(incident.site))
                if (is_failing_source(page)) state.failing.push_back(std::move(page));
        }
        return state;
    };
    auto state = co_await parts_.reads.run(std::move(load));
    // A source that is not configured any more cannot keep an incident open.
    auto is_gone = [this](const archive::Page& page) { return !is_configured(*config_, page); };
    std::erase_if(state.failing, is_gone);
    co_await close_orphans(state.incidents);
    troubles_.load(state.incidents, state.failing);
    watchdog_.load(state.incidents, parts_.clock.now());
    budgets_.load(state.hosts);
    fetch_.load(std::move(state.robots));
    visitor_.load(state.lessons);
    if (!learned_) lessons_.load(state.lessons);
    learned_ = true;
    keep_listings();
}

/// A listing that is not configured any more cannot drift.
void Crawler::Work::keep_listings()
{
    for (const auto& site : config_->sites) {
        std::vector<std::string> urls;
        for (const auto& source : site->sources)
            if (source.kind == config::SourceKind::listing) urls.push_back(source.url);
        lessons_.keep_listings(site->id, urls);
    }
}

/// A site that is not configured any more has no troubles, and nobody is told that it recovered.
boost::asio::awaitable<void> Crawler::Work::close_orphans(std::vector<archive::Incident>& open)
{
    auto is_orphan = [this](const archive::Incident& one) {
        return !one.site.empty() && !config_->site(one.site);
    };
    for (auto incident : open) {
        if (!is_orphan(incident)) continue;
        incident.until = parts_.clock.now();
        co_await parts_.recorder.close_incident(std::move(incident), std::nullopt);
    }
    std::erase_if(open, is_orphan);
}

/// In parts, so that a million pages never stand in memory at once with their addresses.
boost::asio::awaitable<void> Crawler::Work::load_pages(std::function<void(DuePage)> take)
{
    archive::PageId after = 0;
    for (std::size_t loaded = kPagesAtOnce; loaded == kPagesAtOnce;) {
        auto load = [after](archive::Reader& reader) { return reader.due_pages(after, kPagesAtOnce); };
        auto pages = co_await parts_.reads.run(std::move(load));
        loaded = pages.size();
        if (loaded > 0) after = pages.back().id;
        for (auto& page : pages)
            take(std::move(page));
    }
}

void Crawler::Work::plan(DuePage page)
{
    if (!under_way_.contains(page.id)) agenda_.plan(page, parts_.clock.now());
}

boost::asio::awaitable<void> Crawler::Work::reload(config::Snapshot config)
{
    config_ = std::move(config);
    agenda_.use(config_);
    visitor_.recent_pages().write(); // before the archive plans pages anew
    co_await agree_with_archive();
    visitor_.reloaded();
    co_await parts_.recorder.flush(); // what visits have noted so far is what is loaded
    frontier_.clear();                // before loading: what visits announce meanwhile stays
    std::function<void(DuePage)> take = [this](DuePage page) {
        if (!frontier_.contains(page.id)) plan(std::move(page));
    };
    co_await load_pages(std::move(take));
    wake();
}

} // namespace baotin::crawler
