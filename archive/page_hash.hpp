#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baotin::archive {

/// One page as it was kept (crawler/raw_page.hpp): an article on several pages has several.
struct PagePart {
    bool as_sent = false;           ///< `body` is what the server sent; else the page's UTF-8 text
    std::string content_encoding{}; ///< of an `as_sent` body
    std::string content_type{};     ///< as the server named it; empty where it is not known
    std::string body{};
};

/// The parts of a stored page, in order. What cannot be inflated is one part as it stands.
std::vector<PagePart> page_parts(std::string_view raw_page);

/// SHA-256 of a stored page, whatever the archive compresses it with: of its parts' bodies, one behind the
/// other. Empty where no page is kept.
std::string page_hash(std::string_view raw_page);

} // namespace baotin::archive
