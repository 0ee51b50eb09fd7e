#include "archive/sqlite/connection.hpp"

#include <SQLiteCpp/Column.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace baotin::archive::sqlite {
namespace {

constexpr int busy_timeout_ms = 10'000; ///< a CLI writer's transaction is short; a backup tool's may not be

std::unique_ptr<SQLite::Database> open(const std::filesystem::path& file, Access access)
{
    // A connection lives on one thread: SQLite needs no lock of its own around it.
    const int flags =
        (access == Access::write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    return std::make_unique<SQLite::Database>(file.string(), flags, busy_timeout_ms);
}

} // namespace

Connection::Connection(std::filesystem::path file, Access access) : file_(std::move(file))
{
    guarded([&] {
        database_ = open(file_, access);
        // FULL: a commit that was acknowledged survives a power cut. No mmap: an I/O error would be a SIGBUS
        // instead of an exception. The caches are small because the kernel caches the file as well.
        database_->exec("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
                        "PRAGMA mmap_size = 0;");
        if (access == Access::write) {
            // WAL again: a crash right after the migration may have left the file without. Copied back every
            // 2,000 pages (16 MB) and not every 1,000: what the notes of many visits change is the same few
            // pages, and up to 4,062 are found in the WAL with one look. What is deleted was public: it need
            // not be wiped.
            database_->exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192;"
                            "PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 2000;"
                            "PRAGMA secure_delete = OFF;");
        } else {
            database_->exec("PRAGMA query_only = ON; PRAGMA cache_size = -4096;");
        }
    });
}

bool Connection::in_transaction() const
{
    return sqlite3_get_autocommit(database_->getHandle()) == 0;
}

Query Connection::take(std::string_view sql, Query::Arguments arguments)
{
    auto place = idle_.find(sql);
    if (place == idle_.end()) {
        place = idle_.emplace(std::string(sql), std::vector<std::unique_ptr<SQLite::Statement>>()).first;
    }
    auto& statements = place->second;
    if (statements.empty()) {
        guarded([&, &text = place->first] {
            statements.push_back(std::make_unique<SQLite::Statement>(*database_, text));
        });
    }
    auto statement = std::move(statements.back());
    statements.pop_back();
    return {*this, *place, std::move(statement), arguments};
}

Query::Query(Connection& connection, Idle& idle, std::unique_ptr<SQLite::Statement> statement,
             Arguments arguments)
    : connection_(&connection), idle_(&idle), statement_(std::move(statement)), arguments_(arguments)
{
}

Query::~Query()
{
    if (!statement_) return;
    statement_->tryReset(); // answers the error of the last step again: it was told then
    try {
        statement_->clearBindings();
        idle_->second.push_back(std::move(statement_));
    } catch (const std::exception& error) {
        spdlog::debug("a prepared statement is thrown away: {}", error.what());
    }
}

void Query::put(int index, const std::string& value)
{
    if (arguments_ == Arguments::outlive_the_query) {
        statement_->bindNoCopy(index, value);
    } else {
        statement_->bind(index, value);
    }
}

void Query::put(int index, std::string_view value)
{
    statement_->bind(index, std::string(value));
}

void Query::put(int index, Blob value)
{
    const auto* bytes = static_cast<const void*>(value.bytes.data());
    const auto size = static_cast<int>(value.bytes.size());
    if (arguments_ == Arguments::outlive_the_query) {
        statement_->bindNoCopy(index, bytes, size);
    } else {
        statement_->bind(index, bytes, size);
    }
}

bool Query::step()
{
    try {
        return statement_->executeStep();
    } catch (const SQLite::Exception& error) {
        fail(connection_->file_, error);
    }
}

int Query::run()
{
    while (step()) {
    }
    return statement_->getChanges();
}

bool Query::null(int column) const
{
    return statement_->getColumn(column).isNull();
}

std::int64_t Query::integer(int column) const
{
    return statement_->getColumn(column).getInt64();
}

double Query::real(int column) const
{
    return statement_->getColumn(column).getDouble();
}

std::string Query::text(int column) const
{
    return statement_->getColumn(column).getString();
}

std::optional<Time> Query::optional_time(int column) const
{
    if (null(column)) return std::nullopt;
    return time(column);
}

std::optional<std::int64_t> Query::optional_integer(int column) const
{
    if (null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Query::optional_text(int column) const
{
    if (null(column)) return std::nullopt;
    return text(column);
}

Snapshot::Snapshot(Connection& connection) : connection_(&connection), ours_(!connection.in_transaction())
{
    if (ours_) connection_->run("BEGIN");
}

Snapshot::~Snapshot()
{
    if (!ours_) return;
    try {
        connection_->run("COMMIT");
    } catch (const std::exception& error) {
        spdlog::warn("{}", error.what());
    }
}

} // namespace baotin::archive::sqlite
