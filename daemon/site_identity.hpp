#pragma once

#include "config/site.hpp"
#include "parsers/html/tree.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace baotin::daemon {

/// What `baotin add` can tell of a site without asking anyone: from its host and its front page.
struct SiteIdentity {
    std::string id;   ///< the short host name: `congan-haiphong`, `vnexpress`
    std::string name; ///< as the site calls itself, else the host
    std::string home; ///< scheme, host and port
    config::SiteKind kind = config::SiteKind::press;
    std::optional<parsers::Province> province; ///< that its name or host names
};

/// Pure. `front` may be null: then the host is all there is. `url` is normalised.
SiteIdentity identify_site(std::string_view url, const parsers::html::Tree* front);

} // namespace baotin::daemon
