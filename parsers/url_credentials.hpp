#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// A URL as it may be shown: `https://user:password@host/` without what stands before the `@`. Anything else
/// as it is.
std::string without_credentials(std::string_view url);

} // namespace baotin::parsers
