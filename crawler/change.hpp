#pragma once

#include "archive/article.hpp"
#include "parsers/article.hpp"

#include <vector>

namespace baotin::crawler {

/// What changed between two canonical texts of one article, and how much it matters.
struct Change {
    std::vector<archive::FieldChange> fields; ///< empty: the same text
    archive::Significance significance = archive::Significance::cosmetic;
    /// The page may have changed by itself: only numbers differ, the date, or short lines that are no
    /// sentences, as in a box of headlines. A second look tells.
    bool may_be_volatile = false;
};

/// Compares field by field. `cosmetic`: every changed field folds to the same spelling. `minor`: the title's
/// words are the same, and at most 5 % of the words of summary and body were removed or added (so is a change
/// of author, date or captions alone). `major`: the rest. Pure; on the parse pool, because a long body takes
/// a while.
/// What differs in counters only (parsers::without_counters) did not change.
Change compare(const parsers::ArticleText& before, const parsers::ArticleText& after);

} // namespace baotin::crawler
