#include "parsers/hash.hpp"

#include <openssl/sha.h>
#include <xxhash.h>

namespace baotin::parsers {

std::uint64_t quick_hash(std::string_view bytes)
{
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::string sha256_hex(std::string_view bytes)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    text.reserve(2 * sizeof digest);
    for (const unsigned char byte : digest) {
        text += hex[byte >> 4];
        text += hex[byte & 15];
    }
    return text;
}

} // namespace baotin::parsers
