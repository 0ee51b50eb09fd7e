#pragma once

#include <ctime>
#include <string>
#include <string_view>

namespace baotin::lab {

/// What a subscriber checks by https://www.standardwebhooks.com: `signatures` is the `webhook-signature`
/// header, `secret` begins with `whsec_`. False where the timestamp is further than five minutes from `now`
/// too.
bool signed_by(std::string_view secret, std::string_view id, std::string_view timestamp,
               std::string_view signatures, std::string_view body, std::time_t now);

/// `whsec_` and 32 random bytes.
std::string new_secret();

} // namespace baotin::lab
