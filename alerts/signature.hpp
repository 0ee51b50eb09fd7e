#pragma once

#include "config/hook.hpp"
#include "parsers/timestamp.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace baotin::alerts {

/// One signature by Standard Webhooks over `id.timestamp.body`, where the timestamp is in Unix seconds: `v1,`
/// + base64 of HMAC-SHA256, or `v1a,` + base64 of Ed25519, as the key is. Throws std::runtime_error where
/// OpenSSL cannot.
std::string sign(const config::SigningKey& key, std::string_view id, parsers::Time timestamp,
                 std::string_view body);

/// The value of `webhook-signature`: one signature of each key, with a space between.
std::string sign_with_all(const std::vector<config::SigningKey>& keys, std::string_view id,
                          parsers::Time timestamp, std::string_view body);

/// A new key as it is written: `secret` for us, `public_key` for the receiver (empty for HMAC, where both
/// hold the same).
struct NewKey {
    std::string secret;     ///< `whsec_…` or `whsk_…`
    std::string public_key; ///< `whpk_…`
};
NewKey new_key(config::SigningKey::Kind kind);

} // namespace baotin::alerts
