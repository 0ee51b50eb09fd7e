#pragma once

#include "parsers/timestamp.hpp"

#include <chrono>
#include <optional>

namespace baotin::alerts {

using parsers::Time;

/// Keeps a backlog from being thrown at a receiver that is down.
///
/// After ten failed attempts in a row it is open: instead of everything that is due, one delivery is tried,
/// after 5 s, then twice as long each time up to 5 minutes (± 20 %). One success closes it. What waits
/// meanwhile is not attempted and so does not come nearer to its last retry. Pure: takes `now` and `jitter`
/// in [0, 1).
class Breaker {
public:
    void succeeded();
    void failed(Time now, double jitter);
    void open_at(Time now); ///< as after a restart: the next attempt is a probe, at once

    [[nodiscard]] bool open() const { return probe_.has_value(); }
    /// May one more attempt be made, where `in_flight` are under way?
    [[nodiscard]] bool permits(Time now, std::size_t in_flight) const;
    /// When a probe is due; nothing while closed.
    [[nodiscard]] std::optional<Time> probe() const { return probe_; }
    /// Has nothing succeeded in five attempts over five minutes, or is it open that long? Worth telling
    /// others.
    [[nodiscard]] bool failing(Time now) const;

private:
    [[nodiscard]] bool is_ahead(Time now) const; ///< the probe; only while open

    int failures_ = 0; ///< in a row
    Time since_{};     ///< the first of them
    std::chrono::milliseconds wait_{0};
    std::optional<Time> probe_;
};

} // namespace baotin::alerts
