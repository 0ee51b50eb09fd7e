#include "standard_webhooks.hpp"

#include "encoding.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <stdexcept>

namespace baotin::lab {
namespace {

constexpr std::string_view kSecretPrefix = "whsec_";
constexpr std::time_t kTolerance = 5 * 60;

bool near(std::string_view timestamp, std::time_t now)
{
    std::time_t sent = 0;
    const auto [end, error] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), sent);
    if (error != std::errc() || end != timestamp.data() + timestamp.size()) return false;
    return sent >= now - kTolerance && sent <= now + kTolerance;
}

std::string hmac_sha256(std::string_view key, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
    return {reinterpret_cast<const char*>(digest.data()), length};
}

bool equal(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

bool signed_by(std::string_view secret, std::string_view id, std::string_view timestamp,
               std::string_view signatures, std::string_view body, std::time_t now)
{
    if (id.empty() || !secret.starts_with(kSecretPrefix) || !near(timestamp, now)) return false;
    const std::string key = from_base64(secret.substr(kSecretPrefix.size()));
    if (key.empty()) return false;
    const std::string expected = base64(hmac_sha256(key, fmt::format("{}.{}.{}", id, timestamp, body)));
    while (!signatures.empty()) {
        const auto space = signatures.find(' ');
        const std::string_view one = signatures.substr(0, space);
        if (one.starts_with("v1,") && equal(one.substr(3), expected)) return true;
        signatures.remove_prefix(space == std::string_view::npos ? signatures.size() : space + 1);
    }
    return false;
}

std::string new_secret()
{
    std::string key(32, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), static_cast<int>(key.size())) != 1)
        throw std::runtime_error("no random bytes for a webhook secret");
    return fmt::format("{}{}", kSecretPrefix, base64(key));
}

} // namespace baotin::lab
