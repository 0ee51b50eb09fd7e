#include "parsers/text/font_text.hpp"

#include "parsers/text/charset_labels.hpp"
#include "parsers/text/legacy_charsets.hpp"
#include "parsers/text/syllable.hpp"
#include "parsers/text/utf8.hpp"

namespace baotin::parsers {

namespace {

constexpr std::size_t kSample = 16u << 10;
/// Font text read as it stands has hardly a well-formed syllable, read in its set hardly another.
constexpr double kNotVietnamese = 0.5, kSurelyVietnamese = 0.8;
constexpr std::size_t kFewestLetters = 6;

/// The bytes from which somebody made this text by reading them as Latin-1; what is beyond it is left out.
std::string latin_bytes(std::string_view utf8, std::size_t& letters)
{
    std::string bytes;
    for (std::size_t at = 0; at < utf8.size();) {
        const utf8::Decoded next = utf8::decode(utf8, at);
        at += next.size;
        if (next.code > 0xFF) continue;
        letters += next.code >= 0x80 && !utf8::is_space(next.code);
        bytes += static_cast<char>(next.code);
    }
    return bytes;
}

} // namespace

std::string_view font_charset(std::string_view utf8)
{
    utf8 = utf8.substr(0, kSample);
    std::size_t letters = 0;
    const std::string bytes = latin_bytes(utf8, letters);
    if (letters < kFewestLetters || vietnamese_share(utf8) > kNotVietnamese) return {};
    for (const std::string_view name : {"x-vni-win", "x-tcvn3"})
        if (vietnamese_share(transcode(bytes, *find_charset(name)).text) >= kSurelyVietnamese) return name;
    return {};
}

} // namespace baotin::parsers
