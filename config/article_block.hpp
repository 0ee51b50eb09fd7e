#pragma once

#include "config/reading.hpp"
#include "config/site.hpp"

namespace baotin::config {

/// Reads `[article]`, or `[[article]]` blocks, one for each generation of the site's markup; takes every key
/// it knows from `root`'s tables.
void read_articles(Table& root, Site& site);

} // namespace baotin::config
