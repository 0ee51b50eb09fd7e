#include "config/warnings.hpp"
#include "daemon/commands.hpp"
#include "daemon/output.hpp"
#include "daemon/probe.hpp"
#include "daemon/setting.hpp"

#include <boost/json/value_from.hpp>
#include <fmt/format.h>

#include <utility>

namespace baotin::daemon {
namespace {

/// What one real fetch of a site showed.
struct Finding {
    bool ok = false;
    std::string detail;
};

/// The site's first source, and the first article that it announces.
Finding look_at(const std::shared_ptr<const config::Site>& its_site, const config::Crawler& settings)
{
    const auto& site = *its_site;
    const auto& source = site.sources.front();
    const crawler::PageLimits limits(settings);
    Probe probe(settings, Probe::Addresses::as_configured);
    auto page = probe.fetch(source.url, its_site);
    if (!page) return {false, page.error()};
    auto links = crawler::read_source_page(*page, site, source, now(), limits);
    if (!links) return {false, fmt::format("{}: {}", source.url, links.error().detail)};
    if (links->links.empty()) {
        bool index = !links->more.empty();
        return {index, index ? fmt::format("an index of {} sitemaps", links->more.size())
                             : fmt::format("{} announces no article", source.url)};
    }
    const auto& first = links->links.front().url;
    auto article = probe.fetch(first, its_site);
    if (!article) return {false, fmt::format("{} links, but {}", links->links.size(), article.error())};
    auto read = crawler::read_article_page(*article, site, now(), limits);
    if (!read)
        return {false, fmt::format("{} links, but {}: {}", links->links.size(), first, read.error().detail)};
    const auto& reading = read->reading;
    bool by_rule = !site.rules.find_body() || reading.by_rule("body");
    auto detail = fmt::format("{} links; \"{}\", {} bytes of body", links->links.size(), reading.text.title,
                              reading.text.body.size());
    if (!by_rule) detail += "; the site's body rules matched nothing, the generic reader filled in";
    return {by_rule, std::move(detail)};
}

ExitCode look_at_all(const Common& common, const config::Config& config, const std::vector<std::string>& ids)
{
    std::vector<std::shared_ptr<const config::Site>> sites;
    for (const auto& id : ids)
        sites.push_back(configured_site(config, id));
    if (ids.empty()) sites = config.sites;
    auto code = ExitCode::ok;
    for (const auto& site : sites) {
        auto finding = look_at(site, config.crawler);
        if (!finding.ok) code = ExitCode::problem;
        if (common.json) {
            print_json({{"site", site->id}, {"ok", finding.ok}, {"detail", finding.detail}});
        } else if (!common.quiet || !finding.ok) {
            auto mark = finding.ok ? paint("ok  ", Colour::green) : paint("FAIL", Colour::red);
            fmt::print("{} {}: {}\n", mark, site->id, finding.detail);
        }
    }
    return code;
}

} // namespace

ExitCode check(const Common& common, const CheckWords& words)
{
    auto file = config_file(common);
    auto config = config::load(file);
    if (!config) {
        if (!common.json) throw ConfigError(config.error());
        for (const auto& problem : config.error()) {
            print_json({{"file", problem.file},
                        {"line", problem.line},
                        {"column", problem.column},
                        {"what", problem.what}});
        }
        return ExitCode::usage;
    }
    auto warnings = config::warnings(**config);
    for (const auto& warning : warnings)
        if (!common.json && !common.quiet) fmt::print("{} {}\n", paint("warning", Colour::yellow), warning);
    for (const auto& id : words.sites)
        configured_site(**config, id);
    if (words.live) return look_at_all(common, **config, words.sites);
    std::size_t sources = 0;
    for (const auto& site : (*config)->sites)
        sources += site->sources.size();
    if (common.json) {
        print_json({{"file", file.string()},
                    {"sites", (*config)->sites.size()},
                    {"sources", sources},
                    {"hooks", (*config)->hooks.size()},
                    {"warnings", boost::json::value_from(warnings)}});
    } else if (!common.quiet) {
        fmt::print("{}: ok, {} with {}, {}\n", file.string(), counted((*config)->sites.size(), "site"),
                   counted(sources, "source"), counted((*config)->hooks.size(), "hook"));
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
