#pragma once

#include "archive/page.hpp"
#include "config/config.hpp"
#include "crawler/gate.hpp"
#include "crawler/host_door.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/site_access.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace baotin::crawler {

/// A page that was found, perhaps at another address of its site.
struct Fetched {
    net::Response response;         ///< 2xx or 304
    std::string url;                ///< after redirects
    bool permanently_moved = false; ///< every redirect on the way was a 301 or 308
    archive::Validators validators; ///< what the next visit compares
};

/// Why there is no page.
struct NotFetched {
    archive::Outcome outcome = archive::Outcome::failed; ///< failed, gone or forbidden
    int status = 0;
    std::string detail;
    bool cancelled = false; ///< we are shutting down: the visit did not happen
};

/// Asks for pages as a good guest: robots.txt first, within the host's turn, after each redirect anew; a
/// host's Retry-After is kept in the archive. Redirects to another site are not followed.
///
/// Lives on the loop. All that it is made of must outlive it.
class PoliteFetch {
public:
    PoliteFetch(net::Fetcher& http, HostBudgets& budgets, Memory& memory, const config::Crawler& settings,
                Clock& clock);

    /// What the archive remembers of robots.txt files, at the start.
    void load(std::vector<archive::RobotsFile> robots) { robots_.load(std::move(robots)); }

    using Site = std::shared_ptr<const config::Site>;

    /// `page` of `site` is asked for at `url` (a listing's further pages are not its own URL) within `turn`,
    /// which is the turn of the host that answered afterwards. The caller gives it back, and waits its delay
    /// before it asks again within it. Where the site says so, robots.txt forbids nothing, but its
    /// Crawl-delay holds.
    boost::asio::awaitable<std::expected<Fetched, NotFetched>>
    fetch(archive::Page page, Site site, std::string url, bool conditional, Turn& turn);
    boost::asio::awaitable<std::shared_ptr<const RobotsEntry>> robots_of(std::string url, const Turn& turn)
    {
        return robots_.rules_for(std::move(url), Access(), turn);
    }

private:
    boost::asio::awaitable<std::expected<net::Response, NotFetched>> ask(net::Request request, Turn& turn);
    boost::asio::awaitable<std::expected<net::Response, NotFetched>> ask_as_browser(net::Request request,
                                                                                    Site site, Turn& turn);
    bool takes_cookie(const net::Response& stub, const net::Request& request) const;

    Asker asker_;
    net::Limits limits_;
    int max_redirects_;
    std::size_t max_ratio_;
    SiteAccess access_;
    HostDoor door_;
    RobotsCache robots_;
};

} // namespace baotin::crawler
