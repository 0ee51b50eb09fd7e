#pragma once

#include "parsers/article.hpp"
#include "parsers/html/tree.hpp"

#include <string>
#include <vector>

namespace baotin::parsers {

/// A part of an article's page that changes by itself: a counter, a clock, a box of related articles that
/// rotates.
struct VolatilePart {
    std::string selector; ///< as an editor would write it into `remove`
    std::string sample;   ///< its text at the second look, one line, cut
    bool operator==(const VolatilePart&) const = default;
};

/// What differs between two looks at one page, shortly one after the other, inside what the rules (or the
/// reader without rules) read. Only what has a name of its own, and is not most of the text, can be learned:
/// a paragraph among paragraphs stays news.
std::vector<VolatilePart> find_volatile_parts(const html::Tree& first, const html::Tree& second,
                                              const ArticleRules& rules);

/// `rules` that never read these selectors either. A selector that does not compile is passed over.
ArticleRules without_parts(const ArticleRules& rules, const std::vector<std::string>& selectors);

} // namespace baotin::parsers
