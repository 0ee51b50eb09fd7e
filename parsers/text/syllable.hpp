#pragma once

#include <string_view>

namespace baotin::parsers {

/// Of the words in `utf8` that hold a letter outside ASCII: the share that are well-formed Vietnamese
/// syllables, 0 to 1. Tells in which legacy set a text was written: read as the wrong one, hardly a word is
/// well-formed. Words without such a letter do not count; without any word that counts the answer is 0.
double vietnamese_share(std::string_view utf8);

} // namespace baotin::parsers
