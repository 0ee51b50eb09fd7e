#pragma once

#include <filesystem>

namespace baotin::archive::sqlite {

/// What stands where the archive should be.
enum class Found {
    nothing, ///< no file, or an empty database: ours to fill
    older,   ///< an archive of an older schema
    current
};

/// Looks without changing anything. Throws StoreError where it is no archive, or one that this binary cannot
/// read.
Found inspect(const std::filesystem::path& file);

/// Throws StoreError where an archive cannot be made at `file`.
void require_creatable(const std::filesystem::path& file);

bool writable(const std::filesystem::path& path);

} // namespace baotin::archive::sqlite
