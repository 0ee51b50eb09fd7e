#pragma once

#include "config/config.hpp"
#include "net/cookie_jar.hpp"
#include "net/http.hpp"

#include <map>
#include <memory>
#include <string>

namespace baotin::crawler {

/// How requests reach one site.
struct Access {
    std::shared_ptr<const net::Transport> transport;
    std::shared_ptr<net::CookieJar> cookies;
    bool joint_budget = false; ///< all its hosts are asked as one
};

/// Gives every site its transport and, where it keeps cookies, its jar. Jars live in memory: a restart begins
/// without cookies, as a new visitor.
///
/// Lives on the loop.
class SiteAccess {
public:
    Access of(const config::Site& site);

private:
    std::map<std::string, std::shared_ptr<net::CookieJar>> jars_; ///< by site id
};

/// What `[crawler]` lets one answer cost.
net::Limits limits_of(const config::Crawler& settings);

} // namespace baotin::crawler
