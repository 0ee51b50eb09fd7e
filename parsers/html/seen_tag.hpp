#pragma once

#include <gumbo.h>

#include <string_view>

namespace baotin::parsers::html {

/// A start tag as a scan sees it.
struct SeenTag {
    GumboTag tag = GUMBO_TAG_UNKNOWN;
    std::string_view name;   ///< as written
    std::string_view inside; ///< its attributes, as written
};

} // namespace baotin::parsers::html
