#include "configuration_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace baotin::config {

namespace {

std::vector<std::string> without_file(const ConfigurationFolder& folder, const Problems& problems,
                                      std::string_view file)
{
    std::vector<std::string> lines;
    for (std::string line : folder.lines(problems)) {
        if (line.starts_with(file)) line = line.substr(file.size() + 1);
        if (line.starts_with(' ')) line = line.substr(1); // a problem of the whole file
        lines.push_back(std::move(line));
    }
    return lines;
}

void write_neighbours(const ConfigurationFolder& folder)
{
    folder.write("newsroom.secret", kSecret);
    folder.write("sites.d/congan-x.toml", kSite);
}

} // namespace

ConfigurationFolder::ConfigurationFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "baotin-config-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
}

ConfigurationFolder::~ConfigurationFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path ConfigurationFolder::write(const std::filesystem::path& name, std::string_view text,
                                                 unsigned mode) const
{
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    std::filesystem::permissions(file, std::filesystem::perms(mode));
    return file;
}

std::vector<std::string> ConfigurationFolder::lines(const Problems& problems) const
{
    std::vector<std::string> lines;
    const std::string prefix = path_.string() + "/";
    for (const Problem& problem : problems) {
        std::string line = to_string(problem);
        for (auto at = line.find(prefix); at != std::string::npos; at = line.find(prefix))
            line.erase(at, prefix.size());
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::string> problems_of_site(std::string_view toml)
{
    const ConfigurationFolder folder;
    const auto site = load_site(folder.write("x.toml", toml));
    if (site) return {};
    return without_file(folder, site.error(), "x.toml");
}

std::shared_ptr<const Site> site_of(std::string_view toml)
{
    const ConfigurationFolder folder;
    const auto site = load_site(folder.write("x.toml", toml));
    if (site) return *site;
    for (const Problem& problem : site.error())
        ADD_FAILURE() << to_string(problem);
    return std::make_shared<Site>();
}

std::vector<std::string> problems_of_main(std::string_view toml)
{
    const ConfigurationFolder folder;
    write_neighbours(folder);
    folder.write("baotin.toml", toml);
    const auto config = folder.load();
    if (config) return {};
    return without_file(folder, config.error(), "baotin.toml");
}

Snapshot config_of(std::string_view toml)
{
    const ConfigurationFolder folder;
    write_neighbours(folder);
    folder.write("baotin.toml", toml);
    const auto config = folder.load();
    if (config) return *config;
    for (const Problem& problem : config.error())
        ADD_FAILURE() << to_string(problem);
    return std::make_shared<Config>();
}

} // namespace baotin::config
