#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace baotin::parsers::html {

/// What a character ends while a tag is read. A table: every byte of every tag is asked, several times.
namespace ends {
inline constexpr std::uint8_t kSpace = 1, kSlash = 2, kTag = 4, kName = 8;
inline constexpr auto kTable = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned char c : {' ', '\n', '\t', '\r', '\f'})
        table[c] = kSpace;
    table['/'] = kSlash;
    table['>'] = kTag;
    table['='] = kName;
    return table;
}();
inline bool any(char c, std::uint8_t of)
{
    return (kTable[static_cast<unsigned char>(c)] & of) != 0;
}
} // namespace ends

inline bool is_space(char c)
{
    return ends::any(c, ends::kSpace);
}
inline bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline bool equals_ignoring_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace baotin::parsers::html
