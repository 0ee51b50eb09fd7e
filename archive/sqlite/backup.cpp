#include "archive/backup.hpp"

#include "archive/sqlite/failure.hpp"
#include "archive/sqlite/inspection.hpp"
#include "archive/sqlite/lock_file.hpp"
#include "archive/sqlite/schema.hpp"
#include "archive/store.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>

namespace baotin::archive {
namespace {

namespace fs = std::filesystem;

constexpr int patience_ms = 10'000;
constexpr int pages_at_once = 1024;
constexpr std::array companions = {"-wal", "-shm"};     ///< what SQLite keeps beside a database
constexpr std::int64_t ids_skipped_blindly = 1'000'000; ///< years of a daemon's

fs::path beside(const fs::path& file, std::string_view suffix)
{
    return file.string() + std::string(suffix);
}

void require_archive(const fs::path& file)
{
    if (sqlite::inspect(file) == sqlite::Found::nothing)
        throw StoreError(fmt::format("there is no archive at {}", file.string()));
}

/// Throws StoreUnwritable unless what was written to `path`, a file or a folder, is on the disk.
void sync_to_disk(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!synced)
        throw StoreUnwritable(fmt::format("{} cannot be written: {}", path.string(), std::strerror(error)));
}

void move_file(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::rename(from, to, error);
    if (error) {
        throw StoreError(
            fmt::format("{} cannot be renamed to {}: {}", from.string(), to.string(), error.message()));
    }
}

/// A file that goes, with what SQLite put beside it, unless it was given its name.
class Draft {
public:
    explicit Draft(fs::path path) : path_(std::move(path)) { remove(); }
    ~Draft() { remove(); }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    void remove() const
    {
        std::error_code ignored;
        fs::remove(path_, ignored);
        fs::remove(beside(path_, "-journal"), ignored);
        for (const auto* suffix : companions)
            fs::remove(beside(path_, suffix), ignored);
    }
    fs::path path_;
};

/// Holds one state of `source` for the whole copy: others' commits neither show in it nor start it anew.
void copy_pages(SQLite::Database& source, SQLite::Database& target, const WorkProgress& progress)
{
    source.exec("BEGIN");
    SQLite::Statement(source, "SELECT count(*) FROM sqlite_schema").executeStep(); // the state is now taken
    SQLite::Backup backup(target, source);
    while (backup.executeStep(pages_at_once) != SQLITE_DONE) {
        const auto total = backup.getTotalPageCount();
        progress(static_cast<std::uint64_t>(total - backup.getRemainingPageCount()),
                 static_cast<std::uint64_t>(total));
    }
    const auto total = static_cast<std::uint64_t>(backup.getTotalPageCount());
    progress(total, total);
}

void require_whole(SQLite::Database& database, const fs::path& named)
{
    SQLite::Statement check(database, "PRAGMA quick_check(1)");
    check.executeStep();
    const auto found = check.getColumn(0).getString();
    if (found != "ok") throw StoreError(fmt::format("{} is damaged: {}", named.string(), found));
}

/// A whole copy of `file` in `draft`, on the disk, in one file.
void copy_archive(const fs::path& file, const Draft& draft, const WorkProgress& progress)
{
    try {
        SQLite::Database source(file.string(), SQLite::OPEN_READONLY, patience_ms);
        SQLite::Database target(draft.path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                patience_ms);
        target.exec("PRAGMA synchronous = OFF"); // synced as a whole below
        copy_pages(source, target, progress);
        target.exec("PRAGMA journal_mode = DELETE");
        require_whole(target, file);
    } catch (const SQLite::Exception& error) {
        const bool of_the_copy = (error.getErrorCode() & 0xff) == SQLITE_FULL;
        sqlite::fail(of_the_copy ? draft.path() : file, error);
    }
    sync_to_disk(draft.path());
}

using GivenIds = std::map<std::string, std::int64_t>; ///< the highest by table

/// What the archive that stands at `file` has given out; nothing where that cannot be told.
std::optional<GivenIds> given_ids(const fs::path& file)
{
    try {
        SQLite::Database database(file.string(), SQLite::OPEN_READONLY, patience_ms);
        if (database.execAndGet("PRAGMA application_id").getInt() != sqlite::application_id)
            return std::nullopt;
        GivenIds given;
        SQLite::Statement row(database, "SELECT name, seq FROM sqlite_sequence");
        while (row.executeStep())
            given[row.getColumn(0).getString()] = row.getColumn(1).getInt64();
        return given;
    } catch (const SQLite::Exception&) {
        return std::nullopt;
    }
}

/// Subscribers know the ids and cursors that were given since the backup: those never come again.
void skip_ids(const fs::path& restored, const std::optional<GivenIds>& given)
{
    try {
        SQLite::Database database(restored.string(), SQLite::OPEN_READWRITE, patience_ms);
        SQLite::Transaction transaction(database);
        // SQLite makes a table's row with the table's first id.
        database.exec("INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_schema WHERE "
                      "type = 'table' AND sql LIKE '% AUTOINCREMENT%' AND name NOT IN "
                      "(SELECT name FROM sqlite_sequence)");
        if (given) {
            SQLite::Statement raise(database,
                                    "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1");
            for (const auto& [table, id] : *given) {
                raise.bind(1, table);
                raise.bind(2, id);
                raise.exec();
                raise.reset();
            }
        } else {
            database.exec(fmt::format("UPDATE sqlite_sequence SET seq = seq + {}", ids_skipped_blindly));
        }
        transaction.commit();
    } catch (const SQLite::Exception& error) {
        sqlite::fail(restored, error);
    }
}

/// Brings into the archive at `file` what stands in its WAL. False where that cannot be done: it is damaged,
/// or a reader still has it.
bool fold_wal(const fs::path& file)
{
    try {
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE, patience_ms);
        SQLite::Statement checkpoint(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        checkpoint.executeStep();
        return checkpoint.getColumn(0).getInt() == 0;
    } catch (const SQLite::Exception&) {
        return false;
    }
}

bool link_file(const fs::path& from, const fs::path& to)
{
    std::error_code error; // not every file system has them
    fs::create_hard_link(from, to, error);
    return !error;
}

/// Where the archive that stands at `file` is kept: nobody has to be sure before a restore. Where it is
/// `readable`, it stands at `file`, too, until another takes that name: whenever we end, one is there.
fs::path put_aside(const fs::path& file, bool readable)
{
    if (!fs::exists(file)) return {};
    fs::path aside;
    for (int number = 1; aside.empty() || fs::exists(aside); ++number)
        aside = beside(file, fmt::format(".before-restore-{}", number));
    const bool folded = readable && fold_wal(file);
    for (const auto* suffix : companions) {
        const auto companion = beside(file, suffix);
        if (!fs::exists(companion)) continue;
        // Beside the restored file it would be taken for that one's.
        if (folded)
            fs::remove(companion);
        else
            move_file(companion, beside(aside, suffix));
    }
    if (!folded || !link_file(file, aside)) move_file(file, aside);
    sync_to_disk(file.parent_path());
    return aside;
}

} // namespace

void backup_sqlite(const fs::path& file, const fs::path& copy, const WorkProgress& progress)
{
    require_archive(file);
    if (fs::exists(copy))
        throw StoreError(fmt::format("{} is there already; name a file that is not", copy.string()));
    const auto folder = fs::absolute(copy).parent_path();
    sqlite::require_creatable(fs::absolute(copy));
    const Draft draft(beside(copy, ".part"));
    copy_archive(file, draft, progress);
    move_file(draft.path(), copy);
    sync_to_disk(folder);
}

fs::path restore_sqlite(const fs::path& backup, const fs::path& file, const WorkProgress& progress)
{
    require_archive(backup);
    const auto place = fs::weakly_canonical(fs::absolute(file));
    if (fs::exists(place) && fs::equivalent(backup, place))
        throw StoreError(fmt::format("{} is the archive itself, not a backup of it", backup.string()));
    sqlite::require_creatable(place);
    const sqlite::LockFile lock(place);
    const Draft draft(beside(place, ".restored"));
    copy_archive(backup, draft, progress);
    const auto given = given_ids(place);
    skip_ids(draft.path(), given);
    auto aside = put_aside(place, given.has_value());
    move_file(draft.path(), place);
    sync_to_disk(place.parent_path());
    return aside;
}

} // namespace baotin::archive
