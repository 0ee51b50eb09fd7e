#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// XXH3-64: fast, for gates. Not for identity or evidence.
std::uint64_t quick_hash(std::string_view bytes);

/// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

} // namespace baotin::parsers
