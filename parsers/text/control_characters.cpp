#include "parsers/text/control_characters.hpp"

#include "parsers/text/byte_block.hpp"
#include "parsers/text/legacy_charsets.hpp"
#include "parsers/text/utf8.hpp"

#include <algorithm>
#include <array>

namespace baotin::parsers {
namespace {

bool is_control_character(char32_t code)
{
    if (code < 0x20) return code != 0 && code != '\t' && code != '\n' && code != '\f' && code != '\r';
    return (code >= 0x7F && code < 0xA0) || (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

/// May such a character begin there? NBSP, U+FFFD and emojis do, too.
auto may_begin(const ByteBlock& byte)
{
    const auto blank = (byte == 0) | (byte == '\t') | (byte == '\n') | (byte == '\f') | (byte == '\r');
    return ((byte < ' ') & ~blank) | (byte == 0x7F) | (byte == 0xC2) | (byte >= 0xEF);
}

bool may_begin(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte == 0x7F || byte == 0xC2 || byte >= 0xEF;
}

/// U+0080 to U+009F as windows-1252 has them.
const std::string& of_windows_1252(char32_t code)
{
    static const auto all = [] {
        std::array<std::string, 0x20> made;
        for (std::size_t i = 0; i < made.size(); ++i) {
            const char byte = static_cast<char>(0x80 + i);
            made[i] = transcode({&byte, 1}, *find_charset("windows-1252")).text;
            if (made[i] == "\uFFFD") made[i] = " ";
        }
        return made;
    }();
    return all[code - 0x80];
}

} // namespace

std::size_t find_control_character(std::string_view utf8, std::size_t from)
{
    for (std::size_t at = from; at < utf8.size();) {
        if (at + sizeof(ByteBlock) <= utf8.size() && !any(may_begin(block_at(utf8, at)))) {
            at += sizeof(ByteBlock);
            continue;
        }
        for (const auto end = std::min(at + sizeof(ByteBlock), utf8.size()); at < end;) {
            if (!may_begin(utf8[at])) {
                ++at;
                continue;
            }
            const auto next = utf8::decode(utf8, at);
            if (is_control_character(next.code)) return at;
            at += next.size;
        }
    }
    return std::string_view::npos;
}

std::string mend_control_characters(std::string utf8)
{
    auto at = find_control_character(utf8);
    if (at == std::string::npos) return utf8;
    std::string mended;
    std::size_t kept = 0;
    for (; at != std::string::npos; at = find_control_character(utf8, kept)) {
        const auto odd = utf8::decode(utf8, at);
        mended.append(utf8, kept, at - kept);
        if (odd.code < 0x80)
            mended += ' ';
        else if (odd.code < 0xA0)
            mended += of_windows_1252(odd.code);
        else
            utf8::append(mended, utf8::kReplacement);
        kept = at + odd.size;
    }
    mended.append(utf8, kept);
    return mended;
}

} // namespace baotin::parsers
