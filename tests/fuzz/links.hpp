#pragma once

#include "parsers/links.hpp"

#include <string>

namespace baotin::fuzz {

/// Whatever a source was read as: absolute addresses, each once, titles and dates in their normal forms.
void must_be_sound(const parsers::Links& links);

/// All that they say, to compare.
std::string told(const parsers::Links& links);

} // namespace baotin::fuzz
