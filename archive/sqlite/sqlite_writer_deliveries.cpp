#include "archive/sqlite/sqlite_writer.hpp"

#include <fmt/format.h>

namespace baotin::archive::sqlite {

void SqliteWriter::attempted(const DeliveryAttempt& attempt)
{
    const int rows = connection_.run(
        "UPDATE delivery SET state = ?2, attempts = attempts + 1, last_attempt = ?3, next_attempt = ?4, "
        "status = ?5, detail = ?6 WHERE id = ?1",
        attempt.delivery, to_string(attempt.state), attempt.at, attempt.next_attempt, attempt.status,
        attempt.detail);
    if (rows == 0) {
        throw StoreError(
            fmt::format("archive {} has no delivery {}", connection_.file().string(), attempt.delivery));
    }
}

std::size_t SqliteWriter::retry_deliveries(const DeliveryQuery& query, Time now)
{
    std::string which = query.id || !query.hook.empty() ? "state IN ('dead', 'pending')" : "state = 'dead'";
    if (query.id) which += " AND id = ?3";
    if (!query.hook.empty()) which += " AND hook = ?4";
    const auto sql = fmt::format(
        "UPDATE delivery SET state = 'pending', attempts = 0, next_attempt = ?1 WHERE id IN "
        "(SELECT id FROM delivery WHERE {} AND (?2 IS NULL OR state = ?2) AND ?3 IS ?3 AND ?4 IS ?4 "
        "ORDER BY id LIMIT ?5)",
        which);
    const auto state = query.state ? std::optional(to_string(*query.state)) : std::nullopt;
    const auto limit = query.limit ? static_cast<std::int64_t>(*query.limit) : -1;
    const int rows = connection_.run(sql, now, state, query.id, query.hook, limit);
    if (!query.hook.empty()) {
        // The operator says that the receiver is back.
        connection_.run("UPDATE incident SET until = ?2 WHERE hook = ?1 AND site = '' AND what = 'gone' AND "
                        "until IS NULL",
                        query.hook, now);
    }
    return static_cast<std::size_t>(rows);
}

} // namespace baotin::archive::sqlite
