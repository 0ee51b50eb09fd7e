#pragma once

#include "config/transport.hpp"
#include "config/visit.hpp"
#include "parsers/article.hpp"
#include "parsers/html/region_plan.hpp"
#include "parsers/listing.hpp"
#include "parsers/provinces.hpp"
#include "parsers/url.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace baotin::config {

/// What has to be cut out of a page for some rules; null: nothing less than the whole page.
using RegionPlan = std::shared_ptr<const parsers::html::RegionPlan>;

enum class SiteKind { police, press, government };
std::string_view to_string(SiteKind kind);

enum class SourceKind { listing, feed, sitemap };
std::string_view to_string(SourceKind kind);

/// Where a site announces articles: one `[[source]]` block.
struct Source {
    SourceKind kind = SourceKind::listing;
    std::string url;                            ///< normalised
    std::optional<parsers::ListingRules> rules; ///< listings only; none (`baotin try`): by structure
    RegionPlan regions;                         ///< for `rules`
    int pages = 1; ///< listings: how many pages the first (backfill) visit follows along `next`
};

/// One publisher: one file of `sites.d/`. Immutable once loaded.
struct Site {
    std::string id;
    std::string name;
    std::string home;
    SiteKind kind = SiteKind::press;
    std::optional<parsers::Province> province;
    std::optional<std::string> checked; ///< full-date when these rules last fitted a real page
    std::vector<Source> sources;
    parsers::UrlGlobs
        articles; ///< which links are articles; empty: every link on the same site that a source announces
    std::vector<std::string>
        ignore_parameters; ///< of articles' addresses: what differs in them alone is one page
    parsers::ArticleRules rules;
    RegionPlan regions; ///< for `rules`
    VisitSettings visit;
    Transport transport;
    std::string file; ///< where it was read from
};

/// The site that `baotin try generic` uses: no rules, everything from metadata and the generic reader.
inline constexpr std::string_view kGenericSite = "generic";

} // namespace baotin::config
