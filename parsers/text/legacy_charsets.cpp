#include "parsers/text/legacy_charsets.hpp"

#include "parsers/text/utf8.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <iconv.h>
#include <memory>
#include <stdexcept>

namespace baotin::parsers {

namespace {

constexpr std::string_view kReplacement = "\uFFFD";

Transcoded through_iconv(std::string_view bytes, std::string_view from)
{
    const iconv_t handle = iconv_open("UTF-8", std::string{from}.c_str());
    if (handle == reinterpret_cast<iconv_t>(-1))
        throw std::runtime_error("iconv does not know " + std::string{from} +
                                 ": are libc's gconv modules installed?");
    const std::unique_ptr<void, decltype(&iconv_close)> owner(handle, &iconv_close);
    Transcoded result;
    result.text.reserve(bytes.size() + bytes.size() / 2);
    char* in = const_cast<char*>(bytes.data()); // iconv's signature; it does not write there
    std::size_t left = bytes.size();
    char buffer[4096];
    const auto convert = [&](char** source, std::size_t* size) {
        char* out = buffer;
        std::size_t room = sizeof buffer;
        const std::size_t answer = iconv(handle, source, size, &out, &room);
        const int error = answer == static_cast<std::size_t>(-1) ? errno : 0;
        result.text.append(buffer, sizeof buffer - room);
        return error;
    };
    while (left > 0) {
        const int error = convert(&in, &left);
        if (error != EILSEQ && error != EINVAL) continue;
        convert(nullptr, nullptr); // windows-1258 holds a letter back that a mark may follow
        result.text += kReplacement;
        ++result.broken;
        if (left > 0) {
            ++in;
            --left;
        }
    }
    convert(nullptr, nullptr);
    return result;
}

/// VNI-Windows writes a vowel's marks as a byte of their own behind the letter; upper case lies 0x20 below.
const char* vni_marks(unsigned char byte)
{
    switch (byte) {
    case 0xF9:
        return "\u0301";
    case 0xF8:
        return "\u0300";
    case 0xFB:
        return "\u0309";
    case 0xF5:
        return "\u0303";
    case 0xEF:
        return "\u0323";
    case 0xE2:
        return "\u0302";
    case 0xE1:
        return "\u0302\u0301";
    case 0xE0:
        return "\u0302\u0300";
    case 0xE5:
        return "\u0302\u0309";
    case 0xE3:
        return "\u0302\u0303";
    case 0xE4:
        return "\u0302\u0323";
    case 0xEA:
        return "\u0306";
    case 0xE9:
        return "\u0306\u0301";
    case 0xE8:
        return "\u0306\u0300";
    case 0xFA:
        return "\u0306\u0309";
    case 0xFC:
        return "\u0306\u0303";
    case 0xEB:
        return "\u0306\u0323";
    default:
        return nullptr;
    }
}

/// Letters that are one byte.
const char* vni_letter(unsigned char byte)
{
    switch (byte) {
    case 0xF1:
        return "đ";
    case 0xD1:
        return "Đ";
    case 0xF4:
        return "ơ";
    case 0xD4:
        return "Ơ";
    case 0xF6:
        return "ư";
    case 0xD6:
        return "Ư";
    case 0xED:
        return "í";
    case 0xCD:
        return "Í";
    case 0xEC:
        return "ì";
    case 0xCC:
        return "Ì";
    case 0xE6:
        return "ỉ";
    case 0xC6:
        return "Ỉ";
    case 0xF3:
        return "ĩ";
    case 0xD3:
        return "Ĩ";
    case 0xF2:
        return "ị";
    case 0xD2:
        return "Ị";
    case 0xEE:
        return "ỵ";
    case 0xCE:
        return "Ỵ";
    default:
        return nullptr;
    }
}

/// `byte` is 0x80 or more.
const std::string& windows_1252(unsigned char byte)
{
    static const std::array<std::string, 128> table = [] {
        std::array<std::string, 128> made;
        for (std::size_t i = 0; i < made.size(); ++i) {
            const char c = static_cast<char>(0x80 + i);
            made[i] = through_iconv(std::string_view{&c, 1}, "CP1252").text;
        }
        return made;
    }();
    return table[byte - 0x80u];
}

Transcoded from_vni(std::string_view bytes)
{
    Transcoded result;
    result.text.reserve(bytes.size() + bytes.size() / 2);
    bool after_vowel = false;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const auto small = static_cast<unsigned char>(byte >= 0xC0 && byte < 0xE0 ? byte + 0x20 : byte);
        if (byte < 0x80) {
            result.text += c;
            after_vowel = c != 0 && std::strchr("aeouyAEOUY", c) != nullptr;
        } else if (const char* letter = vni_letter(byte)) {
            result.text += letter;
            after_vowel = byte == 0xF4 || byte == 0xD4 || byte == 0xF6 || byte == 0xD6; // ơ and ư take a tone
        } else if (const char* marks = after_vowel ? vni_marks(small) : nullptr) {
            result.text += marks;
            after_vowel = false;
        } else {
            ++result.broken;
            result.text += windows_1252(byte); // quotes, dashes
            after_vowel = false;
        }
    }
    return result;
}

} // namespace

Transcoded transcode(std::string_view bytes, const Charset& charset)
{
    switch (charset.kind) {
    case CharsetKind::utf8:
        return {utf8::mended(bytes), utf8::census(bytes).broken};
    case CharsetKind::vni:
        return from_vni(bytes);
    case CharsetKind::utf16:
    case CharsetKind::single_byte:
    case CharsetKind::multi_byte:
        return through_iconv(bytes, charset.iconv);
    }
    return {};
}

} // namespace baotin::parsers
