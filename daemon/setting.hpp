#pragma once

#include "archive/store.hpp"
#include "config/config.hpp"
#include "daemon/commands.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace baotin::daemon {

/// The configuration does not hold; what() has a line for each problem.
class ConfigError : public CommandError {
public:
    explicit ConfigError(const config::Problems& problems);
};

/// --config, else /etc/baotin/baotin.toml, else ./config/baotin.toml. Throws CommandError where there is
/// none.
std::filesystem::path config_file(const Common& common);

/// The configuration that the command works with. Throws ConfigError.
config::Snapshot load_config(const Common& common);

/// The same without any secret: for commands that only look into the archive, whose user may not be allowed
/// to read what deliveries are signed with. Throws ConfigError.
config::Snapshot load_config_without_secrets(const Common& common);

/// Its `[crawler]`, for commands that need no configuration; the defaults where there is none. Throws as
/// load_config() does where --config names one.
config::Crawler crawler_settings(const Common& common);

/// The archive of that configuration, which must exist (`articles`, `show` …). Throws archive::StoreError.
std::unique_ptr<archive::Store> open_archive(const config::Config& config);

/// The configured hook of this name; throws CommandError with the nearest one where there is none.
const config::Hook& configured_hook(const config::Config& config, const std::string& name);

/// An RFC 3339 time as typed behind `option`; throws CommandError where it is none.
parsers::Time time_of(std::string_view option, const std::string& word);

/// An article's id as typed; throws CommandError where it is none.
archive::ArticleId article_id(const std::string& word);

/// A time as typed behind `option`: RFC 3339, or a date, which is its midnight in +07:00; nothing where
/// `word` is empty. Throws CommandError.
std::optional<parsers::Time> time_option(std::string_view option, const std::string& word);

/// A site's id as typed; throws CommandError with the nearest one where it is not configured.
std::shared_ptr<const config::Site> configured_site(const config::Config& config, const std::string& id);

} // namespace baotin::daemon
