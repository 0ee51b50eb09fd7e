#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// The legacy set in whose letters a UTF-8 text is written although its characters say otherwise: pages made
/// for a VNI or TCVN3 font, whose bytes somebody turned into UTF-8 as if they were Latin (`Coâng an tænh Baéc
/// Ninh`). `x-vni-win` or `x-tcvn3`; empty for every other text. Such a text is never converted on the quiet:
/// its publisher may quote it. `baotin add` says so.
std::string_view font_charset(std::string_view utf8);

} // namespace baotin::parsers
