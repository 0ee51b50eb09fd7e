#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace baotin::archive {

/// A disk that fails: SQLite's default VFS as long as it lives, above the real one. One at a time; open no
/// database before it that outlives it.
class FaultyDisk {
public:
    enum class Fault {
        io_error,    ///< one write, sync or truncation fails, and nothing of it happens
        short_write, ///< half of it happens
        full,        ///< there is no room for it
        power_cut    ///< from it on nothing happens any more
    };

    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// The `number`th write, sync or truncation from now on, from 1, fails so.
    void fail(Fault fault, int number);
    [[nodiscard]] bool has_failed() const { return has_failed_; }
    /// What was written since each file's last sync is lost or kept, one piece by one, as coins of `seed`
    /// fall. Afterwards the disk works again. Nothing may be open.
    void lose_unsynced(std::uint64_t seed);

private:
    struct File;
    struct Methods; ///< what SQLite calls
    /// A write or truncation that no sync has followed.
    struct Piece {
        std::int64_t offset = 0;
        std::string before, after;
        std::int64_t size_before = 0, size_after = 0;
    };

    bool strikes(Fault& fault);

    sqlite3_vfs* real_;
    sqlite3_vfs vfs_;
    std::map<std::string, std::vector<Piece>> unsynced_; ///< by file
    Fault fault_ = Fault::io_error;
    int until_fault_ = 0; ///< 0: never
    bool has_failed_ = false;
    bool no_power_ = false;
};

} // namespace baotin::archive
