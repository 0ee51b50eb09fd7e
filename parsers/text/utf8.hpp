#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace baotin::parsers::utf8 {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
    char32_t code;
    std::size_t size; ///< bytes read, at least 1
    bool valid; ///< false: `code` is U+FFFD and stands for a maximal broken subpart, as browsers read it
};

/// The code point at `at`, which must be inside `text`.
Decoded decode(std::string_view text, std::size_t at);

void append(std::string& text, char32_t code);

/// Unicode Table 3-7, by simdjson: gigabytes a second.
bool is_valid(std::string_view bytes);

/// How many well-formed multi-byte sequences and how many broken ones `bytes` hold.
struct Census {
    std::size_t sequences = 0;
    std::size_t broken = 0;
};
Census census(std::string_view bytes);

/// `bytes` with each broken sequence as U+FFFD.
std::string mended(std::string_view bytes);

/// The code point that ends just before `at`; 0 at the beginning. `text` must be valid UTF-8.
char32_t before(std::string_view text, std::size_t at);

bool is_letter(char32_t code); ///< a letter or a combining mark
bool is_letter_or_digit(char32_t code);

/// Any white space of Unicode, line ends and NBSP too.
constexpr bool is_space(char32_t code)
{
    return code == ' ' || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
           code == 0x205F || code == 0x3000;
}

} // namespace baotin::parsers::utf8
