#include "parsers/text/utf8.hpp"

#include <utf8proc.h>

#include <cstdint>
#include <cstring>
#include <simdjson.h>

namespace baotin::parsers::utf8 {

namespace {

/// What may follow a leading byte (Unicode Table 3-7): length, and the range of the second byte.
struct Lead {
    std::size_t size;
    unsigned char low, high;
};

constexpr Lead lead_of(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF};
    if (byte >= 0xE0 && byte <= 0xEF)
        return {3, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    if (byte >= 0xF0 && byte <= 0xF4)
        return {4, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    return {0, 0, 0};
}

/// First byte at or after `at` that is not ASCII; pages are mostly ASCII, so eight bytes at a time.
std::size_t skip_ascii(std::string_view bytes, std::size_t at)
{
    for (std::uint64_t word; at + sizeof word <= bytes.size(); at += sizeof word) {
        std::memcpy(&word, bytes.data() + at, sizeof word);
        if ((word & 0x8080808080808080u) != 0) break;
    }
    while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80)
        ++at;
    return at;
}

} // namespace

Decoded decode(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1, true};
    const Lead lead = lead_of(first);
    if (lead.size == 0) return {kReplacement, 1, false};
    char32_t code = first & (0xFFu >> (lead.size + 1));
    for (std::size_t i = 1; i < lead.size; ++i) {
        const unsigned char low = i == 1 ? lead.low : 0x80;
        const unsigned char high = i == 1 ? lead.high : 0xBF;
        if (at + i >= text.size() || byte(i) < low || byte(i) > high) return {kReplacement, i, false};
        code = (code << 6) | (byte(i) & 0x3Fu);
    }
    return {code, lead.size, true};
}

void append(std::string& text, char32_t code)
{
    const auto tail = [code](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += tail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += tail(6);
        text += tail(0);
    } else {
        text += static_cast<char>(0xF0 | (code >> 18));
        text += tail(12);
        text += tail(6);
        text += tail(0);
    }
}

bool is_valid(std::string_view bytes)
{
    return simdjson::validate_utf8(bytes.data(), bytes.size());
}

Census census(std::string_view bytes)
{
    Census found;
    for (std::size_t at = skip_ascii(bytes, 0); at < bytes.size();) {
        const Decoded next = decode(bytes, at);
        ++(next.valid ? found.sequences : found.broken);
        at = skip_ascii(bytes, at + next.size);
    }
    return found;
}

std::string mended(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    std::size_t kept = 0;
    for (std::size_t at = skip_ascii(bytes, 0); at < bytes.size();) {
        const Decoded next = decode(bytes, at);
        if (!next.valid) {
            text.append(bytes, kept, at - kept);
            append(text, kReplacement);
            kept = at + next.size;
        }
        at = skip_ascii(bytes, at + next.size);
    }
    text.append(bytes, kept);
    return text;
}

char32_t before(std::string_view text, std::size_t at)
{
    if (at == 0) return 0;
    std::size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
        --begin;
    return decode(text, begin).code;
}

bool is_letter(char32_t code)
{
    if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

bool is_letter_or_digit(char32_t code)
{
    if (code < 0x80) return is_letter(code) || (code >= '0' && code <= '9');
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(code));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

} // namespace baotin::parsers::utf8
