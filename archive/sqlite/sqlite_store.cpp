#include "archive/sqlite/sqlite_store.hpp"

#include "archive/sqlite/inspection.hpp"
#include "archive/sqlite/schema.hpp"
#include "archive/sqlite/sqlite_reader.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace baotin::archive {
namespace sqlite {

void SqliteStore::refuse_if_read_only() const
{
    if (access_ == Access::write) return;
    throw StoreError(fmt::format(
        "archive {} is read-only for this user; run the command as the user that owns it", file_.string()));
}

void SqliteStore::claim()
{
    refuse_if_read_only();
    const std::lock_guard lock(mutex_);
    if (!lock_) lock_ = std::make_unique<LockFile>(file_);
}

std::unique_ptr<Writer> SqliteStore::writer()
{
    refuse_if_read_only();
    return std::make_unique<SqliteWriter>(file_);
}

std::unique_ptr<Reader> SqliteStore::reader()
{
    return std::make_unique<SqliteReader>(file_);
}

} // namespace sqlite

namespace {

std::unique_ptr<Store> open_resolved(const std::filesystem::path& path, OpenMode mode)
{
    using sqlite::Access;
    using sqlite::Found;
    const auto found = sqlite::inspect(path);
    if (found == Found::nothing && mode == OpenMode::existing) {
        throw StoreError(fmt::format(
            "there is no archive at {} yet; run `baotin run` or `baotin crawl` first", path.string()));
    }
    const bool writable = sqlite::writable(path) || !std::filesystem::exists(path);
    if (!writable && (mode == OpenMode::create || found == Found::older)) {
        throw StoreError(fmt::format(
            "archive {} cannot be written: the file is read-only for this user; check who owns it",
            path.string()));
    }
    // SQLite makes NAME-wal beside the file: a writable file in a folder that is not would fail later, and
    // less clearly.
    if (mode == OpenMode::create) sqlite::require_creatable(path);
    if (found != Found::current) sqlite::migrate(path);
    return std::make_unique<sqlite::SqliteStore>(path, writable ? Access::write : Access::read);
}

} // namespace

std::unique_ptr<Store> open_sqlite(const std::filesystem::path& file, OpenMode mode)
{
    // SQLite's count of its memory is a lock that all connections share, taken for every allocation. Has to
    // be said before its first use; afterwards it is refused, which does no harm.
    static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(uncounted);
    try {
        // One name for one file: the lock stands beside it whatever link led here.
        return open_resolved(std::filesystem::weakly_canonical(std::filesystem::absolute(file)), mode);
    } catch (const std::filesystem::filesystem_error& error) {
        throw StoreError(
            fmt::format("archive {} cannot be opened: {}; check [store] url and who owns its folder",
                        file.string(), error.code().message()));
    }
}

} // namespace baotin::archive
