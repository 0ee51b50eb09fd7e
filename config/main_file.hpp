#pragma once

#include "config/config.hpp"
#include "config/document.hpp"

#include <filesystem>
#include <vector>

namespace baotin::config {

/// A site that a hook's `where` names: judged when all site files are read.
struct SiteMention {
    std::string id;
    Place place;
};

/// Reads baotin.toml into `config` (all but the sites).
std::vector<SiteMention> read_main_file(const std::filesystem::path& file, Config& config,
                                        Problems& problems);

} // namespace baotin::config
