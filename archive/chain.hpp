#pragma once

#include "archive/article.hpp"

#include <string>
#include <string_view>

namespace baotin::archive {

/// The link that `revision` adds to its article's chain: SHA-256 over `previous` (the chain of the revision
/// before; empty for the first) and everything of the revision but `chain`, `id` and `ledger`. `content_hash`
/// stands for title, summary and body, which are long; of revisions from before page hashes were kept these
/// stand beside it. Whoever alters a stored revision has to rewrite every later one, and a chain written down
/// elsewhere (an event's receiver, a backup) shows it.
std::string chain_link(std::string_view previous, const Revision& revision);

/// Is a stored revision what was recorded? Its chain follows from it and `previous`, its `content_hash` from
/// its text.
bool is_as_recorded(std::string_view previous, const Revision& revision);

/// The ledger entry that a revision of this chain adds: SHA-256 over both, as they are written. It ties all
/// revisions of an archive together in the order of recording, so that none can be taken out.
std::string ledger_entry(std::string_view previous, std::string_view chain);

} // namespace baotin::archive
