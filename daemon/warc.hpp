#pragma once

#include "archive/article.hpp"

#include <string>

namespace baotin::daemon {

/// WARC 1.1 (ISO 28500:2017) records. Pages that are kept as the server sent them are `response` records with
/// the headers that were kept; their payload digest is the evidence's page hash. Other pages are `resource`
/// records.
std::string warc_info(parsers::Time now);
std::string warc_records(const archive::StoredRawPage& page);

void print_warc_info(parsers::Time now);
void print_warc(const archive::StoredRawPage& page);

} // namespace baotin::daemon
