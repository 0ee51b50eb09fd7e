#pragma once

#include "crawler/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <stdexcept>

namespace baotin::crawler {

/// A clock that stands still until a test moves it; who waits, waits for ever.
class FakeClock : public Clock {
public:
    explicit FakeClock(Time start) : time(start) {}
    [[nodiscard]] Time now() const override { return time; }
    std::unique_ptr<Alarm> alarm() override { throw std::logic_error("nothing waits in this test"); }

    Time time;
};

/// A clock that moves when somebody waits: whole days pass at once.
class QuickClock final : public FakeClock {
public:
    using FakeClock::FakeClock;
    std::unique_ptr<Alarm> alarm() override { return std::make_unique<QuickAlarm>(time); }

private:
    class QuickAlarm final : public Alarm {
    public:
        explicit QuickAlarm(Time& time) : time_(time) {}
        boost::asio::awaitable<void> wait(std::chrono::milliseconds time) override
        {
            time_ += time;
            co_return;
        }
        void ring() override {}

    private:
        Time& time_;
    };
};

} // namespace baotin::crawler
