#pragma once

#include "daemon/probe.hpp"
#include "daemon/site_identity.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/links.hpp"
#include "parsers/rule_proposals.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::daemon {

/// A source that answered, and what it announces.
struct FoundSource {
    config::SourceKind kind = config::SourceKind::listing;
    std::string url;
    std::string selector; ///< listings: `links`
    std::string next;     ///< listings: empty where the page names no next one
    std::vector<parsers::Link> links;
    std::size_t sitemaps = 0; ///< of a sitemap index
};

struct SampledArticle {
    std::string url;
    crawler::WirePage page;
    parsers::html::Tree tree;
};

/// What a few polite visits showed of a site.
struct SiteSurvey {
    SiteIdentity identity;
    std::vector<FoundSource> sources;     ///< in the order of their worth
    std::vector<std::string> other_links; ///< further `links` selectors of the listing
    std::vector<std::string> other_feeds; ///< named by the site, not visited
    std::vector<std::string> urls;        ///< globs
    std::vector<SampledArticle> articles;
    std::vector<parsers::RuleProposal> rules;
    std::vector<std::string> problems; ///< one sentence each: what could not be found or done
};

/// Called with one sentence before each visit and for each finding.
using Progress = std::function<void(std::string_view)>;

/// Visits robots.txt, the front page, its feed, listing and sitemap, and three articles: about a dozen
/// requests, each as polite as the crawler's. `url` is normalised. Throws CommandError where the front page
/// cannot be had; everything else becomes a problem of the survey.
SiteSurvey survey_site(Probe& probe, const std::string& url, const config::Crawler& settings,
                       const Progress& progress);

} // namespace baotin::daemon
