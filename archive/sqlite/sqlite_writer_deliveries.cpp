#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_writer.hpp"

#include <fmt/format.h>

namespace baotin::archive::sqlite {

void SqliteWriter::attempted(const DeliveryAttempt& attempt)
{
    const int rows = connection_.run(
        "UPDATE delivery SET state = ?2, attempts = attempts + 1, last_attempt = ?3, next_attempt = ?4, "
        "status = ?5, detail = ?6, request = ?7, response = ?8 WHERE id = ?1",
        attempt.delivery, to_string(attempt.state), attempt.at, attempt.next_attempt, attempt.status,
        attempt.detail, attempt.request, attempt.response);
    if (rows == 0) {
        throw StoreError(
            fmt::format("archive {} has no delivery {}", connection_.file().string(), attempt.delivery));
    }
}

std::size_t SqliteWriter::retry_deliveries(const DeliveryQuery& query, Time now)
{
    const std::string_view states = query.id || !query.hook.empty() ? "('dead', 'pending')" : "('dead')";
    const auto sql =
        fmt::format("UPDATE delivery SET state = 'pending', attempts = 0, next_attempt = ?8 WHERE id IN "
                    "(SELECT d.id FROM delivery d JOIN event e ON e.cursor = d.event "
                    "WHERE d.state IN {} AND {} ORDER BY d.id LIMIT ?7)",
                    states, restriction_of(query));
    const auto state = query.state ? std::optional(to_string(*query.state)) : std::nullopt;
    const auto type = query.type ? std::optional(to_string(*query.type)) : std::nullopt;
    const auto limit = query.limit ? static_cast<std::int64_t>(*query.limit) : -1;
    const int rows =
        connection_.run(sql, query.id, query.hook, state, type, query.since, query.until, limit, now);
    if (!query.hook.empty()) {
        // The operator says that the receiver is back.
        connection_.run("UPDATE incident SET until = ?2 WHERE hook = ?1 AND site = '' AND until IS NULL",
                        query.hook, now);
    }
    return static_cast<std::size_t>(rows);
}

std::size_t SqliteWriter::replay_events(std::string_view hook, const std::vector<std::int64_t>& cursors,
                                        Time now)
{
    std::size_t queued = 0;
    for (const auto cursor : cursors) {
        // What is dead was never received: brought back, it is news and no replay.
        queued += static_cast<std::size_t>(connection_.run(
            "INSERT INTO delivery (hook, event, article, created_at, next_attempt, replay) "
            "SELECT ?1, cursor, article, ?3, ?3, 1 FROM event WHERE cursor = ?2 "
            "ON CONFLICT (event, hook) DO UPDATE SET replay = max(replay, state = 'delivered'), "
            "state = 'pending', attempts = 0, created_at = ?3, next_attempt = ?3 WHERE state <> 'pending'",
            hook, cursor, now));
    }
    return queued;
}

} // namespace baotin::archive::sqlite
