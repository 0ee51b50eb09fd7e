#pragma once

#include "parsers/article.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace baotin::crawler {

/// A reading's id with a mark of the fields whose own rules matched nothing: `3f2a…/missed:author,body`. What
/// is recorded carries it, so that a later reading tells an edit from rules that stopped matching.

std::string marked(std::string reading_id, const std::vector<parsers::RuleMatch>& matches);
std::string_view unmarked(std::string_view reading);
std::vector<std::string> missed_fields(std::string_view reading); ///< of the mark

} // namespace baotin::crawler
