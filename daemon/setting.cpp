#include "daemon/setting.hpp"

#include "config/nearest.hpp"

#include <fmt/format.h>

#include <charconv>

namespace baotin::daemon {
namespace {

std::string lines(const config::Problems& problems)
{
    std::string text;
    for (const auto& problem : problems) {
        if (!text.empty()) text += '\n';
        text += config::to_string(problem);
    }
    return text;
}

config::Snapshot loaded(const Common& common, config::Secrets secrets)
{
    auto config = config::load(config_file(common), secrets);
    if (!config) throw ConfigError(config.error());
    return std::move(*config);
}

} // namespace

ConfigError::ConfigError(const config::Problems& problems) : CommandError(lines(problems))
{
}

std::filesystem::path config_file(const Common& common)
{
    if (common.config) return *common.config;
    const std::filesystem::path places[] = {"/etc/baotin/baotin.toml", "config/baotin.toml"};
    for (const auto& place : places) {
        std::error_code ignored;
        if (std::filesystem::exists(place, ignored)) return place;
    }
    throw CommandError(
        "there is no configuration at /etc/baotin/baotin.toml or ./config/baotin.toml; name one with "
        "--config FILE");
}

config::Snapshot load_config(const Common& common)
{
    return loaded(common, config::Secrets::read);
}

config::Snapshot load_config_without_secrets(const Common& common)
{
    return loaded(common, config::Secrets::unread);
}

config::Crawler crawler_settings(const Common& common)
{
    try {
        return load_config_without_secrets(common)->crawler;
    } catch (const CommandError&) {
        if (common.config) throw;
        return {};
    }
}

std::unique_ptr<archive::Store> open_archive(const config::Config& config)
{
    return archive::open_sqlite(config.store.sqlite_file, archive::OpenMode::existing);
}

const config::Hook& configured_hook(const config::Config& config, const std::string& name)
{
    if (const auto* hook = config.hook(name)) return *hook;
    std::vector<std::string> names;
    for (const auto& hook : config.hooks)
        names.push_back(hook.name);
    if (names.empty()) throw CommandError("no hook is configured; add a [[hook]] block to baotin.toml");
    throw CommandError(fmt::format("no hook \"{}\" is configured{}", name, config::suggestion(name, names)));
}

parsers::Time time_of(std::string_view option, const std::string& word)
{
    if (auto time = parsers::parse_rfc3339(word)) return *time;
    throw CommandError(
        fmt::format("{} \"{}\" is no RFC 3339 time like 2026-11-21T07:00:00+07:00", option, word));
}

archive::ArticleId article_id(const std::string& word)
{
    archive::ArticleId id = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error != std::errc{} || end != word.data() + word.size() || id <= 0) {
        throw CommandError(fmt::format("\"{}\" is no article id; `baotin articles` lists them", word));
    }
    return id;
}

std::optional<parsers::Time> time_option(std::string_view option, const std::string& word)
{
    if (word.empty()) return std::nullopt;
    constexpr std::size_t date = std::string_view("2026-11-21").size();
    auto time = parsers::parse_rfc3339(word.size() == date ? word + "T00:00:00+07:00" : word);
    if (!time) {
        throw CommandError(fmt::format(
            "{} \"{}\" is neither a date like 2026-11-21 nor an RFC 3339 time like 2026-11-21T07:00:00+07:00",
            option, word));
    }
    return time;
}

std::shared_ptr<const config::Site> configured_site(const config::Config& config, const std::string& id)
{
    if (auto site = config.site(id)) return site;
    std::vector<std::string_view> ids;
    for (const auto& site : config.sites)
        ids.push_back(site->id);
    throw CommandError(fmt::format("no site \"{}\" is configured{}", id, config::suggestion(id, ids)));
}

} // namespace baotin::daemon
