#pragma once

#include "parsers/links.hpp"
#include "parsers/timestamp.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// Reads RSS 0.9–2.0, RDF, Atom and JSON Feed from UTF-8 text; relative URLs resolve against `xml:base`, else
/// `base`. The error says in one sentence why this is no feed.
std::expected<Links, std::string> read_feed(std::string_view utf8, std::string_view base, Time reference);

} // namespace baotin::parsers
