#pragma once

#include <string>
#include <string_view>

namespace baotin::lab {

/// The value of a top-level `key = "…"` line of a TOML file; empty where there is none.
std::string toml_string(std::string_view toml, std::string_view key);

/// A shipped site file with its home's host replaced by `base` (`http://127.0.0.1:PORT`) and its `[visit]` by
/// `visit`. Throws where the file names no home.
std::string moved_to_lab(std::string_view site_file, std::string_view base, std::string_view visit);

/// baotin.toml for the lab: what `main` does not say itself is added.
std::string main_file(std::string_view store_url, std::string_view main);

} // namespace baotin::lab
