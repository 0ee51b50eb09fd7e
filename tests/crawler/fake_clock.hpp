#pragma once

#include "crawler/clock.hpp"

namespace baotin::crawler {

/// A clock that stands still until a test moves it; who waits, waits for ever.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Time start) : time(start) {}
    [[nodiscard]] Time now() const override { return time; }
    std::unique_ptr<Alarm> alarm() override { throw std::logic_error("nothing waits in this test"); }

    Time time;
};

} // namespace baotin::crawler
