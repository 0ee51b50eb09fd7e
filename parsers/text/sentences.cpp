#include "parsers/text/sentences.hpp"

#include "parsers/text/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace baotin::parsers {

namespace {

/// Before their full stop; dots inside (`PGS.TS`, `Th.S`) are split off first, so the last part is looked
/// for.
constexpr std::array<std::string_view, 42> kAbbreviations = {
    "TP", "Tp",  "tp", "TX",  "Tx",  "TT",   "Tr",   "tr",  "GS", "PGS", "TS",  "ThS", "Ths", "BS",
    "KS", "KTS", "LS", "CN",  "NS",  "NSƯT", "NSND", "ĐT",  "Đt", "đt",  "SĐT", "Tel", "Fax", "NXB",
    "Q",  "P",   "H",  "Cty", "CTy", "St",   "Mr",   "Mrs", "Ms", "Dr",  "Th",  "No",  "Vol", "S"};

bool is_small(char32_t code)
{
    return utf8proc_islower(static_cast<utf8proc_int32_t>(code)) != 0;
}

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends)
{
    return std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); });
}

/// Without the quotes and brackets that close behind a sentence's mark.
std::string_view without_closers(std::string_view head)
{
    while (true) {
        if (ends_with_any(head, {"”", "’", "…”"}))
            head.remove_suffix(3);
        else if (ends_with_any(head, {"»"}))
            head.remove_suffix(2);
        else if (ends_with_any(head, {"\"", "'", ")", "]"}))
            head.remove_suffix(1);
        else
            return head;
    }
}

/// Is the full stop at the end of `head` one of an abbreviation, an initial or a list's number?
bool belongs_to_word(std::string_view head)
{
    if (head.ends_with("..")) return false;
    head.remove_suffix(1);
    const std::size_t begin = head.find_last_of(" \n(\"") + 1;
    const std::string_view word = head.substr(begin);
    const std::string_view last = word.substr(word.rfind('.') + 1);
    if (std::ranges::find(kAbbreviations, last) != kAbbreviations.end()) return true;
    if (last.size() == 1 && last[0] >= 'A' && last[0] <= 'Z') return true; // `Nguyễn Văn A. cho biết`
    const bool is_number = !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number && (begin == 0 || head[begin - 1] == '\n');
}

bool ends_syllable(std::string_view text, std::size_t at)
{
    return at == 0 || at == text.size() || text[at] == ' ' || text[at] == '\n';
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \n") - begin + 1);
}

} // namespace

bool ends_sentence(std::string_view text, std::size_t at)
{
    if (at == 0 || at == text.size()) return true;
    if (text[at] == '\n' || text[at - 1] == '\n') return true;
    std::string_view head = text.substr(0, at);
    if (text[at] != ' ') {
        if (!head.ends_with(' ')) return false;
        head.remove_suffix(1);
    }
    head = without_closers(head);
    if (!ends_with_any(head, {".", "!", "?", "…"})) return false;
    const std::size_t next = text[at] == ' ' ? at + 1 : at;
    if (next < text.size() && is_small(utf8::decode(text, next).code)) return false;
    return !head.ends_with('.') || !belongs_to_word(head);
}

std::string_view cut_at_sentence(std::string_view text, std::size_t most_bytes)
{
    if (text.size() <= most_bytes) return text;
    std::size_t end = most_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
        --end;
    const std::size_t half = end / 2;
    for (const auto ends : {ends_sentence, ends_syllable}) {
        std::size_t at = end;
        while (at > half && !ends(text, at))
            --at;
        if (at > half) return trimmed(text.substr(0, at));
    }
    return trimmed(text.substr(0, end));
}

} // namespace baotin::parsers
