#pragma once

#include "parsers/html/tree.hpp"

namespace baotin::parsers::html {

/// How an element takes part in the text of its page.
enum class Display { inline_, block, cell, line_break, none };

/// From the element's name, its `hidden` attribute and its own `style`; style sheets are not read.
Display display_of(Node element);

/// `h1` to `h6`.
bool is_heading(Node element);

/// Is this the large first letter of a text, set apart as an element: one letter, with a class or style that
/// says so?
bool is_drop_cap(Node element);

} // namespace baotin::parsers::html
