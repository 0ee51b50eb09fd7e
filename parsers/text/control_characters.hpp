#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// Where the first of the characters stands that no text is meant to hold (HTML §13.2.3.5): control
/// characters but white space and NUL, and noncharacters. npos: none. `utf8` is valid UTF-8.
std::size_t find_control_character(std::string_view utf8, std::size_t from = 0);

/// What was meant by them: U+0080 to U+009F were the dashes and quotes of windows-1252, the others of ASCII
/// stand where Word had a space or a line end, noncharacters are U+FFFD.
std::string mend_control_characters(std::string utf8);

} // namespace baotin::parsers
