#include "alerts/signature.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace baotin::alerts {

namespace {

std::string base64(const unsigned char* bytes, std::size_t size)
{
    std::string text(4 * ((size + 2) / 3) + 1, '\0'); // EVP_EncodeBlock ends it with a NUL
    auto* out = reinterpret_cast<unsigned char*>(text.data());
    auto written = EVP_EncodeBlock(out, bytes, static_cast<int>(size));
    text.resize(static_cast<std::size_t>(written));
    return text;
}

} // namespace

std::string sign(std::string_view secret, std::string_view id, parsers::Time timestamp, std::string_view body)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(timestamp).time_since_epoch().count();
    auto signed_text = fmt::format("{}.{}.{}", id, seconds, body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    auto* made = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                      reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(),
                      digest.data(), &size);
    if (made == nullptr) throw std::runtime_error("OpenSSL could not compute HMAC-SHA256");
    return "v1," + base64(digest.data(), size);
}

} // namespace baotin::alerts
