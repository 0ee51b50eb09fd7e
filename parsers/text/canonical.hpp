#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// The one normal form of every stored text: valid UTF-8 in NFC (also where marks stand in wrong order),
/// zero-width characters, soft hyphens and U+FEFF gone, control characters gone, every run of white space
/// (NBSP too) inside a paragraph one space, paragraphs trimmed and separated by one `\n`, empty ones dropped.
/// Hash, diff, search and alert read this text and no other. Idempotent.
std::string canonical(std::string_view utf8);

/// As canonical(), on one line: paragraph breaks become spaces.
std::string canonical_line(std::string_view utf8);

} // namespace baotin::parsers
