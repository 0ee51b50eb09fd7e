#pragma once

#include "config/hook.hpp"
#include "config/reading.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::config {

/// A Standard Webhooks key: `whsec_` + base64 of 24 to 64 bytes, or `whsk_` + base64 of an Ed25519 private
/// key (its seed of 32 bytes, or the seed and the public key, 64). The error never quotes the key.
std::expected<SigningKey, std::string> decode_secret(std::string_view text);

/// The text of the file that `value` names (relative: beside the configuration file), trimmed; refused where
/// others may read it.
std::optional<std::string> read_secret_file(const Value& value, const std::filesystem::path& folder);

/// The keys that a hook names by `secret_file`, `secret_env` or `secret_credential` (exactly one of them),
/// with white space between them. Empty where a problem was noted, or where they are to be left unread.
std::vector<SigningKey> read_hook_secrets(Table& hook, Secrets secrets);

} // namespace baotin::config
