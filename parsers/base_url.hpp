#pragma once

#include "parsers/html/tree.hpp"

#include <string>
#include <string_view>

namespace baotin::parsers {

/// What a page's links resolve against: its first `<base href>` that is a URL, else its own address `url`.
std::string base_url(html::Node root, std::string_view url);

} // namespace baotin::parsers
