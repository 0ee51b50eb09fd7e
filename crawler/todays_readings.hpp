#pragma once

#include "config/config.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace baotin::crawler {

/// reading_of() every site and source as configured today: hashes that each visit compares, and that would
/// else be computed by each. Lives on the loop; to be cleared when the configuration changes.
class TodaysReadings {
public:
    const std::string& of(const std::shared_ptr<const config::Site>& site);
    const std::string& of(const std::shared_ptr<const config::Site>& site, const config::Source& source);
    void clear() { sites_.clear(); }

private:
    struct Known {
        std::shared_ptr<const config::Site> site; ///< its address is the key: it must not be another's
        std::string article;
        std::unordered_map<const config::Source*, std::string> sources;
    };
    Known& known(const std::shared_ptr<const config::Site>& site);

    std::unordered_map<const config::Site*, Known> sites_;
};

} // namespace baotin::crawler
