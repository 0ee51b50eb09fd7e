#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

struct Decoded {
    std::string text;    ///< valid UTF-8, not normalised; undecodable bytes are U+FFFD
    std::string charset; ///< lower-case WHATWG-like name of what the bytes were read as
};

/// Turns a page's or feed's bytes into UTF-8. Order: byte order mark, `Content-Type` header, `<meta>` or XML
/// declaration in the first 1,024 bytes, valid UTF-8, detection (uchardet). A declaration that the bytes
/// contradict is not believed
/// (`charset=utf-8,gbk`, UTF-8 declared as something else); UTF-8 with a few stray bytes stays UTF-8. Knows
/// the legacy Vietnamese sets windows-1258, TCVN3, VISCII and VNI-Windows.
/// No control characters are left, but white space and NUL. Bytes that are UTF-8 already are moved, not
/// copied.
Decoded decode(std::string bytes, std::string_view content_type);

} // namespace baotin::parsers
