#pragma once

#include "parsers/html/tree.hpp"
#include "parsers/timestamp.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// A field that the page states about itself, and where (`og:title`, `JSON-LD headline`, `meta pubdate`).
struct Stated {
    std::string text;
    std::string where;
};

/// What a page says in its head: JSON-LD (Schema.org NewsArticle, also inside `@graph`), OpenGraph, `<meta>`,
/// `<time>`.
struct Metadata {
    std::optional<Stated> title, summary, author, published_at;
    std::optional<std::string> canonical_url; ///< absolute and normalised
    std::optional<std::string> feed_url;      ///< `<link rel=alternate type=application/rss+xml>`
};

/// `rel=canonical` alone: all that a page read by rules needs of its head.
std::optional<std::string> read_canonical_url(const html::Tree& tree, std::string_view url);

Metadata read_metadata(const html::Tree& tree, std::string_view url, Time reference);

} // namespace baotin::parsers
