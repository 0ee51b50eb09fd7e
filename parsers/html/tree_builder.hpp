#pragma once

#include <memory_resource>
#include <string_view>

struct GumboInternalNode;

namespace baotin::parsers::html {

/// Builds the tree of a page whose tags are in order, many times as fast as Gumbo and node by node the same.
/// Answers the <html> element, its memory taken from `memory`; null where the page leaves any doubt, which
/// Gumbo is then for. `html` is valid UTF-8.
const GumboInternalNode* build_tree(std::string_view html, std::pmr::memory_resource& memory);

} // namespace baotin::parsers::html
