#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers::html {

enum class ReferenceIn { text, attribute };

/// Appends what `raw`, as written in a page, stands for: references decoded, line ends as `\n` (HTML
/// §13.2.3.5, §13.2.5.72). False where it holds a reference that is none of the usual ones, which are left to
/// Gumbo.
bool append_decoded(std::string_view raw, ReferenceIn where, std::string& out);

/// The same of text that holds no references, as in a script.
void append_with_line_ends(std::string_view raw, std::string& out);

} // namespace baotin::parsers::html
