#pragma once

#include "parsers/html/tag_attributes.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace baotin::parsers::html {

/// One tag, comment or end of text, as a scan of the raw text sees it.
struct Token {
    enum class Kind { start_tag, end_tag, comment, end_of_text };
    Kind kind = Kind::end_of_text;
    std::size_t begin = 0;         ///< where its `<` stands
    std::string_view name = {};    ///< of a tag, as it is written
    RawAttributes attributes = {}; ///< of a tag; until the next token is asked for
    std::string_view inside = {};  ///< of a tag: from behind the name to before `>`
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
    void markup_declaration(bool foreign);
    void skip_behind(std::string_view end);
    [[nodiscard]] bool closes(std::size_t position, std::string_view name) const;

    std::string_view html_;
    std::size_t at_ = 0;
    std::vector<RawAttribute> attributes_; ///< of the last tag
};

} // namespace baotin::parsers::html
