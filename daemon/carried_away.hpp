#pragma once

#include "archive/article.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::daemon {

/// Without it, spreadsheets take UTF-8 for the letters of another alphabet.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// One line of CSV (RFC 4180): every cell quoted that needs it, ended by CRLF. A cell that a spreadsheet
/// would take for a formula (`=`, `+`, `-`, `@` in front) begins with an apostrophe: its text comes from the
/// web.
std::string csv_line(const std::vector<std::string>& cells);
void print_csv(const std::vector<std::string>& cells);

std::vector<std::string> article_csv_heading();
std::vector<std::string> article_csv(const archive::Article& article, std::int64_t cursor);
std::vector<std::string> revision_csv_heading();
std::vector<std::string> revision_csv(const archive::Revision& revision, const archive::Article& article);

/// Everything that a revision's chain is computed over, by name, and what it came to (docs/archive.md).
boost::json::object revision_json(const archive::Revision& revision, const archive::Article& article);

} // namespace baotin::daemon
