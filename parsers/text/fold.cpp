#include "parsers/text/fold.hpp"

#include "parsers/text/utf8.hpp"

#include <utf8proc.h>

#include <array>

namespace baotin::parsers {

namespace {

/// Letters with a stroke do not decompose, and typographic signs have several forms: what each stands for.
std::string_view plain_form(char32_t code)
{
    switch (code) {
    case 0x110:
    case 0x111:
    case 0xD0:
    case 0xF0:
    case 0x189:
    case 0x256:
        return "d";
    case 0xD8:
    case 0xF8:
        return "o";
    case 0x141:
    case 0x142:
        return "l";
    case 0x131:
        return "i";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return "-";
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A:
    case 0x60:
    case 0xB4:
        return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0xAB:
    case 0xBB:
        return "\"";
    case 0x2026:
        return "...";
    default:
        return {};
    }
}

std::string folded(char32_t code)
{
    std::string text;
    const auto add = [&text](char32_t part) {
        if (const std::string_view plain = plain_form(part); !plain.empty())
            text += plain;
        else if (utf8::is_space(part))
            text += ' ';
        else
            utf8::append(text, part);
    };
    if (!plain_form(code).empty()) {
        add(code);
        return text;
    }
    // The longest compatibility decomposition, U+FDFA, has 18 code points.
    std::array<utf8proc_int32_t, 32> parts;
    int last_class = 0;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                                        UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code), parts.data(),
                                               parts.size(), options, &last_class);
    for (utf8proc_ssize_t i = 0; i < count; ++i)
        add(static_cast<char32_t>(parts[static_cast<std::size_t>(i)]));
    return text;
}

/// The folded forms of Latin letters, worked out once: [0, 0x250) and [0x1E00, 0x1F00).
class LatinTable {
public:
    LatinTable()
    {
        for (char32_t code = 0; code < 0x250; ++code)
            low_[code] = folded(code);
        for (char32_t code = 0; code < 0x100; ++code)
            additional_[code] = folded(0x1E00 + code);
    }

    [[nodiscard]] const std::string* find(char32_t code) const
    {
        if (code < low_.size()) return &low_[code];
        if (code >= 0x1E00 && code < 0x1F00) return &additional_[code - 0x1E00];
        return nullptr;
    }

private:
    std::array<std::string, 0x250> low_;
    std::array<std::string, 0x100> additional_;
};

void append_collapsed(std::string& text, std::string_view piece)
{
    for (const char byte : piece)
        if (byte != ' ' || (!text.empty() && text.back() != ' ')) text += byte;
}

} // namespace

std::string fold(std::string_view canonical)
{
    static const LatinTable table;
    std::string text;
    text.reserve(canonical.size());
    for (std::size_t at = 0; at < canonical.size();) {
        const char byte = canonical[at];
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
            text += byte;
            ++at;
            continue;
        }
        const utf8::Decoded next = utf8::decode(canonical, at);
        at += next.size;
        if (const std::string* known = table.find(next.code))
            append_collapsed(text, *known);
        else
            append_collapsed(text, folded(next.code));
    }
    if (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

bool contains_words(std::string_view text, std::string_view words)
{
    if (words.empty()) return false;
    for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        const bool begins = at == 0 || !utf8::is_letter_or_digit(utf8::before(text, at));
        const bool ends = end == text.size() || !utf8::is_letter_or_digit(utf8::decode(text, end).code);
        if (begins && ends) return true;
    }
    return false;
}

} // namespace baotin::parsers
