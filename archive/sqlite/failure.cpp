#include "archive/sqlite/failure.hpp"

#include "archive/store.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace baotin::archive::sqlite {

void fail(const std::filesystem::path& file, const SQLite::Exception& error)
{
    const auto name = file.string();
    const auto why = std::string_view(error.what());
    switch (error.getErrorCode() & 0xff) {
    case SQLITE_FULL:
        throw StoreUnwritable(fmt::format("archive {}: its disk is full; make room there", name));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw StoreError(
            fmt::format("archive {} is kept locked by another program ({}); end that program", name, why));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw StoreError(fmt::format(
            "archive {} is damaged ({}); `baotin restore` takes a backup that is not", name, why));
    case SQLITE_READONLY:
    case SQLITE_PERM:
        throw StoreUnwritable(fmt::format(
            "archive {} cannot be written ({}); check who owns the file and its folder", name, why));
    case SQLITE_CANTOPEN:
        // With WAL even a reader makes NAME-shm beside the file when no daemon runs.
        throw StoreError(fmt::format(
            "archive {} cannot be opened ({}); run the command as the user who may write the folder {}", name,
            why, file.parent_path().string()));
    case SQLITE_IOERR:
        throw StoreUnwritable(
            fmt::format("archive {}: its disk failed ({}); look at the system log", name, why));
    default:
        throw StoreError(fmt::format("archive {}: {}", name, why));
    }
}

} // namespace baotin::archive::sqlite
