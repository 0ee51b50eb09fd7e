#pragma once

#include "config/site.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace baotin::config {

/// A key that deliveries are signed with, by Standard Webhooks.
struct SigningKey {
    enum class Kind {
        hmac_sha256, ///< `whsec_…`: signature `v1`
        ed25519      ///< `whsk_…`: signature `v1a`
    };
    Kind kind = Kind::hmac_sha256;
    std::string bytes; ///< the key's raw bytes (of Ed25519, the seed's 32); never printed, never logged
    bool operator==(const SigningKey&) const = default;
};

/// Are secrets read while the configuration is? Whoever only looks into the archive may not be allowed to.
enum class Secrets { read, unread };

/// `where = { … }` of a hook: every key given must match; within a key any value does (`all`: every one,
/// `none`: not one).
struct Where {
    std::vector<std::string> site;     ///< ids of sites
    std::vector<std::string> kind;     ///< police | press | government
    std::vector<std::string> province; ///< as written; a former province means its successor too
    std::vector<std::string>
        mentions; ///< provinces that the text names, as written; joined ones count as one
    std::vector<std::string> any, all, none;            ///< words or phrases in `field`, whole syllables
    std::vector<std::shared_ptr<const re2::RE2>> regex; ///< in the canonical text of `field`
    std::vector<std::string> field;                     ///< title | summary | body; empty: all three
    bool exact = false;                                 ///< words compare with diacritics and case
    std::vector<std::string> section, author;           ///< words of the article's, without diacritics
    std::vector<std::string> significance; ///< cosmetic | minor | major, of `article.changed` alone
    std::vector<std::string> role;         ///< first | repeat: the article in its story
};

/// At most `count` deliveries in any stretch of `per`.
struct Rate {
    int count = 1;
    std::chrono::milliseconds per = std::chrono::seconds(1);
    bool operator==(const Rate&) const = default;
};

/// One subscriber: a `[[hook]]` block of baotin.toml.
struct Hook {
    std::string name;
    std::string url;
    /// Every one signs, so that a receiver may know either while keys change. None where they were left
    /// unread.
    std::vector<SigningKey> keys;
    std::vector<std::string> events;
    Where where;
    bool allow_private = false;
    bool backfill = false;    ///< also tell what a source's first completed visit announced
    bool cosmetic = false;    ///< also tell `article.changed` whose significance is cosmetic
    int concurrency = 4;      ///< requests under way at once
    std::optional<Rate> rate; ///< nothing: as fast as the receiver answers
    std::chrono::milliseconds timeout = std::chrono::seconds(15); ///< of one attempt, from name to answer
};

/// Every event type of the contract, and those that this version can raise; a hook that asks for another is
/// refused.
std::span<const std::string_view> event_types();

/// May events of this site match, by `site`, `kind` and `province`? Provinces that are one since July 2025
/// count as one, whichever name the hook or the site uses.
bool matches(const Where& where, const Site& site);

} // namespace baotin::config
