#pragma once

#include "config/config.hpp"
#include "crawler/volatility.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace baotin::crawler {

/// What of a site's article pages the region gate compares: what the site's rules see, without what visits
/// have taught to change by itself. Made anew when either changes. Lives on the loop.
class GatePlans {
public:
    using Plan = std::shared_ptr<const parsers::html::RegionPlan>;

    /// Null where the rules need whole pages.
    Plan of(const std::shared_ptr<const config::Site>& site, const Volatility& volatility, Time now);
    void clear() { sites_.clear(); } ///< the configuration has changed

private:
    struct Known {
        std::shared_ptr<const config::Site> site;
        std::vector<std::string> parts;
        Plan plan;
    };
    std::unordered_map<std::string, Known> sites_;
};

} // namespace baotin::crawler
