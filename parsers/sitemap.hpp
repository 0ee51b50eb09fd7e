#pragma once

#include "parsers/links.hpp"
#include "parsers/timestamp.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// Reads a sitemap, news sitemap or sitemap index (sitemaps.org) from UTF-8 text. An index answers no links
/// and its sitemaps in `more`. `lastmod` is not trusted for anything; a `news:publication_date` becomes
/// published_at. The error says in one sentence why this is no sitemap.
std::expected<Links, std::string> read_sitemap(std::string_view utf8, std::string_view base, Time reference);

} // namespace baotin::parsers
