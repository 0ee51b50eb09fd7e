#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::config {

/// `where = { … }` of a hook: every key given must match; within a key any value does (`all`: every one).
struct Where {
    std::vector<std::string> site;     ///< ids of sites
    std::vector<std::string> kind;     ///< police | press | government
    std::vector<std::string> province; ///< as written; a former province means its successor too
    std::vector<std::string>
        mentions; ///< provinces that the text names, as written; joined ones count as one
    std::vector<std::string> any, all; ///< words or phrases in title, summary or body, whole syllables
    bool exact = false;                ///< compare with diacritics and case
};

/// One subscriber: a `[[hook]]` block of baotin.toml.
struct Hook {
    std::string name;
    std::string url;
    std::string secret; ///< the key's raw bytes; never printed, never logged
    std::vector<std::string> events;
    Where where;
    bool allow_private = false;
    bool backfill = false; ///< also tell what a source's first completed visit announced
    bool cosmetic = false; ///< also tell `article.changed` whose significance is cosmetic
};

/// Every event type of the contract, and those that this version can raise; a hook that asks for another is
/// refused.
std::span<const std::string_view> event_types();
std::span<const std::string_view> built_event_types();

} // namespace baotin::config
