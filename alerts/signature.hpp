#pragma once

#include "parsers/timestamp.hpp"

#include <string>
#include <string_view>

namespace baotin::alerts {

/// The value of `webhook-signature` by Standard Webhooks: `v1,` + base64 of HMAC-SHA256 under `secret` (the
/// key's raw bytes) over `id.timestamp.body`, where the timestamp is in Unix seconds.
std::string sign(std::string_view secret, std::string_view id, parsers::Time timestamp,
                 std::string_view body);

} // namespace baotin::alerts
