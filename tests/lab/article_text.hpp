#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baotin::lab {

/// When an article says that it was published, on Vietnamese clocks.
struct Moment {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0;

    /// Filled into a pattern such as `{d:02}/{m:02}/{y} {H:02}:{M:02}`; also `{weekday}`, `{thu}` and
    /// `{mon}`.
    [[nodiscard]] std::string format(std::string_view pattern) const;
    [[nodiscard]] static Moment now();
};

struct Block {
    enum class Kind { paragraph, drop_cap, picture };
    Kind kind = Kind::paragraph;
    std::string text; ///< of a picture: its caption
    bool operator==(const Block&) const = default;
};

/// What an article says, without any markup.
struct ArticleText {
    std::string title;
    std::string summary;
    std::string author;
    std::string section;
    Moment published;
    std::vector<Block> body;
};

/// Lines of text: each is a paragraph; `[ảnh] …` is a picture with its caption, `[chữ to] …` a paragraph with
/// a drop cap.
std::vector<Block> read_body(std::string_view lines);

/// A file of `tests/lab/seeds`: `title:`, `summary:`, `author:`, `section:`, `published: 2021-05-06 07:15`,
/// an empty line, then the body; several articles are parted by a line `----`.
std::vector<ArticleText> read_articles(std::string_view text);

/// Replaces every `from` in any field; false where there is none.
bool replace_everywhere(ArticleText& text, std::string_view from, std::string_view to);

} // namespace baotin::lab
