#pragma once

#include "archive/article.hpp"

#include <string>
#include <string_view>

namespace baotin::archive {

/// The link that `revision` adds to its article's chain: SHA-256 over `previous` (the chain of the revision
/// before; empty for the first) and everything of the revision but `chain` itself. Whoever alters a stored
/// revision has to rewrite every later one, and a chain written down elsewhere (an event's receiver, a
/// backup) shows it.
std::string chain_link(std::string_view previous, const Revision& revision);

} // namespace baotin::archive
