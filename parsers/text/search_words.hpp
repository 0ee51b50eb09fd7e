#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// One word of a text as search compares it. A Vietnamese word of several syllables is several of these.
struct SearchWord {
    std::string folded;    ///< fold() of it, letters and digits only
    std::size_t begin = 0; ///< where it stands in the text, in bytes
    std::size_t end = 0;
};

/// The words of a canonical text, in order: runs of letters and digits. What folds to nothing is left out.
/// Index, query and highlighting all read texts by this, so that they agree on what a word is.
std::vector<SearchWord> search_words(std::string_view canonical);

} // namespace baotin::parsers
