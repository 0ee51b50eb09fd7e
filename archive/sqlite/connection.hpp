#pragma once

#include "archive/page.hpp"
#include "archive/sqlite/failure.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace baotin::archive::sqlite {

class Connection;

enum class Access { read, write };

/// A statement's text with the prepared ones that no query runs at the moment.
using Idle = std::pair<const std::string, std::vector<std::unique_ptr<SQLite::Statement>>>;

/// A binary value among a query's arguments.
struct Blob {
    std::string_view bytes;
};

/// One run of a prepared statement: bound on construction, read row by row, handed back to the connection on
/// destruction. Every failure is a StoreError that names the file.
class Query {
public:
    ~Query();
    Query(Query&& other) noexcept = default;
    Query& operator=(Query&&) = delete;
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    bool step(); ///< is there a (further) row?
    int run();   ///< to the end; how many rows it changed

    [[nodiscard]] bool null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] int number(int column) const { return static_cast<int>(integer(column)); }
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
    [[nodiscard]] std::string text(int column) const; ///< of a blob, too; empty for NULL
    [[nodiscard]] Time time(int column) const { return Time(std::chrono::milliseconds(integer(column))); }
    [[nodiscard]] std::optional<Time> optional_time(int column) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
    [[nodiscard]] std::optional<double> optional_real(int column) const;
    [[nodiscard]] std::optional<std::string> optional_text(int column) const;

private:
    friend class Connection;
    /// How long the arguments live: texts and blobs are copied unless they outlive the query.
    enum class Arguments { may_end, outlive_the_query };
    Query(Connection& connection, Idle& idle, std::unique_ptr<SQLite::Statement> statement,
          Arguments arguments);

    template <std::integral Number>
    void put(int index, Number value)
    {
        statement_->bind(index, static_cast<std::int64_t>(value));
    }
    void put(int index, double value) { statement_->bind(index, value); }
    void put(int index, Time value) { put(index, value.time_since_epoch().count()); }
    void put(int index, std::string_view value);
    void put(int index, const std::string& value);
    void put(int index, const char* value) { statement_->bind(index, value); }
    void put(int index, Blob value);
    template <class Value>
    void put(int index, const std::optional<Value>& value)
    {
        if (value) {
            put(index, *value);
        } else {
            statement_->bind(index);
        }
    }

    Connection* connection_;
    Idle* idle_; ///< where the statement goes back to
    std::unique_ptr<SQLite::Statement> statement_;
    Arguments arguments_;
};

/// One SQLite connection with its prepared statements. Lives on one thread.
class Connection {
public:
    Connection(std::filesystem::path file, Access access);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Binds `?1`, `?2` … to `arguments` in their order.
    template <class... Arguments>
    Query query(std::string_view sql, const Arguments&... arguments)
    {
        return bound(take(sql, Query::Arguments::may_end), arguments...);
    }

    template <class... Arguments>
    int run(std::string_view sql, const Arguments&... arguments)
    {
        return bound(take(sql, Query::Arguments::outlive_the_query), arguments...).run();
    }

    [[nodiscard]] std::int64_t last_id() const { return database_->getLastInsertRowid(); }
    [[nodiscard]] bool in_transaction() const;
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] SQLite::Database& database() { return *database_; } ///< for what a statement cannot say

private:
    friend class Query;

    /// A statement is taken out while a query runs, so that a row's callback may ask the same question again.
    Query take(std::string_view sql, Query::Arguments arguments);
    template <class... Values>
    Query bound(Query query, const Values&... values)
    {
        [[maybe_unused]] int index = 0;
        guarded([&] { (query.put(++index, values), ...); });
        return query;
    }
    template <class Work>
    void guarded(Work work) const
    {
        try {
            work();
        } catch (const SQLite::Exception& error) {
            fail(file_, error);
        }
    }

    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    std::filesystem::path file_;
    std::unique_ptr<SQLite::Database> database_;
    std::unordered_map<std::string, Idle::second_type, Hash, std::equal_to<>> idle_; ///< by text
};

/// Several queries on one state of the archive. A snapshot inside another one (a row's callback) is part of
/// it.
class Snapshot {
public:
    explicit Snapshot(Connection& connection);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Connection* connection_;
    bool ours_;
};

} // namespace baotin::archive::sqlite
