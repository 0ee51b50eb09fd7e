#pragma once

#include <string>
#include <string_view>

namespace baotin::archive {

/// SHA-256 of a stored page, whatever it is compressed with: of the bytes that the server sent where these
/// are kept (pages that came compressed), of the page's UTF-8 text otherwise. An article of several pages: of
/// all of them, one behind the other. Empty where no page is kept.
std::string page_hash(std::string_view raw_page);

/// The bytes that page_hash() is of. What cannot be inflated counts as it stands.
std::string page_content(std::string_view raw_page);

} // namespace baotin::archive
