#pragma once

#include <filesystem>

namespace baotin::archive::sqlite {

/// `baot`: how `file` and we tell an archive from other programs' SQLite databases.
inline constexpr int application_id = 0x62616f74;

/// The schema that this binary reads and writes; an archive carries its own as `user_version`.
int schema_version();

/// Makes `file` an archive of today's schema: creates it, or runs the migrations that it lacks, in one
/// transaction. Throws StoreError.
void migrate(const std::filesystem::path& file);

} // namespace baotin::archive::sqlite
