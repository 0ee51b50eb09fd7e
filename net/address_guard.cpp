#include "net/address_guard.hpp"

#include <curl/urlapi.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <string_view>
#include <sys/socket.h>

namespace baotin::net {
namespace {

/// The upper `bits` bits of an IPv4 address.
struct Range4 {
    std::uint32_t network;
    int bits;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry: what is not globally reachable, plus
// multicast.
constexpr Range4 special4[] = {
    {ip(0, 0, 0, 0), 8},       // this network
    {ip(10, 0, 0, 0), 8},      // private
    {ip(100, 64, 0, 0), 10},   // carrier-grade NAT
    {ip(127, 0, 0, 0), 8},     // loopback
    {ip(169, 254, 0, 0), 16},  // link-local; the clouds' metadata services
    {ip(172, 16, 0, 0), 12},   // private
    {ip(192, 0, 0, 0), 24},    // IETF protocol assignments
    {ip(192, 0, 2, 0), 24},    // documentation
    {ip(192, 88, 99, 0), 24},  // 6to4 relays, withdrawn
    {ip(192, 168, 0, 0), 16},  // private
    {ip(198, 18, 0, 0), 15},   // benchmarking
    {ip(198, 51, 100, 0), 24}, // documentation
    {ip(203, 0, 113, 0), 24},  // documentation
    {ip(224, 0, 0, 0), 4},     // multicast
    {ip(240, 0, 0, 0), 4},     // reserved, broadcast
};

bool is_public4(std::uint32_t address)
{
    return std::ranges::none_of(special4, [address](const Range4& range) {
        return address >> (32 - range.bits) == range.network >> (32 - range.bits);
    });
}

using Bytes16 = std::array<std::uint8_t, 16>;

/// The upper `bits` bits of an IPv6 address, of which at most eight bytes are not zero.
struct Range6 {
    std::array<std::uint8_t, 8> network;
    int bits;

    [[nodiscard]] bool contains(const Bytes16& address) const
    {
        for (int bit = 0; bit < bits; bit += 8) {
            const auto at = static_cast<std::size_t>(bit / 8);
            const int expected = at < network.size() ? network[at] : 0;
            const int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((address[at] ^ expected) & mask) != 0) return false;
        }
        return true;
    }
};

// Only 2000::/3 is handed out as global unicast; within it,
// https://www.iana.org/assignments/iana-ipv6-special-registry.
constexpr Range6 global_unicast{{0x20}, 3};
constexpr Range6 special6[] = {
    {{0x20, 0x01}, 23},             // IETF protocol assignments: benchmarking, ORCHID …
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, // documentation
    {{0x3f, 0xff}, 20},             // documentation
};
constexpr Range6 nat64{{0x00, 0x64, 0xff, 0x9b}, 96};
constexpr Range6 six_to_four{{0x20, 0x02}, 16};
constexpr Range6 teredo{{0x20, 0x01, 0x00, 0x00}, 32};

bool is_v4_mapped(const Bytes16& address)
{
    return std::all_of(address.begin(), address.begin() + 10, [](auto byte) { return byte == 0; }) &&
           address[10] == 0xff && address[11] == 0xff;
}

std::uint32_t embedded4(const Bytes16& address, std::size_t at)
{
    return ip(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool is_public6(const Bytes16& address)
{
    if (is_v4_mapped(address) || nat64.contains(address)) return is_public4(embedded4(address, 12));
    if (six_to_four.contains(address)) return is_public4(embedded4(address, 2));
    // RFC 4380: the server's address, and the client's with every bit flipped.
    if (teredo.contains(address))
        return is_public4(embedded4(address, 4)) && is_public4(~embedded4(address, 12));
    if (!global_unicast.contains(address)) return false;
    return std::ranges::none_of(special6,
                                [&address](const Range6& range) { return range.contains(address); });
}

/// In lower case, without brackets and the root's dot; numbers in their usual form. Empty where there is
/// none.
std::string host_of(const std::string& url)
{
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle(curl_url(), &curl_url_cleanup);
    char* text = nullptr;
    if (!handle || curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
        curl_url_get(handle.get(), CURLUPART_HOST, &text, CURLU_URLDECODE) != CURLUE_OK)
        return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
    std::string host(text);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    while (host.ends_with('.'))
        host.pop_back();
    for (char& c : host)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return host;
}

} // namespace

bool names_private_address(const std::string& url)
{
    const auto host = host_of(url);
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (host.empty() || ::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return false;
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
    return !is_public_address(*found->ai_addr);
}

bool is_public_address(const sockaddr& address)
{
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return is_public4(ntohl(v4.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        Bytes16 bytes{};
        std::memcpy(bytes.data(), v6.sin6_addr.s6_addr, bytes.size());
        return is_public6(bytes);
    }
    return false;
}

} // namespace baotin::net
