#include "parsers/text/ascii.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/text/utf8.hpp"

#include <string_view>

namespace baotin::parsers {

namespace {

/// A vowel in its six tones, plain first.
constexpr std::u32string_view kTones[] = {U"aáàảãạ", U"eéèẻẽẹ", U"oóòỏõọ", U"uúùủũụ", U"yýỳỷỹỵ",
                                          U"AÁÀẢÃẠ", U"EÉÈẺẼẸ", U"OÓÒỎÕỌ", U"UÚÙỦŨỤ", U"YÝỲỶỸỴ"};

struct Vowel {
    char32_t plain = 0; ///< 0: not one of the vowels above
    std::size_t tone = 0;
};

Vowel vowel_of(char32_t code)
{
    for (const std::u32string_view row : kTones)
        if (const std::size_t tone = row.find(code); tone != std::u32string_view::npos) return {row[0], tone};
    return {};
}

char32_t with_tone(char32_t plain, std::size_t tone)
{
    for (const std::u32string_view row : kTones)
        if (row[0] == plain) return row[tone];
    return plain;
}

char32_t lower(char32_t plain)
{
    return plain >= 'A' && plain <= 'Z' ? plain + ('a' - 'A') : plain;
}

/// oa, oe, uy: the groups whose tone the old spelling writes on the first vowel and the new one on the
/// second.
bool is_movable(char32_t first, char32_t second)
{
    first = lower(first);
    second = lower(second);
    return (first == 'o' && (second == 'a' || second == 'e')) || (first == 'u' && second == 'y');
}

char32_t one_form(char32_t code)
{
    switch (code) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x60:
    case 0xB4:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0xAB:
    case 0xBB:
        return '"';
    default:
        return code;
    }
}

/// Does a space between these two tell words apart? Beside a dash, a bracket or a full stop it does not,
/// except between a sign and a digit: `1, 5` is not `1,5`.
bool separates(char32_t left, char32_t right)
{
    if (left == '-' || right == '-') return false;
    const bool sign_before_digit = !utf8::is_letter_or_digit(left) && is_digit(right);
    return sign_before_digit || (utf8::is_letter_or_digit(left) && utf8::is_letter_or_digit(right));
}

/// Writes code points, holding the last one back so that its tone can still move on to the next.
class Speller {
public:
    explicit Speller(std::size_t size) { text_.reserve(size); }

    void space() { gap_ = last_ != 0; }

    void write(char32_t code)
    {
        if (gap_ && separates(last_, code)) {
            utf8::append(text_, last_);
            last_ = ' ';
        }
        gap_ = false;
        const Vowel first = last_ >= 0xC0 ? vowel_of(last_) : Vowel{}; // a toned vowel is not ASCII
        const Vowel second = first.tone != 0 ? vowel_of(code) : Vowel{};
        if (second.plain != 0 && second.tone == 0 && is_movable(first.plain, second.plain)) {
            last_ = first.plain;
            code = with_tone(second.plain, first.tone);
        }
        if (last_ != 0) utf8::append(text_, last_);
        last_ = code;
    }

    std::string finish()
    {
        if (last_ != 0) utf8::append(text_, last_);
        return std::move(text_);
    }

private:
    std::string text_;
    char32_t last_ = 0;
    bool gap_ = false;
};

} // namespace

std::string fold_spelling(std::string_view canonical)
{
    Speller speller(canonical.size());
    for (std::size_t at = 0; at < canonical.size();) {
        const utf8::Decoded next = utf8::decode(canonical, at);
        at += next.size;
        if (utf8::is_space(next.code)) {
            speller.space();
        } else if (next.code == 0x2026) {
            for (int i = 0; i < 3; ++i)
                speller.write('.');
        } else if (next.code < 0xFE00 ||
                   next.code > 0xFE0F) { // variation selectors choose a glyph, not a letter
            speller.write(one_form(next.code));
        }
    }
    return speller.finish();
}

} // namespace baotin::parsers
