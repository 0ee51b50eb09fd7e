#include "crawler/site_lessons.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace baotin::crawler {
namespace {

constexpr const char* kRhythm = "rhythm";
constexpr const char* kAging = "aging";
constexpr const char* kNewsFlow = "news-flow";
constexpr const char* kValidators = "validators";
constexpr auto kKeepEvery = std::chrono::hours(1);

template <class Lesson>
void take(const archive::Lesson& kept, const char* what, Lesson& lesson)
{
    if (kept.what != what) return;
    if (auto read = Lesson::parse(kept.value)) lesson = std::move(*read);
}

} // namespace

void SiteLessons::load(const std::vector<archive::Lesson>& lessons)
{
    sites_.clear();
    for (const auto& kept : lessons) {
        auto& site = sites_[kept.site];
        take(kept, kRhythm, site.rhythm);
        take(kept, kAging, site.aging);
        take(kept, kNewsFlow, site.news_flow);
        take(kept, kValidators, site.honesty);
        take(kept, kVolatileLesson, site.volatility);
        take(kept, kCoverageLesson, site.coverage);
    }
}

Outlook SiteLessons::outlook(const std::string& site, double share)
{
    const auto& known = sites_[site];
    return {known.rhythm, known.aging, share};
}

bool SiteLessons::wants_full_look(const std::string& site, double chance)
{
    return sites_[site].honesty.wants_full_look(chance);
}

void SiteLessons::source_seen(const std::string& site, Time since, Time now, int news)
{
    auto& known = sites_[site];
    known.news_flow.looked(now, news, known.rhythm);
    known.rhythm.learn(since, now, news);
    known.news_since_kept = known.news_since_kept || news > 0;
    known.seen_since_kept = true;
}

void SiteLessons::article_seen(const std::string& site, double from, double to, bool changed)
{
    auto& known = sites_[site];
    known.aging.learn(from, to, changed);
    known.seen_since_kept = true;
}

void SiteLessons::validators_checked(const std::string& site, bool lied)
{
    auto& known = sites_[site];
    known.honesty.checked(lied);
    known.checked_since_kept = true;
}

void SiteLessons::volatile_found(const std::string& site, const std::vector<parsers::VolatilePart>& parts,
                                 bool published, Time now)
{
    auto& known = sites_[site];
    known.volatility.found(parts, now);
    if (published) known.volatility.published_found(now);
    known.volatile_since_kept = true;
}

void SiteLessons::rules_seen(const std::string& site, const RuleLook& look)
{
    auto& known = sites_[site];
    bool drifting = known.coverage.drifting();
    known.coverage.saw(look);
    // What is usual is worth knowing from the first pages on; later, what is unusual.
    bool telling = std::ranges::any_of(look.matches, [&](const parsers::RuleMatch& match) {
        return !known.coverage.knows(match.field) || (!match.matched && known.coverage.doubts(match.field));
    });
    known.odd_since_kept = known.odd_since_kept || telling || drifting;
    known.looked_since_kept = known.seen_since_kept = true;
}

void SiteLessons::listing_seen(const std::string& site, const std::string& url, std::string_view rules,
                               archive::PageId page, bool found)
{
    auto& known = sites_[site];
    known.odd_since_kept = known.odd_since_kept || !found || known.coverage.drifting();
    known.coverage.saw_listing(url, rules, page, found);
    known.looked_since_kept = known.seen_since_kept = true;
}

void SiteLessons::keep_listings(const std::string& site, const std::vector<std::string>& urls)
{
    auto& known = sites_[site];
    known.odd_since_kept = known.odd_since_kept || known.coverage.drifting();
    known.coverage.keep_listings(urls);
}

std::vector<archive::Lesson> SiteLessons::to_keep(const std::string& site, Time now)
{
    std::vector<archive::Lesson> lessons;
    auto& known = sites_[site];
    bool hour_passed = known.seen_since_kept && now - known.kept_at >= kKeepEvery;
    if (std::exchange(known.checked_since_kept, false))
        lessons.push_back({site, kValidators, known.honesty.json(), now});
    if (std::exchange(known.volatile_since_kept, false))
        lessons.push_back({site, kVolatileLesson, known.volatility.json(), now});
    if (known.news_since_kept) lessons.push_back({site, kRhythm, known.rhythm.json(), now});
    if (known.news_since_kept || hour_passed)
        lessons.push_back({site, kNewsFlow, known.news_flow.json(), now});
    known.news_since_kept = false;
    if (known.odd_since_kept || (known.looked_since_kept && hour_passed)) {
        known.odd_since_kept = known.looked_since_kept = false;
        lessons.push_back({site, kCoverageLesson, known.coverage.json(), now});
    }
    if (!hour_passed) return lessons;
    lessons.push_back({site, kAging, known.aging.json(), now});
    known.seen_since_kept = false;
    known.kept_at = now;
    return lessons;
}

std::vector<archive::Lesson> SiteLessons::all_to_keep(Time now)
{
    std::vector<archive::Lesson> all;
    for (auto& [name, site] : sites_) {
        if (!site.seen_since_kept) continue;
        site.kept_at = {}; // however short the time since
        std::ranges::move(to_keep(name, now), std::back_inserter(all));
    }
    return all;
}

} // namespace baotin::crawler
