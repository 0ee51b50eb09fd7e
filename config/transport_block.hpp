#pragma once

#include "config/reading.hpp"
#include "config/transport.hpp"

namespace baotin::config {

/// Reads `tls` and `proxy` of a site file; what is wrong with them is noted by the table.
void read_transport(Table& root, Transport& transport);

} // namespace baotin::config
