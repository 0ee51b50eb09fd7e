#pragma once

#include "config/reading.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::config {

/// The raw bytes of a Standard Webhooks key, `whsec_` + base64 of 24 to 64 bytes. The error never quotes the
/// key.
std::expected<std::string, std::string> decode_secret(std::string_view text);

/// The text of the file that `value` names (relative: beside the configuration file), trimmed; refused where
/// others may read it.
std::optional<std::string> read_secret_file(const Value& value, const std::filesystem::path& folder);

/// The key that a hook names by `secret_file`, `secret_env` or `secret_credential`: exactly one of them.
std::optional<std::string> read_hook_secret(Table& hook);

} // namespace baotin::config
