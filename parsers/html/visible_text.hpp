#pragma once

#include "parsers/html/tree.hpp"

#include <functional>
#include <string>

namespace baotin::parsers::html {

/// The text of `node` as a reader sees it, canonical: a block element, `<br>`, list item or table row begins
/// a new paragraph; inline and floated pieces join without a space that the source does not have (a drop cap
/// `<span>T</span>ại` reads `Tại`); cells of a row stand side by side, `Số vụ | 12`; script, style, template,
/// hidden elements and whatever `removed` answers true for are left out.
std::string visible_text(Node node, const std::function<bool(Node)>& removed);

/// Does `node` hold more than `bytes` of text, or hundreds of elements? Stops reading there: a short field is
/// looked for among nested elements, each of which may hold the whole page.
bool is_longer(Node node, std::size_t bytes);

} // namespace baotin::parsers::html
