#pragma once

#include "parsers/links.hpp"
#include "parsers/timestamp.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// Reads JSON Feed (jsonfeed.org, versions 1 and 1.1). Of a cut-off one the items that stand whole are kept.
std::expected<Links, std::string> read_json_feed(std::string_view utf8, std::string_view base,
                                                 Time reference);

} // namespace baotin::parsers
