#pragma once

#include "parsers/html/selector.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/links.hpp"
#include "parsers/url.hpp"

#include <optional>
#include <string_view>

namespace baotin::parsers {

struct ListingRules {
    html::Selector
        links; ///< elements with `href`, or `::attr(…)`; an element without one gives its first link inside
    std::optional<html::Selector> next; ///< the link to the next page
};

/// Reads the article links of a listing page, in document order, each URL once; `<base href>` is honoured.
/// Links that `articles` refuses are dropped (an empty UrlGlobs refuses none).
Links read_listing(const html::Tree& tree, const ListingRules& rules, const UrlGlobs& articles,
                   std::string_view url);

} // namespace baotin::parsers
