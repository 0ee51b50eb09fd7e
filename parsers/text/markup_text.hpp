#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// A short text that may hold HTML (feed titles are escaped once or twice): tags out, character references
/// decoded, as one canonical line.
std::string markup_text(std::string_view utf8);

} // namespace baotin::parsers
