#pragma once

#include "parsers/html/tree.hpp"

#include <optional>
#include <string_view>

namespace baotin::parsers::html {

/// What the scan before Gumbo found out about a page.
struct Nesting {
    int depth = 0;                  ///< most elements open at once, never fewer than Gumbo will open
    bool odd_names = false;         ///< an unknown element's name holds upper-case letters
    std::optional<TreeError> error; ///< why Gumbo must not see this page
};

/// Runs over the tags once, opening and closing elements as the tree builder will (HTML §13.2.6), and stops
/// where the page would cost Gumbo too much: depth, nodes (misnested formatting elements are cloned into
/// every later paragraph) and attributes (each is compared with all others of its tag).
Nesting measure_nesting(std::string_view html);

} // namespace baotin::parsers::html
