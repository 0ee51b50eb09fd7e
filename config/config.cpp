#include "config/config.hpp"

#include "config/main_file.hpp"
#include "config/nearest.hpp"
#include "config/site_file.hpp"
#include "config/where_block.hpp"
#include "parsers/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace baotin::config {

namespace {

void sort(Problems& problems)
{
    std::ranges::stable_sort(problems, {},
                             [](const Problem& p) { return std::tie(p.file, p.line, p.column); });
}

/// The `*.toml` files of `sites.d/`, by name. Hidden ones are editors' leftovers.
std::vector<std::filesystem::path> site_files(const std::filesystem::path& folder, Problems& problems)
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const auto& path = entry->path();
        if (path.extension() == ".toml" && !path.filename().string().starts_with('.')) files.push_back(path);
    }
    if (error == std::errc::no_such_file_or_directory)
        problems.push_back(
            problem_at({folder.lexically_normal().string(), 0, 0},
                       "there is no such folder; make it and put one file for each site into it"));
    else if (error)
        problems.push_back(problem_at({folder.lexically_normal().string(), 0, 0},
                                      fmt::format("the folder cannot be read: {}", error.message())));
    std::ranges::sort(files);
    return files;
}

std::string where(const Place& place)
{
    return fmt::format("{}:{}", place.file, place.line);
}

void refuse_shared_ids(const std::vector<SiteFile>& files, Problems& problems)
{
    std::map<std::string, Place> first;
    for (const SiteFile& file : files) {
        if (file.id_place.line == 0) continue;
        const auto [other, is_new] = first.try_emplace(file.site->id, file.id_place);
        if (!is_new)
            problems.push_back(
                problem_at(file.id_place, fmt::format("id {} is taken by {}; every site needs its own",
                                                      in_quotes(file.site->id), where(other->second))));
    }
}

void refuse_shared_sources(const std::vector<SiteFile>& files, Problems& problems)
{
    std::map<std::string, Place> first;
    for (const SiteFile& file : files)
        for (const auto& source : file.sources) {
            const auto [other, is_new] = first.try_emplace(source.url, source.place);
            if (!is_new)
                problems.push_back(
                    problem_at(source.place, fmt::format("{} is a [[source]] already, in {}; take one out",
                                                         source.url, where(other->second))));
        }
}

/// One host is asked as one, whatever sites live on it: they have to agree on its budget.
void refuse_split_budgets(const std::vector<SiteFile>& files, Problems& problems)
{
    struct First {
        std::optional<std::string> budget;
        Place place;
    };
    std::map<std::string, First> first;
    for (const SiteFile& file : files)
        for (const auto& source : file.sources) {
            const auto& budget = file.site->visit.budget;
            auto host = parsers::host_key(source.url);
            const auto [other, is_new] = first.try_emplace(host, First{budget, source.place});
            if (is_new || other->second.budget == budget) continue;
            problems.push_back(problem_at(
                source.place, fmt::format("{} is asked within another budget by {}; give both sites the same "
                                          "budget in [visit], or none",
                                          host, where(other->second.place))));
        }
}

void refuse_unknown_sites(const std::vector<SiteMention>& mentions, const std::vector<SiteFile>& files,
                          Problems& problems)
{
    std::vector<std::string> ids;
    for (const SiteFile& file : files)
        ids.push_back(file.site->id);
    for (const SiteMention& mention : mentions)
        if (std::ranges::find(ids, mention.id) == ids.end())
            problems.push_back(
                problem_at(mention.place, fmt::format("unknown site {}{}", in_quotes(mention.id),
                                                      suggestion(mention.id, ids))));
}

void refuse_impossible_rules(const Config& config, const HookMentions& mentions, Problems& problems)
{
    for (std::size_t i = 0; i < config.hooks.size(); ++i)
        refuse_impossible_rule(config.hooks[i], mentions.rules.at(i), config.sites, problems);
}

} // namespace

std::string Crawler::product_token() const
{
    return user_agent.substr(0, user_agent.find_first_of(" /"));
}

std::string Web::base_url() const
{
    if (!public_url.empty()) return public_url;
    if (port == 0) return "";
    const bool six = address.find(':') != std::string::npos;
    return six ? fmt::format("http://[{}]:{}", address, port) : fmt::format("http://{}:{}", address, port);
}

std::shared_ptr<const Site> Config::site(std::string_view id) const
{
    const auto found = std::ranges::lower_bound(
        sites, id, {}, [](const auto& site) -> std::string_view { return site->id; });
    return found != sites.end() && (*found)->id == id ? *found : nullptr;
}

const Hook* Config::hook(std::string_view name) const
{
    const auto found = std::ranges::find(hooks, name, &Hook::name);
    return found != hooks.end() ? &*found : nullptr;
}

std::expected<Snapshot, Problems> load(const std::filesystem::path& file, Secrets secrets)
{
    Problems problems;
    auto config = std::make_shared<Config>();
    config->file = file;
    const auto mentions = read_main_file(file, secrets, *config, problems);
    std::vector<SiteFile> files;
    // A baotin.toml that is not there at all is a wrong --config: its neighbours would only hide that.
    std::error_code error;
    if (std::filesystem::exists(file, error))
        for (const auto& path : site_files(file.parent_path() / "sites.d", problems))
            files.push_back(read_site_file(path, problems));
    refuse_shared_ids(files, problems);
    refuse_shared_sources(files, problems);
    refuse_split_budgets(files, problems);
    refuse_unknown_sites(mentions.sites, files, problems);
    if (problems.empty()) {
        for (SiteFile& read : files)
            config->sites.push_back(std::move(read.site));
        std::ranges::sort(config->sites, {}, [](const auto& site) -> std::string_view { return site->id; });
        refuse_impossible_rules(*config, mentions, problems);
    }
    if (problems.empty()) return config;
    sort(problems);
    return std::unexpected(std::move(problems));
}

std::expected<std::shared_ptr<const Site>, Problems> load_site(const std::filesystem::path& file)
{
    Problems problems;
    std::vector<SiteFile> files;
    files.push_back(read_site_file(file, problems));
    refuse_shared_sources(files, problems);
    if (problems.empty()) return files.front().site;
    sort(problems);
    return std::unexpected(std::move(problems));
}

std::shared_ptr<const Site> generic_site()
{
    static const auto site = [] {
        Site generic;
        generic.id = kGenericSite;
        generic.name = kGenericSite;
        return std::make_shared<const Site>(std::move(generic));
    }();
    return site;
}

} // namespace baotin::config
