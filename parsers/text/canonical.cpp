#include "parsers/text/canonical.hpp"

#include "parsers/text/byte_block.hpp"
#include "parsers/text/utf8.hpp"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <new>

namespace baotin::parsers {

namespace {

/// Marks in a row that are kept (Unicode's Stream-Safe Text Format). Canonical ordering is quadratic in their
/// number.
constexpr int kMaxMarks = 30;

enum class Breaks { paragraphs, none };

bool is_break(char32_t code)
{
    return code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029;
}

/// Control characters and what is invisible: zero-width characters, direction marks, soft hyphen, byte order
/// mark.
bool is_dropped(char32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xAD || code == 0x34F || code == 0x180E ||
           (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
           (code >= 0xE0000 && code <= 0xE007F);
}

/// Ranges in which every character is NFC whatever stands beside it: all that a usual page holds.
bool is_surely_nfc(char32_t code)
{
    return code < 0x300 || (code >= 0x1E00 && code <= 0x1EFF) || (code >= 0x2010 && code <= 0x205F) ||
           (code >= 0x20A0 && code <= 0x20BF) || code == utf8::kReplacement ||
           (code >= 0x1F000 && code <= 0x1FAFF);
}

/// Marks that decompose into two, written as those two, so that counting marks counts what NFC makes of them.
std::u32string_view expanded(char32_t code)
{
    switch (code) {
    case 0x344:
        return U"\u0308\u0301";
    case 0xF73:
        return U"\u0F71\u0F72";
    case 0xF75:
        return U"\u0F71\u0F74";
    case 0xF81:
        return U"\u0F71\u0F80";
    default:
        return {};
    }
}

/// Writes the text piece by piece: white space is settled when the next visible character comes.
class Writer {
public:
    Writer(std::size_t size, Breaks breaks) : breaks_(breaks) { text_.reserve(size); }

    void space(char32_t code)
    {
        if (gap_ != '\n') gap_ = is_break(code) && breaks_ == Breaks::paragraphs ? '\n' : ' ';
    }

    void visible(std::string_view bytes)
    {
        settle();
        marks_ = 0;
        text_ += bytes;
    }

    void rare(char32_t code)
    {
        if (const std::u32string_view pair = expanded(code); !pair.empty()) {
            rare(pair[0]);
            rare(pair[1]);
            return;
        }
        needs_nfc_ = true;
        const bool mark = utf8proc_get_property(static_cast<utf8proc_int32_t>(code))->combining_class != 0;
        marks_ = mark ? marks_ + 1 : 0;
        if (marks_ > kMaxMarks) return;
        settle();
        utf8::append(text_, code);
    }

    void saw_eth() { has_eth_ = true; }
    [[nodiscard]] bool needs_nfc() const { return needs_nfc_; }
    [[nodiscard]] bool has_eth() const { return has_eth_; }
    std::string take() { return std::move(text_); }

private:
    void settle()
    {
        if (gap_ != 0 && !text_.empty()) text_ += gap_;
        gap_ = 0;
    }

    std::string text_;
    Breaks breaks_;
    char gap_ = 0;
    int marks_ = 0;
    bool needs_nfc_ = false;
    bool has_eth_ = false;
};

void clean_one(std::string_view text, std::size_t& at, Writer& writer)
{
    const utf8::Decoded next = utf8::decode(text, at);
    const std::string_view bytes = text.substr(at, next.size);
    at += next.size;
    if (utf8::is_space(next.code))
        writer.space(next.code);
    else if (is_dropped(next.code))
        return;
    else if (!next.valid)
        writer.visible("\uFFFD");
    else if (is_surely_nfc(next.code))
        writer.visible(bytes);
    else
        writer.rare(next.code);
    if (next.code == 0xD0 || next.code == 0xF0) writer.saw_eth();
}

/// What a byte may begin that needs no thought: visible ASCII, U+00C0…U+02FF but the eths, U+1E00…U+1EFF.
enum class Begins : unsigned char { other, ascii, two_bytes, three_bytes, space };
constexpr auto kBegins = [] {
    std::array<Begins, 256> all{};
    for (std::size_t byte = ' ' + 1; byte < 0x7F; ++byte)
        all[byte] = Begins::ascii;
    for (std::size_t byte = 0xC3; byte <= 0xCB; ++byte)
        all[byte] = Begins::two_bytes;
    all[0xE1] = Begins::three_bytes;
    all[' '] = Begins::space;
    return all;
}();

/// Behind whole blocks from `at`, where a letter begins, that hold nothing but such letters and single
/// spaces. The last letter may reach beyond them.
std::size_t skip_plain_blocks(std::string_view text, std::size_t at)
{
    constexpr std::size_t size = sizeof(ByteBlock);
    for (; at >= 2 && at + size <= text.size(); at += size) {
        const auto byte = block_at(text, at), before = block_at(text, at - 1),
                   before2 = block_at(text, at - 2);
        const auto leads_three = before == 0xE1;
        const auto follows = ((before >= 0xC3) & (before <= 0xCB)) | leads_three | (before2 == 0xE1);
        const auto trails = (byte & 0xC0) == 0x80;
        const auto odd = (byte < ' ') | (byte == 0x7F) | ((byte > 0xCB) & (byte != 0xE1)) |
                         ((byte & 0xFE) == 0xC0) | (byte == 0xC2) | ((byte == ' ') & (before == ' ')) |
                         (follows ^ trails) | (leads_three & ((byte < 0xB8) | (byte > 0xBB))) |
                         ((before == 0xC3) & ((byte == 0x90) | (byte == 0xB0)));
        if (any(odd)) break;
    }
    return at;
}

/// Where the last letter before `at` begins, if it reaches beyond.
std::size_t whole_letters(std::string_view text, std::size_t at)
{
    if (static_cast<unsigned char>(text[at - 1]) >= 0xC0) return at - 1;
    return static_cast<unsigned char>(text[at - 2]) == 0xE1 ? at - 2 : at;
}

/// End of the run of such letters, single spaces between them included: most of a page is one run a
/// paragraph.
std::size_t plain_run(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    bool behind_space = false;
    for (std::size_t next_try = at + 2; at < text.size();) {
        if (at >= next_try) {
            if (const auto past = skip_plain_blocks(text, at); past > at) {
                at = whole_letters(text, past);
                behind_space = text[at - 1] == ' ';
            }
            next_try = at + sizeof(ByteBlock);
            continue;
        }
        const unsigned first = byte(at);
        std::size_t step = 0;
        switch (kBegins[first]) {
        case Begins::ascii:
            step = 1;
            break;
        case Begins::two_bytes:
            if (at + 1 < text.size() && continues(at + 1)) {
                const bool eth = first == 0xC3 && (byte(at + 1) == 0x90 || byte(at + 1) == 0xB0);
                step = eth ? 0 : 2;
            }
            break;
        case Begins::three_bytes:
            if (at + 2 < text.size() && byte(at + 1) >= 0xB8 && byte(at + 1) <= 0xBB && continues(at + 2))
                step = 3;
            break;
        case Begins::space:
            step = behind_space ? 0 : 1;
            break;
        case Begins::other:
            break;
        }
        if (step == 0) break;
        behind_space = first == ' ';
        at += step;
    }
    return behind_space ? at - 1 : at;
}

Writer clean(std::string_view text, Breaks breaks)
{
    Writer writer(text.size(), breaks);
    for (std::size_t at = 0; at < text.size();) {
        // A leading space may belong to a gap that is still open.
        const std::size_t end = text[at] == ' ' ? at : plain_run(text, at);
        if (end > at) writer.visible(text.substr(at, end - at));
        at = end;
        if (at < text.size()) clean_one(text, at, writer);
    }
    return writer;
}

std::string nfc(const std::string& text)
{
    utf8proc_uint8_t* out = nullptr;
    const utf8proc_ssize_t size = utf8proc_map(
        reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
        &out, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(out, &std::free);
    if (size < 0) throw std::bad_alloc(); // `text` is valid UTF-8: nothing else can go wrong
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

/// Eth typed for Đ/đ. `Ð` always (`HÐND`, `NÐ-CP`); `ð` only where it begins a word, as đ does and an
/// Icelandic eth never does.
std::string without_eth(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t found = text.find('\xC3', at); // both eths are U+00C0…U+00FF
        if (found == std::string_view::npos) {
            result += text.substr(at);
            break;
        }
        result += text.substr(at, found - at);
        const std::string_view letter = text.substr(found, 2);
        if (letter == "Ð")
            result += "Đ";
        else if (letter == "ð" && !utf8::is_letter(utf8::before(text, found)))
            result += "đ";
        else
            result += letter;
        at = found + 2;
    }
    return result;
}

std::string canonical_form(std::string_view utf8, Breaks breaks)
{
    Writer writer = clean(utf8, breaks);
    const bool has_eth = writer.has_eth();
    const bool needs_nfc = writer.needs_nfc();
    std::string text = writer.take();
    if (needs_nfc) {
        // Composition may leave more marks in a row than were counted: count once more, which keeps the form
        // NFC.
        text = nfc(text);
        text = clean(text, breaks).take();
    }
    return has_eth ? without_eth(text) : text;
}

} // namespace

std::string canonical(std::string_view utf8)
{
    return canonical_form(utf8, Breaks::paragraphs);
}

std::string canonical_line(std::string_view utf8)
{
    return canonical_form(utf8, Breaks::none);
}

} // namespace baotin::parsers
