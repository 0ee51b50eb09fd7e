#pragma once

#include "config/document.hpp"
#include "config/site.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace baotin::config {

/// What one site file announced, with the places that a problem between two files has to name.
struct SiteFile {
    std::shared_ptr<Site> site; ///< never null; incomplete where problems were noted
    Place id_place;             ///< line 0 where the file gives no valid id
    struct Announced {
        std::string url;
        Place place;
    };
    std::vector<Announced> sources;
};

/// Reads one file of `sites.d/`. A file that is no TOML at all answers a site with the id that its name
/// suggests.
SiteFile read_site_file(const std::filesystem::path& file, Problems& problems);

} // namespace baotin::config
