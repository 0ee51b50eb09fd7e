#include "archive/sqlite/sqlite_writer.hpp"

#include <spdlog/spdlog.h>

namespace baotin::archive::sqlite {

/// Leaves one file that is whole by itself, even where a reader outlives the writer. Waits for no reader: a
/// stop has its time limit, and the WAL keeps what was not copied.
SqliteWriter::~SqliteWriter()
{
    try {
        connection_.run("PRAGMA busy_timeout = 200");
        connection_.run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const std::exception& error) {
        spdlog::debug("{}", error.what());
    }
}

// IMMEDIATE: take the write lock at once, where waiting for it is still possible, and not at the first
// UPDATE.
void SqliteWriter::begin()
{
    connection_.run("BEGIN IMMEDIATE");
}

void SqliteWriter::commit()
{
    connection_.run("COMMIT");
}

void SqliteWriter::rollback()
{
    // A full disk rolls back by itself.
    if (connection_.in_transaction()) connection_.run("ROLLBACK");
}

void SqliteWriter::savepoint()
{
    connection_.run("SAVEPOINT command");
}

void SqliteWriter::release_savepoint()
{
    connection_.run("RELEASE command");
}

void SqliteWriter::rollback_to_savepoint()
{
    connection_.run("ROLLBACK TO command");
    connection_.run("RELEASE command");
}

} // namespace baotin::archive::sqlite
