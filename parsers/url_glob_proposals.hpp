#pragma once

#include "parsers/links.hpp"

#include <string>
#include <vector>

namespace baotin::parsers {

/// `[article] urls` for a site file: globs on the path, as UrlGlobs reads them, that take these articles and
/// no other link of `all_links` on their site (which may contain the articles too). The simplest that does:
/// by ending, by directory, by what stands in the slug (`/**-20*.htm`), by its number of words; what cannot
/// be told apart so is shut out by its directory (`!/video/**`). Empty where nothing tells them apart.
std::vector<std::string> propose_url_globs(const std::vector<Link>& articles,
                                           const std::vector<Link>& all_links = {});

} // namespace baotin::parsers
