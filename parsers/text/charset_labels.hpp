#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

enum class CharsetKind { utf8, utf16, single_byte, multi_byte, vni };

/// A character set that we can read.
struct Charset {
    std::string_view name;  ///< as Decoded::charset shows it
    std::string_view iconv; ///< iconv's name; empty where we decode it ourselves
    CharsetKind kind;
};

/// By any of its usual labels, without regard to case; nullptr where unknown.
const Charset* find_charset(std::string_view label);

/// Labels that a `Content-Type` header value names; `utf-8,gbk` names two.
std::vector<std::string> labels_of_content_type(std::string_view value);

/// Labels that `<meta charset>`, `<meta http-equiv content>` or an XML declaration name in the first 1,024
/// bytes.
std::vector<std::string> labels_of_document(std::string_view bytes);

} // namespace baotin::parsers
