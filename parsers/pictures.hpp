#pragma once

#include "parsers/html/tree.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// Where the picture of an `<img>` or `<source>` lies, absolute: from the attributes that scripts load late
/// pictures from (`data-src`, `data-original` …), then `src`, then the largest of `srcset`. Nothing for
/// placeholders (`data:` URLs), tracking pixels and icons.
std::optional<std::string> picture_url(html::Node element, std::string_view base);

/// Adds the pictures in `element` (itself, or inside it and not inside what `skipped` answers true for) to
/// `urls`, each once, at most kMostPictures.
constexpr std::size_t kMostPictures = 100;
void add_pictures(html::Node element, std::string_view base, const std::function<bool(html::Node)>& skipped,
                  std::vector<std::string>& urls);

} // namespace baotin::parsers
