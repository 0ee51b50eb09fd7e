#include "alerts/signature.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace baotin::alerts {

using config::SigningKey;

namespace {

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64(const unsigned char* bytes, std::size_t size)
{
    std::string text(4 * ((size + 2) / 3) + 1, '\0'); // EVP_EncodeBlock ends it with a NUL
    auto* out = reinterpret_cast<unsigned char*>(text.data());
    auto written = EVP_EncodeBlock(out, bytes, static_cast<int>(size));
    text.resize(static_cast<std::size_t>(written));
    return text;
}

std::string hmac_sha256(std::string_view key, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
                      digest.data(), &size);
    if (made == nullptr) throw std::runtime_error("OpenSSL could not compute HMAC-SHA256");
    return "v1," + base64(digest.data(), size);
}

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeKey>;

PrivateKey private_key(std::string_view seed)
{
    PrivateKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()));
    if (!key) throw std::runtime_error("OpenSSL could not read an Ed25519 key");
    return key;
}

std::string ed25519(std::string_view seed, std::string_view text)
{
    auto key = private_key(seed);
    std::unique_ptr<EVP_MD_CTX, FreeKey> context(EVP_MD_CTX_new());
    std::array<unsigned char, 64> signature;
    std::size_t size = signature.size();
    bool made = context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(text), text.size()) == 1;
    if (!made) throw std::runtime_error("OpenSSL could not sign with Ed25519");
    return "v1a," + base64(signature.data(), size);
}

} // namespace

std::string sign(const SigningKey& key, std::string_view id, parsers::Time timestamp, std::string_view body)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(timestamp).time_since_epoch().count();
    auto text = fmt::format("{}.{}.{}", id, seconds, body);
    switch (key.kind) {
    case SigningKey::Kind::hmac_sha256:
        return hmac_sha256(key.bytes, text);
    case SigningKey::Kind::ed25519:
        return ed25519(key.bytes, text);
    }
    return "";
}

std::string sign_with_all(const std::vector<SigningKey>& keys, std::string_view id, parsers::Time timestamp,
                          std::string_view body)
{
    std::string signatures;
    for (const auto& key : keys) {
        if (!signatures.empty()) signatures += ' ';
        signatures += sign(key, id, timestamp, body);
    }
    return signatures;
}

NewKey new_key(SigningKey::Kind kind)
{
    std::array<unsigned char, 32> secret;
    if (RAND_bytes(secret.data(), secret.size()) != 1)
        throw std::runtime_error("the system gives no random bytes");
    if (kind == SigningKey::Kind::hmac_sha256) return {"whsec_" + base64(secret.data(), secret.size()), ""};
    auto key = private_key({reinterpret_cast<const char*>(secret.data()), secret.size()});
    std::array<unsigned char, 32> shared;
    std::size_t size = shared.size();
    if (EVP_PKEY_get_raw_public_key(key.get(), shared.data(), &size) != 1)
        throw std::runtime_error("OpenSSL could not derive an Ed25519 public key");
    return {"whsk_" + base64(secret.data(), secret.size()), "whpk_" + base64(shared.data(), size)};
}

} // namespace baotin::alerts
