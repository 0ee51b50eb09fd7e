#pragma once

#include <filesystem>
#include <string>

namespace baotin::daemon {

/// The whole file; `-` is stdin. Throws CommandError with the reason.
std::string read_file(const std::filesystem::path& file);

} // namespace baotin::daemon
