#pragma once

#include "parsers/article.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

/// What somebody typed, in the words that the index knows (parsers::search_words).
struct SearchTerms {
    using Words = std::vector<std::string>;
    std::vector<Words> phrases; ///< each stands somewhere, word behind word
    std::vector<Words> runs;    ///< every word stands somewhere; neighbours are better found as neighbours
    std::vector<Words> without; ///< phrases that stand nowhere
    bool operator==(const SearchTerms&) const = default;
};

inline constexpr std::size_t most_search_words = 32;

/// `"…"`: one phrase; so is what has no white space inside (`2021-2026`). A `-` before a word or a phrase
/// takes it out. An unclosed quote reaches to the end. The error is a sentence for who typed it.
std::expected<SearchTerms, std::string> parse_search_terms(std::string_view typed);

/// Does the text itself say what the terms ask, in any of its fields? What the index answers, without it.
bool says(const parsers::ArticleText& text, const SearchTerms& terms);

} // namespace baotin::archive
