#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace baotin::archive {

/// How far a long piece of work is: `done` of `total`, in what the work counts. Called now and then, on the
/// caller's thread.
using WorkProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Copies the SQLite archive `file` into the new file `copy` as it is at this moment, while others write into
/// it; counts database pages. The copy is one file, looked through before it gets its name: whatever ends us,
/// there is a whole `copy` or none. Throws StoreError: no archive, `copy` is there already, no room.
void backup_sqlite(const std::filesystem::path& file, const std::filesystem::path& copy,
                   const WorkProgress& progress);

/// Puts a copy of `backup` in the place of the archive `file`. Refused while a process has it. An archive
/// that stands there is kept beside it, under the name that is answered (empty: there was none), and
/// the ids that it gave out are not given again. Throws StoreError: no whole backup, in use, no room.
std::filesystem::path restore_sqlite(const std::filesystem::path& backup, const std::filesystem::path& file,
                                     const WorkProgress& progress);

} // namespace baotin::archive
