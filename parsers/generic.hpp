#pragma once

#include "parsers/html/tree.hpp"

namespace baotin::parsers {

/// Finds the element that most likely holds an article's text, by scoring paragraphs (length, commas, link
/// density, class names) up the tree, in the manner of Readability. Empty where the page holds no running
/// text.
html::Node find_content(const html::Tree& tree);

} // namespace baotin::parsers
