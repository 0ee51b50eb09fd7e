#pragma once

#include "config/hook.hpp"

#include <chrono>
#include <deque>
#include <optional>

namespace baotin::alerts {

/// Holds one hook to its rate: at most `count` attempts in any stretch of `per`, on a clock that nobody sets.
class Pace {
public:
    using Moment = std::chrono::steady_clock::time_point;

    void limit(std::optional<config::Rate> rate)
    {
        rate_ = rate;
        trim();
    }
    /// When the next attempt may begin: not after `now` where at once.
    [[nodiscard]] Moment next(Moment now) const
    {
        bool full = rate_ && made_.size() >= static_cast<std::size_t>(rate_->count);
        return full ? made_.front() + rate_->per : now;
    }
    void made(Moment now)
    {
        if (rate_) made_.push_back(now);
        trim();
    }

private:
    void trim()
    {
        auto kept = rate_ ? static_cast<std::size_t>(rate_->count) : 0;
        while (made_.size() > kept)
            made_.pop_front();
    }

    std::optional<config::Rate> rate_;
    std::deque<Moment> made_; ///< the last `count` attempts
};

} // namespace baotin::alerts
