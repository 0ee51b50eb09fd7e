#pragma once

#include "archive/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::archive {

using DeliveryId = std::int64_t;

enum class DeliveryState {
    pending,
    delivered,
    dead ///< the last retry failed; `deliveries retry` brings it back
};
std::string_view to_string(DeliveryState state);
std::optional<DeliveryState> parse_delivery_state(std::string_view word);

/// One event for one hook.
struct Delivery {
    DeliveryId id = 0;
    std::string hook;
    std::string event_id;
    EventType type = EventType::article_new;
    std::optional<ArticleId> article;
    DeliveryState state = DeliveryState::pending;
    int attempts = 0;
    Time created_at{};
    Time next_attempt{};
    std::optional<Time> last_attempt;
    bool replay = false; ///< it was delivered before, or never queued, and somebody asked for it (again)
    int status = 0;      ///< of the last attempt, 0 where there was no answer
    std::string detail;  ///< of the last attempt, one line
    std::string body;    ///< filled in by Reader::due_deliveries() and delivery() only
    std::string request, response; ///< heads of the last attempt, if it failed; by Reader::delivery() only
};

/// How one attempt ended.
struct DeliveryAttempt {
    DeliveryId delivery = 0;
    Time at{};
    DeliveryState state = DeliveryState::pending;
    Time next_attempt{};
    int status = 0;
    std::string detail;
    std::string request = {}, response = {}; ///< their heads, where somebody may want to know why it failed
};

/// Which deliveries; empty fields do not restrict.
/// What waits for a hook's receiver.
struct Backlog {
    std::size_t pending = 0;
    std::optional<Delivery> failed; ///< of these, the one that was tried last, if it was
};

struct DeliveryQuery {
    std::optional<DeliveryId> id;
    std::string hook;
    std::optional<DeliveryState> state;
    std::optional<std::size_t> limit;
    std::optional<EventType> type = {};
    std::optional<Time> since = {}, until = {}; ///< queued at or after, and before
};

} // namespace baotin::archive
