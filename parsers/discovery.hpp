#pragma once

#include "parsers/html/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// Where a page says that its site announces articles: absolute addresses, each once, the surest first.
struct Discovered {
    std::vector<std::string> feeds;      ///< RSS, Atom, JSON Feed
    std::vector<std::string> feed_lists; ///< pages that list a site's feeds (`/rss.html`): HTML, no feeds
    std::vector<std::string> sitemaps;
};

/// Reads a page's `<link rel="alternate">` of every feed type and `<link rel="sitemap">`, then the links
/// whose address or words say feed or sitemap. Only what the page's own site serves; feeds of comments are
/// left out. Whether there really is a feed at the address only a visit tells.
Discovered discover_in_html(const html::Tree& tree, std::string_view url);

} // namespace baotin::parsers
