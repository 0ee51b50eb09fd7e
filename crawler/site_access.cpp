#include "crawler/site_access.hpp"

#include <algorithm>
#include <utility>

namespace baotin::crawler {
namespace {

std::shared_ptr<const net::Transport> transport_of(const config::Transport& settings)
{
    net::Transport transport;
    transport.ca_file = settings.tls.ca_file.string();
    transport.legacy_renegotiation = settings.tls.legacy_renegotiation;
    transport.verify = settings.tls.verify;
    transport.proxy = settings.proxy;
    if (transport == net::Transport{}) return nullptr;
    return std::make_shared<const net::Transport>(std::move(transport));
}

} // namespace

Access SiteAccess::of(const config::Site& site)
{
    Access access;
    access.transport = transport_of(site.transport);
    access.joint_budget = site.visit.budget.has_value();
    if (!site.visit.cookies) {
        jars_.erase(site.id); // switched off by a reload
        return access;
    }
    auto& jar = jars_[site.id];
    if (!jar) jar = std::make_shared<net::CookieJar>();
    access.cookies = jar;
    return access;
}

net::Limits limits_of(const config::Crawler& settings)
{
    net::Limits limits;
    limits.total = settings.timeout;
    limits.connect = std::min(settings.connect_timeout, settings.timeout);
    limits.first_byte = std::min(settings.first_byte_timeout, settings.timeout);
    limits.stalled = std::chrono::ceil<std::chrono::seconds>(settings.stall_timeout);
    limits.max_body = settings.max_page;
    limits.max_headers = settings.max_header;
    return limits;
}

} // namespace baotin::crawler
