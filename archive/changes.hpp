#pragma once

#include "archive/article.hpp"

#include <string>
#include <vector>

namespace baotin::archive {

/// One caption a line, as changes and the CLI show them.
std::string joined(const std::vector<std::string>& captions);

/// Every field that differs, whole, in the order title, summary, author, published_at, body, captions. What
/// is absent is an empty text.
std::vector<FieldChange> changes_between(const parsers::ArticleText& before,
                                         const parsers::ArticleText& after);

} // namespace baotin::archive
