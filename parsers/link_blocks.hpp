#pragma once

#include "parsers/html/tree.hpp"
#include "parsers/links.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// Links to articles that stand in one repeated structure of a front or section page.
struct LinkBlock {
    std::string selector;    ///< finds the links, as a site file's `links` takes it
    std::vector<Link> links; ///< in document order, each URL once
};

/// The repeated blocks of links to articles, best first: judged by the shape of their addresses, by the
/// length of their texts, and by where they stand (no menu, footer, tags or authors). Empty where the page
/// has none.
std::vector<LinkBlock> find_link_blocks(const html::Tree& tree, std::string_view url);

/// All article links of a front or section page, in document order, each URL once.
Links find_article_links(const html::Tree& tree, std::string_view url);

/// Every address that the page links to, in document order: the articles and all the others.
std::vector<Link> find_links(const html::Tree& tree, std::string_view url);

} // namespace baotin::parsers
