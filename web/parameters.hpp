#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace baotin::web {

/// The `name=value` pairs of a URL's query in their order, decoded as HTML forms encode them (`+` and `%20`
/// are a space). A name without `=` has an empty value.
std::vector<std::pair<std::string, std::string>> parameters(std::string_view query);

} // namespace baotin::web
