#include "crawler/coverage.hpp"
#include "crawler/volatility.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/setting.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace baotin::daemon {
namespace {

namespace json = boost::json;
using archive::SiteHealth;

json::value time_or_null(std::optional<parsers::Time> time)
{
    return time ? json::value(parsers::rfc3339(*time)) : json::value(nullptr);
}

/// Health of every configured site; one that was never visited yet has none in the archive.
std::map<std::string, SiteHealth> health_of(const config::Config& config)
{
    std::map<std::string, SiteHealth> health;
    for (const auto& site : config.sites) {
        health[site->id].site = site->id;
        health[site->id].sources = site->sources.size();
    }
    auto store = open_archive(config);
    for (auto& one : store->reader()->sites()) {
        if (health.contains(one.site)) health[one.site] = std::move(one);
    }
    return health;
}

std::string trouble_of(const SiteHealth& health)
{
    std::string text;
    for (const auto& incident : health.incidents) {
        if (!text.empty()) text += "; ";
        text +=
            fmt::format("{} since {}: {}", incident.what, parsers::rfc3339(incident.since), incident.detail);
    }
    if (text.empty() && health.failing > 0) text = fmt::format("{} pages failing", health.failing);
    return text.empty() ? "ok" : text;
}

/// What packing makes of the site's pages; null before any were packed.
json::value ratio_of(const archive::PageRoom& room)
{
    if (room.packed_stored == 0) return nullptr;
    return static_cast<double>(room.packed_from) / static_cast<double>(room.packed_stored);
}

std::string room_of(const archive::PageRoom& room)
{
    if (room.pages == 0) return "-";
    auto text = fmt::format("{} in {:.1f} MB", room.pages, static_cast<double>(room.stored) / 1e6);
    if (const auto ratio = ratio_of(room); ratio.is_double())
        text += fmt::format(", {:.0f}:1", ratio.as_double());
    return text;
}

void print_health_json(const SiteHealth& health, const config::Site& site)
{
    json::array incidents;
    for (const auto& incident : health.incidents) {
        incidents.push_back(json::object{{"id", std::to_string(incident.id)},
                                         {"what", incident.what},
                                         {"detail", incident.detail},
                                         {"since", parsers::rfc3339(incident.since)}});
    }
    print_json({{"id", site.id},
                {"name", site.name},
                {"kind", config::to_string(site.kind)},
                {"province", site.province ? json::value(site.province->name) : json::value(nullptr)},
                {"sources", health.sources},
                {"articles", health.articles},
                {"pages", health.pages},
                {"failing", health.failing},
                {"last_visit", time_or_null(health.last_visit)},
                {"last_new", time_or_null(health.last_new)},
                {"stored_pages", health.raw_pages.pages},
                {"stored_pages_bytes", health.raw_pages.stored},
                {"stored_pages_ratio", ratio_of(health.raw_pages)},
                {"incidents", std::move(incidents)}});
}

void print_pages(const Common& common, const std::vector<archive::Page>& pages)
{
    Table table({"KIND", "LAST VISIT", "OUTCOME", "NEXT", "URL", "DETAIL"});
    auto time = now();
    for (const auto& page : pages) {
        if (common.json) {
            print_json({{"url", page.url},
                        {"kind", archive::to_string(page.kind)},
                        {"outcome", archive::to_string(page.outcome)},
                        {"status", page.status},
                        {"detail", page.detail},
                        {"failures", page.failures},
                        {"last_visit", time_or_null(page.last_visit)},
                        {"next_visit", parsers::rfc3339(page.next_visit)}});
            continue;
        }
        table.row({std::string(archive::to_string(page.kind)), ago(page.last_visit, time),
                   std::string(archive::to_string(page.outcome)), parsers::rfc3339(page.next_visit), page.url,
                   page.detail});
    }
    if (!common.json) table.print();
}

/// What visits taught about a site, where it was kept.
template <class Lesson>
Lesson lesson_of(archive::Reader& reader, const std::string& site, std::string_view what)
{
    for (const auto& lesson : reader.lessons()) {
        if (lesson.site != site || lesson.what != what) continue;
        if (auto learned = Lesson::parse(lesson.value)) return *learned;
    }
    return {};
}

/// What changes by itself is not compared, until the editor takes it into `remove`.
void print_suggestions(const Common& common, const crawler::Volatility& volatility, const config::Site& site)
{
    auto is_taken = [&](const std::string& selector) {
        return std::ranges::any_of(site.rules.generations, [&](const parsers::Generation& one) {
            return std::ranges::find(one.remove, selector, &parsers::html::Selector::source) !=
                   one.remove.end();
        });
    };
    for (const auto& part : volatility.parts(now())) {
        if (is_taken(part.selector)) continue;
        if (common.json) {
            print_json({{"volatile", part.selector},
                        {"sample", part.sample},
                        {"seen_at", parsers::rfc3339(part.seen_at)}});
            continue;
        }
        fmt::print(
            "{} \"{}\" changes by itself (\"{}\") and is not compared; if it is no part of the articles, add "
            "it to remove in {}\n",
            paint("suggestion:", Colour::yellow), part.selector, part.sample, site.file);
    }
}

std::string percent(double share)
{
    return fmt::format("{:.0f} %", 100 * share);
}

/// How often each field's own rules match: on the last pages, and in the long run.
void print_coverage(const Common& common, const crawler::Coverage& coverage)
{
    if (coverage.fields().empty()) return;
    Table table({"RULES FOR", "MATCHED", "OF THE LAST", "USUALLY", "STATE"});
    for (const auto& [name, field] : coverage.fields()) {
        if (common.json)
            print_json({{"field", name},
                        {"matched", field.recent()},
                        {"pages", field.recent_pages()},
                        {"baseline", field.baseline()},
                        {"drifting", field.drifting()}});
        table.row({name, percent(field.recent()), std::to_string(field.recent_pages()),
                   percent(field.baseline()), field.drifting() ? "drift" : "ok"});
    }
    if (common.json) return;
    fmt::print("\n");
    table.print();
}

} // namespace

ExitCode sites(const Common& common, const SitesWords& words)
{
    auto config = load_config_without_secrets(common);
    if (words.site) {
        auto site = configured_site(*config, *words.site);
        auto store = open_archive(*config);
        auto reader = store->reader();
        print_pages(common, reader->pages(site->id));
        print_coverage(common, lesson_of<crawler::Coverage>(*reader, site->id, crawler::kCoverageLesson));
        print_suggestions(common, lesson_of<crawler::Volatility>(*reader, site->id, crawler::kVolatileLesson),
                          *site);
        return ExitCode::ok;
    }
    auto health = health_of(*config);
    Table table({"SITE", "ARTICLES", "LAST VISIT", "LAST NEW", "STORED PAGES", "STATE"});
    auto time = now();
    bool trouble = false;
    for (const auto& site : config->sites) {
        const auto& one = health.at(site->id);
        trouble = trouble || !one.incidents.empty();
        if (common.json) print_health_json(one, *site);
        table.row({site->id, std::to_string(one.articles), ago(one.last_visit, time), ago(one.last_new, time),
                   room_of(one.raw_pages), trouble_of(one)});
    }
    if (!common.json) table.print();
    return trouble ? ExitCode::problem : ExitCode::ok;
}

} // namespace baotin::daemon
