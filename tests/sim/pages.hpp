#pragma once

#include "tests/sim/truth.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace baotin::sim {

inline constexpr std::size_t kListed = 20;  ///< articles on a listing
inline constexpr std::size_t kFed = 30;     ///< in a feed
inline constexpr std::size_t kMapped = 200; ///< in a sitemap

/// The articles that a source shows at `time`, newest first.
std::vector<const TrueArticle*> shown(const TrueSite& site, Time time, std::size_t most);

/// `visits` is what the page's counters say.
std::string article_page(const TrueSite& site, const Text& text, Time published, std::uint64_t visits);
std::string listing_page(const TrueSite& site, Time time, std::uint64_t visits);
std::string feed_page(const TrueSite& site, Time time);
std::string sitemap_page(const TrueSite& site, Time time);
std::string robots_file(const TrueSite& site);
std::string challenge_page();

/// The site's file of sites.d/, as an editor would have written it.
std::string site_file(const TrueSite& site);

} // namespace baotin::sim
