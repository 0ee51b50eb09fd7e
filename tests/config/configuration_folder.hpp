#pragma once

#include "config/config.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::config {

/// A temporary folder with a configuration in it, gone with the test.
class ConfigurationFolder {
public:
    ConfigurationFolder();
    ~ConfigurationFolder();
    ConfigurationFolder(const ConfigurationFolder&) = delete;
    ConfigurationFolder& operator=(const ConfigurationFolder&) = delete;

    std::filesystem::path write(const std::filesystem::path& name, std::string_view text,
                                unsigned mode = 0600) const;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::expected<Snapshot, Problems> load() const
    {
        return config::load(path_ / "baotin.toml");
    }
    /// One line a problem, files named from the folder on.
    [[nodiscard]] std::vector<std::string> lines(const Problems& problems) const;

private:
    std::filesystem::path path_;
};

/// A site file that has nothing wrong, and a place for more at its end (inside `[[source]]`).
inline constexpr std::string_view kSite = R"(id = "congan-x"
name = "Công an X"
home = "https://congan.example/"
kind = "police"
[[source]]
feed = "https://congan.example/rss"
)";
inline constexpr int kSiteLines = 6;

/// A hook that has nothing wrong but its secret, and a place for more at its end.
inline constexpr std::string_view kHook = R"([[hook]]
name = "newsroom"
url = "https://example.org/hooks/baotin"
secret_file = "newsroom.secret"
)";
inline constexpr int kHookLines = 4;
inline constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"; // 24 bytes

/// The problems of one site file, as `12:9: what`.
std::vector<std::string> problems_of_site(std::string_view toml);
std::shared_ptr<const Site> site_of(std::string_view toml);

/// The problems of a baotin.toml with a good secret and one good site beside it, as `12:9: what`.
std::vector<std::string> problems_of_main(std::string_view toml);
Snapshot config_of(std::string_view toml);

} // namespace baotin::config
