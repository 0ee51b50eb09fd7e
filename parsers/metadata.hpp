#pragma once

#include "parsers/html/tree.hpp"
#include "parsers/page_head.hpp"
#include "parsers/timestamp.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// What a page says about itself: JSON-LD (Schema.org NewsArticle and its kin), OpenGraph, Dublin Core,
/// `<meta>`, microdata, `<time>`, breadcrumbs. Of several statements that counts which is the article's own.
struct Metadata {
    std::optional<Stated> title, summary, author, published_at; ///< several authors are joined with ", "
    std::optional<Stated> modified_at; ///< as read_date() answers; never before published_at
    std::optional<Stated> section;     ///< the most specific one of a path
    std::optional<Stated> body;        ///< JSON-LD articleBody, canonical; often cut or without paragraphs
    std::vector<std::string> images;   ///< absolute and normalised, each once, the main one first
    std::optional<std::string> canonical_url; ///< absolute and normalised
};

/// `rel=canonical` alone: all that a page read by rules needs of its head.
std::optional<std::string> read_canonical_url(const html::Tree& tree, std::string_view url);

/// Whatever these match is all that read_metadata() looks at.
std::vector<html::Selector> metadata_selectors();

Metadata read_metadata(const html::Tree& tree, std::string_view url, Time reference);

} // namespace baotin::parsers
