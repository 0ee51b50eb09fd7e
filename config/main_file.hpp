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

/// What hooks say that can be judged only beside all sites.
struct HookMentions {
    std::vector<SiteMention> sites;
    std::vector<Place> rules; ///< where each hook of the configuration says `where`, else its block
};

/// Reads baotin.toml into `config` (all but the sites).
HookMentions read_main_file(const std::filesystem::path& file, Secrets secrets, Config& config,
                            Problems& problems);

} // namespace baotin::config
