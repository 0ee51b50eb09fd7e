#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// For search and for hooks' words: lower case, no diacritics, `đ` → `d`, dashes and quotes in one form,
/// white space one space. `Đảng ủy`, `đảng uỷ` and `dang uy` fold to the same. Never stored as an article's
/// text.
std::string fold(std::string_view canonical);

/// For telling a cosmetic difference from a real one: equal spellings of the same words compare equal
/// (`khoá`/`khóa`, `uỷ`/`ủy`, `2021-2026`/`2021 – 2026`, straight and curly quotes, `…`/`...`, white space
/// and paragraph breaks), while letters, tones and case stay significant.
std::string fold_spelling(std::string_view canonical);

/// Do the folded `words` stand in the folded `text` as whole syllables? `an` does not match `ban`.
/// Both must come from fold() (or both be canonical lower-case text for an exact search).
bool contains_words(std::string_view text, std::string_view words);

} // namespace baotin::parsers
