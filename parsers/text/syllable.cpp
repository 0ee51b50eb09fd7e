#include "parsers/text/syllable.hpp"

#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"
#include "parsers/text/utf8.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace baotin::parsers {

namespace {

constexpr std::u32string_view kLetters =
    U"àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    U"ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ";

/// Letters of the alphabet that carry no tone, although they are not ASCII.
constexpr std::u32string_view kToneless = U"ăâđêôơưĂÂĐÊÔƠƯ";

/// Longest first, so that `ngh` is not read as `n`.
constexpr std::string_view kOnsets[] = {"ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu",
                                        "th",  "tr", "b",  "c",  "d",  "g",  "h",  "k",  "l",
                                        "m",   "n",  "p",  "r",  "s",  "t",  "v",  "x"};

const std::unordered_set<std::string_view>& rhymes()
{
    static const std::unordered_set<std::string_view> set = {
        "a",    "ac",   "ach",  "ai",   "am",  "an",  "ang",  "anh",  "ao",  "ap",   "at",   "au",
        "ay",   "e",    "ec",   "ech",  "em",  "en",  "eng",  "enh",  "eo",  "ep",   "et",   "eu",
        "i",    "ia",   "ich",  "iec",  "iem", "ien", "ieng", "iep",  "iet", "ieu",  "im",   "in",
        "inh",  "ip",   "it",   "iu",   "o",   "oa",  "oac",  "oach", "oai", "oam",  "oan",  "oang",
        "oanh", "oao",  "oap",  "oat",  "oay", "oc",  "oe",   "oen",  "oeo", "oet",  "oi",   "om",
        "on",   "ong",  "ooc",  "oong", "op",  "ot",  "u",    "ua",   "uan", "uang", "uat",  "uay",
        "uc",   "ue",   "uech", "uenh", "ui",  "um",  "un",   "ung",  "uo",  "uoc",  "uoi",  "uom",
        "uon",  "uong", "uop",  "uot",  "uou", "up",  "ut",   "uu",   "uy",  "uya",  "uych", "uyen",
        "uyet", "uyn",  "uynh", "uyp",  "uyt", "uyu", "y",    "yem",  "yen", "yeng", "yet",  "yeu"};
    return set;
}

bool is_spelt(std::string_view folded)
{
    if (rhymes().contains(folded)) return true;
    for (const std::string_view onset : kOnsets)
        if (folded.starts_with(onset) && rhymes().contains(folded.substr(onset.size()))) return true;
    return folded == "gi"; // `gì`: onset and rhyme in one
}

bool is_syllable(std::string_view word)
{
    int tones = 0;
    for (std::size_t at = 0; at < word.size();) {
        const utf8::Decoded next = utf8::decode(word, at);
        at += next.size;
        if (next.code < 0x80) continue;
        if (kLetters.find(next.code) == std::u32string_view::npos) return false;
        tones += kToneless.find(next.code) == std::u32string_view::npos;
    }
    return tones <= 1 && is_spelt(fold(word));
}

/// A sign among the letters belongs to the word: in a text read as the wrong set, it stands for a letter.
bool is_of_word(char32_t code)
{
    return code >= 0x80 ? !utf8::is_space(code) : utf8::is_letter(code);
}

bool is_quote_or_dash(char32_t code)
{
    return (code >= 0x2010 && code <= 0x203A) || code == 0xAB || code == 0xBB;
}

} // namespace

double vietnamese_share(std::string_view utf8)
{
    const std::string text = canonical_line(utf8);
    std::size_t words = 0, good = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t begin = at, end = at;
        bool beyond_ascii = false;
        while (at < text.size()) {
            const utf8::Decoded next = utf8::decode(text, at);
            if (!is_of_word(next.code)) break;
            at += next.size;
            if (is_quote_or_dash(next.code)) {
                begin = begin == end ? at : begin;
                end = begin == at ? at : end;
                continue;
            }
            beyond_ascii = beyond_ascii || next.code >= 0x80;
            end = at;
        }
        if (beyond_ascii) {
            ++words;
            good += is_syllable(std::string_view{text}.substr(begin, end - begin));
        }
        if (at < text.size()) at += utf8::decode(text, at).size;
    }
    return words == 0 ? 0.0 : static_cast<double>(good) / static_cast<double>(words);
}

} // namespace baotin::parsers
