#pragma once

#include "parsers/html/tree.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace baotin::parsers {

/// An article page of the site for which rules are looked for. The tree must outlive the call.
struct SampledPage {
    const html::Tree* tree;
    std::string url;
};

/// One selector for one field of a site file's `[article]`.
struct RuleProposal {
    std::string field;    ///< `title`, `published`, `author`, `summary`, `body`, `captions`, `remove`
    std::string selector; ///< as the site file takes it
    std::size_t matched;  ///< pages on which it gives what the page states, or the reader without rules finds
    std::size_t pages;    ///< pages that have the field at all
};

/// The selectors by which the fields of these pages are found: at most one per field, several for `remove`
/// (boxes inside the body). What they must find is what read_article() finds without rules; a field on which
/// no selector agrees with that on at least half of the pages is left out. Pages should be articles of one
/// site and of several sections; the cost is some ten milliseconds each.
std::vector<RuleProposal> propose_rules(const std::vector<SampledPage>& pages);

} // namespace baotin::parsers
