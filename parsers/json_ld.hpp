#pragma once

#include "parsers/html/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// What a page's JSON-LD says of its article (Schema.org Article and its kin), plain text, not yet canonical.
struct JsonLdArticle {
    std::optional<std::string> headline, description, published, modified, section, body;
    std::vector<std::string> authors;
    std::optional<std::string> publisher; ///< the site's own name
    std::vector<std::string> images;      ///< references, as they are written
    std::vector<std::string> breadcrumbs; ///< names from the home page down
};

/// Reads all blocks; `@graph`, arrays, nested and referenced (`@id`) things are searched. Of several articles
/// that counts whose address is `url`, else whose headline is `title`, else the first that is no entry of a
/// list. What it lacks, another node of the same article and the WebPage node add.
JsonLdArticle read_json_ld(const html::Tree& tree, std::string_view url, std::string_view title);

} // namespace baotin::parsers
