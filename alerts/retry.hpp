#pragma once

#include "parsers/timestamp.hpp"

#include <chrono>
#include <optional>

namespace baotin::alerts {

using parsers::Time;

/// When a delivery that has now failed `attempts` times (≥ 1) is tried again; nothing: it is dead. After
/// about 1 s, 5 s, 30 s, 5 min, 30 min, 2 h, 5 h, 10 h, then every 12 h while that is within 72 h of
/// `created_at`; each ± 20 % by `jitter` in [0, 1). `retry_after` (the receiver's own word) makes it later,
/// never earlier, and at most a day. The first eight retries are made however old the delivery is: it may
/// have waited for us, or `deliveries retry` brought it back.
std::optional<Time> next_attempt(int attempts, Time created_at, Time now, double jitter,
                                 std::optional<std::chrono::seconds> retry_after);

} // namespace baotin::alerts
