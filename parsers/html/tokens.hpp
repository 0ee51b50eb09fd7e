#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace baotin::parsers::html {

/// One tag, comment or end of text, as a scan of the raw text sees it.
struct Token {
    enum class Kind { start_tag, end_tag, comment, end_of_text };
    Kind kind = Kind::end_of_text;
    std::size_t begin = 0;        ///< where its `<` stands
    std::string_view name = {};   ///< of a tag, as it is written
    std::size_t attributes = 0;   ///< how many
    std::string_view inside = {}; ///< of a start tag: from behind the name to before `>`
    bool self_closing = false;
    bool font_attribute = false; ///< color, face or size: a <font> with one of them leaves SVG
    bool text_before = false;
};

/// Finds the tags of an HTML text without building anything (HTML §13.2.5). Linear. The caller says when the
/// text after a start tag holds no tags.
class Tokens {
public:
    explicit Tokens(std::string_view html) : html_(html) {}

    /// `foreign`: within SVG or MathML, where CDATA sections are text.
    Token next(bool foreign);

    /// Goes behind the text of a raw-text element (`style`, `textarea` …), before its end tag.
    void skip_raw_text(std::string_view name);
    /// The same for `script`, whose text may hold `</script>` within a comment that opens another one.
    void skip_script();
    void skip_all() { at_ = html_.size(); }
    [[nodiscard]] std::size_t position() const { return at_; }

private:
    void tag(Token& token, Token::Kind kind);
    void attributes(Token& token);
    void attribute_value();
    void markup_declaration(bool foreign);
    void skip_behind(std::string_view end);
    [[nodiscard]] bool closes(std::size_t position, std::string_view name) const;

    std::string_view html_;
    std::size_t at_ = 0;
};

bool equals_ignoring_case(std::string_view a, std::string_view b);
/// What a character ends while a tag is read. A table: every byte of every tag is asked, several times.
namespace ends {
inline constexpr std::uint8_t kSpace = 1, kSlash = 2, kTag = 4, kName = 8;
inline constexpr auto kTable = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned char c : {' ', '\n', '\t', '\r', '\f'})
        table[c] = kSpace;
    table['/'] = kSlash;
    table['>'] = kTag;
    table['='] = kName;
    return table;
}();
inline bool any(char c, std::uint8_t of)
{
    return (kTable[static_cast<unsigned char>(c)] & of) != 0;
}
} // namespace ends

inline bool is_space(char c)
{
    return ends::any(c, ends::kSpace);
}
inline bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
inline char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

} // namespace baotin::parsers::html
