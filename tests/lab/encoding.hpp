#pragma once

#include <string>
#include <string_view>

namespace baotin::lab {

/// `text` (UTF-8) in `charset` as iconv names it; what the charset cannot say becomes a numeric character
/// reference. Throws where there is no such charset.
std::string to_charset(std::string_view text, std::string_view charset);

std::string gzip(std::string_view body);

std::string base64(std::string_view bytes);
/// Empty where `text` is not base64.
std::string from_base64(std::string_view text);

} // namespace baotin::lab
