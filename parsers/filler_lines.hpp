#pragma once

#include <string>
#include <string_view>

namespace baotin::parsers {

/// Is this paragraph no part of any article: it asks the reader to share, follow, subscribe or read on, marks
/// an advertisement, or names a box (`Tin liên quan`)? `line` is canonical; only short ones are.
bool is_filler_line(std::string_view line);

/// `text` without such lines.
std::string without_filler_lines(const std::string& text);

} // namespace baotin::parsers
