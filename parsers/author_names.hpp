#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// What stands where an author should, as a name: without labels (`Tác giả:`, `By`), accounts (`@anbinh`),
/// addresses, a date behind it; several joined with ", ". Nothing where it is no author: a URL, the site's
/// own name (one of `site_names`), an account of the CMS (`admin`, `quantri`, `jdadmin`).
std::optional<std::string> clean_author(std::string_view stated, const std::vector<std::string>& site_names);

/// `Tác giả: An Bình` → `An Bình`.
std::string without_author_label(const std::string& author);

} // namespace baotin::parsers
