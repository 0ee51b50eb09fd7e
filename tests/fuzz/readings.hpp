#pragma once

#include "parsers/article.hpp"

#include <string>
#include <vector>

namespace baotin::fuzz {

/// All fields, where they came from and what matched: two readings are the same where this is.
std::string told(const parsers::ArticleReading& reading);

/// Fields are in their normal forms, whatever the page was.
void must_be_sound(const parsers::ArticleReading& reading);

/// All that a reader could see of what the selectors match.
std::string seen_by(const std::vector<parsers::html::Selector>& selectors, const parsers::html::Tree& tree);

} // namespace baotin::fuzz
