#pragma once

#include "config/hook.hpp"
#include "config/main_file.hpp"
#include "config/reading.hpp"

namespace baotin::config {

/// Reads the `where` of a `[[hook]]` block; notes the sites that it names.
Where read_where(Table& block, HookMentions& mentions);

/// Notes a problem where, by itself or by these sites, a hook's rule can never match an event that it asks
/// for. Everything that it judges has been read without a problem.
void refuse_impossible_rule(const Hook& hook, const Place& where,
                            const std::vector<std::shared_ptr<const Site>>& sites, Problems& problems);

/// Does the hook ask for events of sites, and is none of these one that its `site`, `kind` and `province`
/// want? Where it names no `site`, that is no mistake yet: one may be added.
bool matches_no_site(const Hook& hook, const std::vector<std::shared_ptr<const Site>>& sites);

} // namespace baotin::config
