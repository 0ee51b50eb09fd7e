#pragma once

#include <string>

struct sockaddr;

namespace baotin::net {

/// Is this an address of the public Internet? False for loopback, private, link-local, CGNAT (100.64/10),
/// multicast, unspecified, documentation, benchmarking and reserved ranges (IANA special-purpose registries),
/// and for every IPv6 form that embeds such an IPv4 address (mapped, compatible, NAT64 64:ff9b::/96, 6to4,
/// Teredo).
bool is_public_address(const sockaddr& address);

/// Does the URL itself name an address that is not public, in whatever spelling (`2130706433`, `0x7f.1`,
/// `[::ffff:10.0.0.1]`), or `localhost`? Nothing is looked up: for requests through a proxy, which looks
/// names up itself.
bool names_private_address(const std::string& url);

} // namespace baotin::net
