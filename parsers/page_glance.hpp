#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// What one scan of an HTML text's tags shows, without building a tree.
struct PageGlance {
    std::string title;                 ///< raw, the first one's
    std::vector<std::string> headings; ///< h1 to h3, the first few, tags taken out
    std::string text;                  ///< what a reader sees, the first 20 KB, tags as line breaks
    std::size_t visible = 0;           ///< bytes of text that are not white space, without `noscript`
    std::size_t longest_run = 0;       ///< longest stretch of text within one block, in bytes
    std::size_t password_fields = 0;
    bool shows_media = false; ///< pictures, frames, video: something to see without text
};

/// Looks away once more than `enough` bytes are visible: what is said of the rest is left out then.
PageGlance glance_at(std::string_view html, std::size_t enough);

} // namespace baotin::parsers
