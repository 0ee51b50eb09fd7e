#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace baotin::parsers {

/// Sixteen bytes that are looked at together: comparisons answer for each of them.
using ByteBlock = unsigned char __attribute__((vector_size(16)));

inline ByteBlock block_at(std::string_view text, std::size_t at)
{
    ByteBlock block;
    std::memcpy(&block, text.data() + at, sizeof block);
    return block;
}

/// Is what was asked true of any byte?
template <typename Answers>
bool any(const Answers& answers)
{
    static_assert(sizeof answers == sizeof(ByteBlock));
    std::uint64_t halves[2];
    std::memcpy(halves, &answers, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

} // namespace baotin::parsers
