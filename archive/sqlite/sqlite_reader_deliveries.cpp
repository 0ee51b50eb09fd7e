#include "archive/sqlite/rows.hpp"
#include "archive/sqlite/sqlite_reader.hpp"

#include <algorithm>

namespace baotin::archive::sqlite {
namespace {

const std::string delivery_columns =
    "d.id, d.hook, e.id, e.type, d.article, d.state, d.attempts, d.created_at, d.next_attempt, "
    "d.last_attempt, d.status, d.detail, d.replay";

/// No earlier delivery of the same hook and article is still to be sent. Deliveries without an article wait
/// for none.
const std::string first_of_its_article =
    "(d.article IS NULL OR NOT EXISTS (SELECT 1 FROM delivery b INDEXED BY delivery_order "
    "WHERE b.hook = d.hook AND b.article = d.article AND b.replay = d.replay AND b.state = 'pending' "
    "AND b.event < d.event))";

Delivery read_delivery(const Query& row)
{
    Delivery delivery;
    delivery.id = row.integer(0);
    delivery.hook = row.text(1);
    delivery.event_id = row.text(2);
    delivery.type = event_type(row.text(3));
    delivery.article = row.optional_integer(4);
    delivery.state = delivery_state(row.text(5));
    delivery.attempts = row.number(6);
    delivery.created_at = row.time(7);
    delivery.next_attempt = row.time(8);
    delivery.last_attempt = row.optional_time(9);
    delivery.status = row.number(10);
    delivery.detail = row.text(11);
    delivery.replay = row.integer(12) != 0;
    return delivery;
}

/// Longer than any retry is put off (alerts/retry.cpp): a day that a receiver asked for.
constexpr auto longest_wait = std::chrono::hours(25);

} // namespace

std::vector<Delivery> SqliteReader::deliveries(const DeliveryQuery& query)
{
    const auto sql = "SELECT " + delivery_columns +
                     " FROM delivery d JOIN event e ON e.cursor = d.event WHERE " + restriction_of(query) +
                     " ORDER BY d.id DESC LIMIT ?7";
    const auto state = query.state ? std::optional(to_string(*query.state)) : std::nullopt;
    const auto type = query.type ? std::optional(to_string(*query.type)) : std::nullopt;
    const auto limit = query.limit ? static_cast<std::int64_t>(*query.limit) : -1;
    std::vector<Delivery> deliveries;
    auto row = connection_.query(sql, query.id, query.hook, state, type, query.since, query.until, limit);
    while (row.step()) {
        deliveries.push_back(read_delivery(row));
    }
    return deliveries;
}

Backlog SqliteReader::backlog(std::string_view hook)
{
    Backlog backlog;
    auto count =
        connection_.query("SELECT count(*) FROM delivery WHERE hook = ?1 AND state = 'pending'", hook);
    if (count.step()) backlog.pending = static_cast<std::size_t>(count.integer(0));
    // What was brought back or replayed has still to be tried: no attempts, though it had some.
    static const auto sql = "SELECT " + delivery_columns +
                            " FROM delivery d JOIN event e ON e.cursor = d.event WHERE d.hook = ?1 AND "
                            "d.state = 'pending' AND d.attempts > 0 ORDER BY d.last_attempt DESC LIMIT 1";
    auto row = connection_.query(sql, hook);
    if (row.step()) backlog.failed = read_delivery(row);
    return backlog;
}

std::optional<Delivery> SqliteReader::delivery(DeliveryId id)
{
    static const auto sql = "SELECT " + delivery_columns +
                            ", e.body, d.request, d.response FROM delivery d JOIN event e ON e.cursor = "
                            "d.event WHERE d.id = ?1";
    auto row = connection_.query(sql, id);
    if (!row.step()) return std::nullopt;
    auto delivery = read_delivery(row);
    delivery.body = row.text(13);
    delivery.request = row.text(14);
    delivery.response = row.text(15);
    return delivery;
}

std::vector<Delivery> SqliteReader::due_deliveries(std::string_view hook, Time now, std::size_t limit)
{
    // By age along an index that holds pending deliveries only: of a long backlog, rows and bodies are read
    // for the answer alone.
    static const auto sql =
        "SELECT " + delivery_columns +
        ", e.body FROM delivery d INDEXED BY delivery_age CROSS JOIN event e ON e.cursor = d.event "
        "WHERE d.state = 'pending' AND d.hook = ?1 AND (d.next_attempt <= ?2 OR d.next_attempt > ?4) AND " +
        first_of_its_article + " ORDER BY d.replay, d.event LIMIT ?3";
    std::vector<Delivery> due;
    auto row = connection_.query(sql, hook, now, limit, now + longest_wait);
    while (row.step()) {
        due.push_back(read_delivery(row));
        due.back().body = row.text(13);
    }
    return due;
}

std::optional<Time> SqliteReader::next_delivery(const std::vector<std::string>& hooks)
{
    // One that waits for an earlier delivery of its article does not count: it is not due before that one is
    // done.
    static const auto sql = "SELECT d.next_attempt FROM delivery d INDEXED BY delivery_due WHERE d.state = "
                            "'pending' AND d.hook = ?1 "
                            "AND " +
                            first_of_its_article + " ORDER BY d.next_attempt LIMIT 1";
    const Snapshot snapshot(connection_);
    std::optional<Time> next;
    for (const auto& hook : hooks) {
        auto row = connection_.query(sql, hook);
        if (!row.step()) continue;
        next = std::min(next.value_or(row.time(0)), row.time(0));
    }
    return next;
}

} // namespace baotin::archive::sqlite
