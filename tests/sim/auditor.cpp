#include "tests/sim/auditor.hpp"

#include "crawler/schedule.hpp"
#include "parsers/url.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace baotin::sim {
namespace {

using namespace std::chrono_literals;
using archive::EventType;

constexpr std::size_t kEventsAtOnce = 10'000;
constexpr std::size_t kAllPages = 1'000'000;
constexpr auto kSettled = 6h;         // by then what was announced to a healthy crawler is in the archive
constexpr auto kWritesWithin = 10min; // what was handed over is in the archive
constexpr auto kNoticed = 48h;
constexpr auto kIdle = 3min; // longest that a turn is held or the crawler sleeps

} // namespace

Auditor::Auditor(const Truth& truth, const Web& web, Findings& findings)
    : truth_(truth), web_(web), findings_(findings)
{
    for (const auto& site : truth.sites)
        for (const auto& article : site.articles)
            known_.try_emplace({site.id, article.token}, site, article, web.seen(), findings);
}

void Auditor::look(archive::Reader& reader, Time now)
{
    auto events = reader.events(cursor_, kEventsAtOnce, true);
    for (const auto& event : events)
        read_event(event);
    check_read(now);
    check_late(reader, now);
    measure_freshness(now);
}

void Auditor::read_event(const archive::StoredEvent& event)
{
    if (event.cursor <= cursor_) findings_.wrong(event.at, "an event stands behind its cursor");
    cursor_ = event.cursor;
    findings_.count(
        fmt::format("events {}{}", archive::to_string(event.type), event.backfill ? " (backfill)" : ""));
    log_ += fmt::format("{} {} {} {} {}\n", event.cursor, archive::to_string(event.type),
                        event.at.time_since_epoch().count(), event.backfill, event.body);
    if (event.article)
        article_event(event);
    else
        site_event(event);
}

void Auditor::article_event(const archive::StoredEvent& event)
{
    auto body = boost::json::parse(event.body);
    const auto& data = body.at("data").as_object();
    auto title = std::string(data.at("article").at("title").as_string());
    auto known = known_.find({event.site, token_in(title)});
    if (known == known_.end())
        return findings_.wrong(event.at, "an event of an article that is none: " + title);
    known->second.told(event, data);
    const auto* significance = data.if_contains("significance");
    bool cosmetic = event.type == EventType::article_changed && significance->is_string() &&
                    significance->as_string() == "cosmetic";
    told_ += !event.backfill && !cosmetic;
}

void Auditor::site_event(const archive::StoredEvent& event)
{
    const auto* site = truth_.site(event.site);
    auto name = fmt::format("{} of {}", archive::to_string(event.type), event.site);
    if (!site) return findings_.wrong(event.at, name + ", which is no site");
    bool opens = event.type == EventType::site_failing || event.type == EventType::site_challenge;
    if (opens && !site->troubled(event.at - 2h, event.at))
        findings_.wrong(event.at, name + ", which is in good health");
    if (event.type == EventType::site_drift) findings_.wrong(event.at, name + ", which was not rebuilt");
    if (opens) open_[name] = event.at;
    if (event.type == EventType::site_recovered && site->outage_at(event.at))
        findings_.wrong(event.at, name + ", which is still in trouble");
}

/// What was handed over to the crawler is written down: nothing that it read is lost, over crashes too.
void Auditor::check_read(Time now)
{
    for (const auto& [name, served] : web_.seen().served) {
        const auto& known = known_.at(name);
        if (served.at > now - kWritesWithin || (known.is_known() && known.version() == served.version))
            continue;
        const auto* site = truth_.site(name.first);
        const auto& versions = std::ranges::find(site->articles, name.second, &TrueArticle::token)->versions;
        if (known.is_known() && known.text() == versions[served.version].text) continue;
        // An address that is only an alias does not speak for the article: its own page's next visit does.
        bool at_home =
            known.url() ==
            site->url_at(*std::ranges::find(site->articles, name.second, &TrueArticle::token), now);
        if (known.is_known() && !at_home) continue;
        findings_.wrong(now, fmt::format("{} {} was read at {} and is not in the archive", name.first,
                                         name.second, parsers::rfc3339(served.at)));
    }
}

void Auditor::check_late(archive::Reader& reader, Time now)
{
    std::map<std::string, archive::HostState> hosts;
    for (auto& host : reader.hosts())
        hosts[host.host] = host;
    std::size_t due = 0, late = 0;
    for (const auto& page : reader.due_pages(0, kAllPages)) {
        due += page.next_visit <= now;
        late += crawler::latest_by(page.kind, page.backfill, page.next_visit) < now;
        const auto* site = truth_.site(page.site);
        check_late(page, hosts[site->budget_of(parsers::host_key(page.url))], now);
    }
    findings_.measure("pages due at a moment", static_cast<double>(due));
    findings_.measure("pages past their latest-by", static_cast<double>(late));
}

void Auditor::check_late(const archive::DuePage& page, const archive::HostState& host, Time now)
{
    if (crawler::latest_by(page.kind, page.backfill, page.next_visit) >= now || host.until > now) return;
    const auto* site = truth_.site(page.site);
    auto idle_since = web_.guests().idle_since(site->budget_of(parsers::host_key(page.url)));
    auto idle = kIdle + 2 * host.slowed_by + site->crawl_delay.value_or(0s);
    if (!idle_since || now - *idle_since < idle || now - host.until < idle) return;
    findings_.wrong(now, fmt::format("{} was due at {} and its host has had nothing to do since {}", page.url,
                                     parsers::rfc3339(page.next_visit), parsers::rfc3339(*idle_since)));
}

void Auditor::measure_freshness(Time now)
{
    double fresh = 0, all = 0;
    for (const auto& site : truth_.sites) {
        for (const auto& article : site.articles) {
            if (article.published() > now || article.forbidden || article.absence_at(now)) continue;
            const auto& known = known_.at({site.id, article.token});
            if (!known.is_known() && article.published() < truth_.start) continue; // before our time
            all += 1;
            fresh += known.is_known() && known.version() == article.version_at(now);
        }
    }
    if (all > 0) findings_.measure("share of articles known as they are", fresh / all);
}

void Auditor::conclude(archive::Reader& reader, Time now)
{
    look(reader, now);
    check_archive(reader, now);
    check_missing(now);
    count_unnoticed(now);
    check_incidents(reader, now);
    check_deliveries(reader, now);
}

/// No article twice; each as its events told it.
void Auditor::check_archive(archive::Reader& reader, Time now)
{
    std::set<Name> found;
    reader.each_article({}, [&](const archive::Article& article) {
        Name name{article.site, token_in(article.text.title)};
        auto known = known_.find(name);
        auto what = fmt::format("{} {} in the archive", article.site, article.url);
        if (known == known_.end()) {
            findings_.wrong(now, what + " is no article");
            return true;
        }
        if (!found.insert(name).second) findings_.wrong(now, what + " is there twice");
        const auto& one = known->second;
        if (one.id() != article.id) findings_.wrong(now, what + " was never told");
        if (one.removed() != (article.state == archive::ArticleState::removed))
            findings_.wrong(now, what + " is not in the state that was told");
        if (one.url() != article.url) findings_.wrong(now, what + " was told at " + one.url());
        if (one.text().body() != article.text.body || one.text().title != article.text.title)
            findings_.wrong(now, what + " has another text than was told");
        return true;
    });
    for (const auto& [name, known] : known_)
        if (known.is_known() && !found.contains(name))
            findings_.wrong(now, name.first + " " + name.second + " was told and is not there");
    findings_.count("articles in the archive", static_cast<double>(found.size()));
}

/// What was announced is in the archive; and what stood there for hours was announced.
void Auditor::check_missing(Time now)
{
    for (const auto& site : truth_.sites) {
        if (site.troubled(now - kSettled, now)) continue;
        for (const auto& article : site.articles) {
            bool there =
                !article.forbidden && article.published() < now - kSettled && article.absences.empty();
            Name name{site.id, article.token};
            if (!there || known_.at(name).is_known()) continue;
            auto announced = web_.seen().announced.find(name);
            bool seen = announced != web_.seen().announced.end() && announced->second.at < now - kSettled;
            if (seen)
                findings_.wrong(now, fmt::format("{} {} was announced at {} and is lost", site.id,
                                                 article.token, parsers::rfc3339(announced->second.at)));
            if (!seen && article.published() > truth_.start)
                findings_.count("articles that passed by unseen");
        }
    }
}

/// Edits of two days ago that are not known, where the article was visited at all since.
void Auditor::count_unnoticed(Time now)
{
    for (const auto& site : truth_.sites) {
        for (const auto& article : site.articles) {
            auto known = known_.at({site.id, article.token});
            auto then = article.version_at(now - kNoticed);
            bool stale = known.is_known() && !known.removed() && known.version() < then;
            if (stale) findings_.count("edits not noticed within two days");
        }
    }
}

void Auditor::check_incidents(archive::Reader& reader, Time now)
{
    for (const auto& incident : reader.open_incidents()) {
        findings_.wrong(now, fmt::format("the incident `{}` of {} since {} is still open: {}", incident.what,
                                         incident.site, parsers::rfc3339(incident.since), incident.detail));
    }
}

/// One delivery for every event that is told, no more and no less.
void Auditor::check_deliveries(archive::Reader& reader, Time now)
{
    auto incidents = static_cast<std::size_t>(std::ranges::count_if(
        reader.events(0, 1'000'000, false), [](const auto& event) { return !event.article; }));
    auto article_deliveries = static_cast<std::size_t>(std::ranges::count_if(
        reader.deliveries({}), [](const auto& one) { return one.article.has_value(); }));
    if (article_deliveries != told_)
        findings_.wrong(now,
                        fmt::format("{} events of articles were to be told, and {} deliveries are queued",
                                    told_, article_deliveries));
    findings_.count("events of sites", static_cast<double>(incidents));
}

} // namespace baotin::sim
