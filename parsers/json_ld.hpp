#pragma once

#include "parsers/html/tree.hpp"

#include <optional>
#include <string>

namespace baotin::parsers {

/// What a page's JSON-LD says of its article (Schema.org Article and its kin), plain text, not yet canonical.
struct JsonLdArticle {
    std::optional<std::string> headline, description, author, published;
};

/// Reads the blocks one after another until one names an article; `@graph`, arrays and nested things are
/// searched. Mends what real pages do: raw line breaks in strings, trailing commas, comment wrappers.
std::optional<JsonLdArticle> read_json_ld(const html::Tree& tree);

} // namespace baotin::parsers
