#pragma once

#include "config/site.hpp"

#include <string_view>
#include <vector>

namespace baotin::fuzz {

/// The rules by which an input asks its page to be read: its first line.
struct Rules {
    parsers::ArticleRules article;
    std::vector<parsers::ListingRules> listings;
    std::vector<parsers::html::Selector> kept; ///< of rules that stand in the line itself
    std::vector<parsers::html::Selector> hidden;
    /// What has to be cut out for them, in the same order.
    parsers::html::RegionPlan article_plan, kept_plan;
    std::vector<parsers::html::RegionPlan> listing_plans;
};

/// `site ID`: a shipped site's. Otherwise selectors with `;` between them: the first finds the title and the
/// links, all of them the body, those behind a `!` are removed. `generic` anywhere: fields that they miss are
/// filled in. What does not compile is passed over. Valid until the next call.
const Rules& rules_of(std::string_view line);

} // namespace baotin::fuzz
