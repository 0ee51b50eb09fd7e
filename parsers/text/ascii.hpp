#pragma once

#include <string>
#include <string_view>

/// ASCII alone, whatever the locale: names, addresses and numbers are written in it.
namespace baotin::parsers {

constexpr bool is_digit(char32_t code)
{
    return code >= '0' && code <= '9';
}

/// With small letters; other alphabets stay as they are.
inline std::string lowered(std::string_view text)
{
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return small;
}

} // namespace baotin::parsers
