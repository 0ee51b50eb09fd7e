#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace baotin::parsers {

/// The values that a `<script type=application/ld+json>` holds, with what real pages do to them mended: raw
/// line breaks and unescaped quotes in strings, escapes that JSON does not have, trailing commas, comments,
/// CDATA and HTML wrappers, quotes written as `&quot;`, several values one after another, a missing end.
/// Empty where nothing can be made of it.
std::vector<boost::json::value> read_sloppy_json(std::string text);

} // namespace baotin::parsers
