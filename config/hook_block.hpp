#pragma once

#include "config/hook.hpp"
#include "config/main_file.hpp"
#include "config/reading.hpp"

#include <vector>

namespace baotin::config {

/// Reads the `[[hook]]` blocks of baotin.toml.
std::vector<Hook> read_hooks(Table& root, Secrets secrets, HookMentions& mentions);

} // namespace baotin::config
