#pragma once

#include "archive/search_terms.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

/// A piece of a text as it was published, with what was found in it.
struct Snippet {
    struct Mark {
        std::size_t begin = 0, end = 0; ///< bytes of `text`
        bool operator==(const Mark&) const = default;
    };
    std::string text; ///< one line; `…` where it was cut
    std::vector<Mark> marks;
    bool operator==(const Snippet&) const = default;
};

/// The whole of a canonical text, marked.
Snippet whole_snippet(std::string_view canonical, const SearchTerms& terms);

/// About `words` words of it, where most of the terms stand; the beginning where none does.
Snippet best_snippet(std::string_view canonical, const SearchTerms& terms, std::size_t words = 40);

/// As HTML: escaped, marks in `<mark>`.
std::string snippet_html(const Snippet& snippet);

} // namespace baotin::archive
