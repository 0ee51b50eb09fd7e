#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

struct DiffPiece {
    enum class Kind { same, removed, added };
    Kind kind;
    std::string
        text; ///< words with the white space that follows them, so that pieces concatenate to the whole text
    bool operator==(const DiffPiece&) const = default;
};

/// Words between white space.
std::size_t count_words(std::string_view text);

/// Word by word (a Vietnamese syllable is a word; punctuation and paragraph breaks are words of their own),
/// by Myers' O(ND) algorithm in linear space. The `same` and `removed` pieces together are `before`; `same`
/// and `added` are `after`. Bounded: texts that share almost nothing are answered as one removed and one
/// added piece after a fixed effort.
std::vector<DiffPiece> diff_words(std::string_view before, std::string_view after);

} // namespace baotin::parsers
