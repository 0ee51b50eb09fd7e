#pragma once

#include "archive/backup.hpp"

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace baotin::archive {

/// What `baotin verify` found. Each finding is a sentence for the operator.
struct Verified {
    std::size_t revisions = 0;
    std::size_t linked = 0;            ///< revisions that the ledger ties together
    std::size_t raw_pages = 0;         ///< whose hash is known, and agrees
    std::vector<std::string> broken;   ///< of what cannot be made anew: the first of each kind, in order
    std::vector<std::string> outdated; ///< of derived data: `--repair` makes it anew
    std::string head; ///< the ledger's last entry: noted elsewhere, it proves later that nothing is missing
};

/// Reads the whole SQLite archive `file`, beside a daemon that writes into it: the file's structure, every
/// revision against its chain and the ledger, every stored page against its hash, and whether search finds
/// every revision. Memory does not grow with it. Counts revisions, then stored pages. Throws StoreError.
Verified verify_sqlite(const std::filesystem::path& file, const WorkProgress& progress);

/// What the file's structure alone shows, which takes a fraction of that; empty where it is whole, or where
/// `stop` was requested first.
std::vector<std::string> check_sqlite(const std::filesystem::path& file, const std::stop_token& stop);

} // namespace baotin::archive
