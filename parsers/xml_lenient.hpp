#pragma once

#include <pugixml.hpp>

#include <string_view>
#include <vector>

namespace baotin::parsers::xml {

/// Reads what a strict parser refuses into `document`, which it clears first: stray `<` and `&`, attributes
/// without quotes or values, end tags in the wrong order, in the wrong case or missing, a text that ends
/// anywhere. Answers the elements that were still open where the text ended, outermost first: none where
/// nothing is cut off. Linear in the text's size.
std::vector<pugi::xml_node> read_leniently(std::string_view text, pugi::xml_document& document);

} // namespace baotin::parsers::xml
