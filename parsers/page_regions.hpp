#pragma once

#include "parsers/article.hpp"
#include "parsers/html/region_plan.hpp"
#include "parsers/listing.hpp"

namespace baotin::parsers {

/// What has to be cut out of an article's page so that it reads as the whole page does, as long as
/// reads_as_the_whole_page() says so of the reading.
html::RegionPlan plan_regions(const ArticleRules& rules);
html::RegionPlan plan_regions(const ListingRules& rules);

/// A reading of regions: would the whole page have given the same? Not where the reader without rules would
/// have had to look for the text, or the date, all over the page.
bool reads_as_the_whole_page(const ArticleReading& reading, const ArticleRules& rules);

} // namespace baotin::parsers
