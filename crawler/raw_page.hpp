#pragma once

#include "crawler/page_reader.hpp"

#include <string>
#include <string_view>

namespace baotin::crawler {

/// A page as the archive keeps it, one zstd frame: bytes that came compressed stand in a skippable frame as
/// they were sent, with their Content-Encoding and Content-Type, which costs nothing and is better evidence;
/// all others are compressed as UTF-8 text. The frames of an article of several pages follow each other
/// (parsers::zstd_frames; archive/page_hash.hpp has the format).
std::string raw_page_of(const WirePage& page, std::string_view utf8);

/// The UTF-8 text of one such frame.
std::expected<std::string, Unreadable> text_of_raw_page(std::string_view frame, PageLimits limits);

} // namespace baotin::crawler
