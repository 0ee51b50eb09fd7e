#pragma once

#include "archive/article.hpp"

#include <string>
#include <vector>

namespace baotin::daemon {

/// What changed between two revisions of an article as a page of HTML that stands by itself: a heading for
/// every field of `changes`, words as <del> and <ins>.
std::string diff_page(const archive::Revision& before, const archive::Revision& after,
                      const std::vector<archive::FieldChange>& changes);

} // namespace baotin::daemon
