#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

// A stored page is a row of zstd frames, one a page of the article (crawler/raw_page.hpp writes them). Two
// kinds are skippable frames (RFC 8878 §3.1.2: a magic number and a size, both little-endian): what a server
// sent, behind its Content-Encoding and Content-Type, each ended by a NUL; and UTF-8 text as it is.
inline constexpr std::string_view frame_as_sent = "\x5B\x2A\x4D\x18";
inline constexpr std::string_view frame_of_text = "\x5C\x2A\x4D\x18";
inline constexpr std::size_t frame_head = 8;

/// One page as it was kept.
struct PagePart {
    bool as_sent = false;           ///< `body` is what the server sent; else the page's UTF-8 text
    std::string content_encoding{}; ///< of an `as_sent` body; empty where it is inflated by now
    std::string content_type{};     ///< as the server named it; empty where it is not known
    std::string body{};
};

/// The parts of a stored page, in order. What cannot be inflated is one part as it stands.
std::vector<PagePart> page_parts(std::string_view raw_page);

/// SHA-256 of a stored page, whatever the archive compresses it with: of its parts' bodies, one behind the
/// other. Empty where no page is kept.
std::string page_hash(std::string_view raw_page);

} // namespace baotin::archive
