#pragma once

#include "net/curl_handles.hpp"

#include <string>
#include <string_view>

namespace baotin::net {

/// The cookies of one site, in memory: curl's own cookie engine (domains, paths, expiry, the public suffix
/// list), shared by the requests that name this jar.
///
/// Lives on the loop. A request keeps its jar alive until it has ended.
class CookieJar {
public:
    CookieJar();
    CookieJar(const CookieJar&) = delete;
    CookieJar& operator=(const CookieJar&) = delete;

    /// Keeps `name=value` for every path of this very host, until the jar goes; false where such a cookie
    /// could not be sent: a blank name, or what would break out of the header.
    bool put(std::string_view host, std::string_view name, std::string_view value);
    [[nodiscard]] bool holds(std::string_view host, std::string_view name, std::string_view value) const;
    [[nodiscard]] bool empty() const;

    [[nodiscard]] CURLSH* share() const { return share_.get(); }

private:
    ShareHandle share_;
    EasyHandle easy_; ///< curl reaches a jar only through one; goes before the share
};

} // namespace baotin::net
