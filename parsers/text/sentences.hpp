#pragma once

#include <cstddef>
#include <string_view>

namespace baotin::parsers {

/// Does a sentence or a paragraph of canonical text end just before `at` (a byte offset), or before the space
/// there? Full stops of abbreviations (`TP. Hồ Chí Minh`, `PGS.TS. Trần`), initials, numbers (`1.200`), dates
/// (`20.5.2021`) and list numbers end none, nor does any mark that a small letter follows.
bool ends_sentence(std::string_view text, std::size_t at);

/// The longest head of canonical text in `most_bytes` that ends where a sentence does; where that would throw
/// away more than half of them, where a syllable does; never inside a UTF-8 character.
std::string_view cut_at_sentence(std::string_view text, std::size_t most_bytes);

} // namespace baotin::parsers
