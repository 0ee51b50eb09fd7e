#pragma once

#include "parsers/timestamp.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace baotin::crawler {

using parsers::Time;

/// A wait that can be cut short. One coroutine waits at a time.
class Alarm {
public:
    virtual ~Alarm() = default;
    /// Until `time` has passed or ring() is called meanwhile. Throws boost::system::system_error
    /// (operation_aborted) when the coroutine is cancelled.
    virtual boost::asio::awaitable<void> wait(std::chrono::milliseconds time) = 0;
    virtual void ring() = 0;
};

/// What time it is, waiting for it to pass, and the chance that jitter goes by: the system's, or a
/// simulation's. Lives on the loop.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const = 0;
    virtual std::unique_ptr<Alarm> alarm() = 0;
    /// Of a generator of jitter; nothing secret. Another one each time, the same ones in each run of a
    /// simulation.
    virtual std::uint32_t seed();

    /// Throws like Alarm::wait().
    boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
};

/// The machine's own clock; waits do not notice when it is set.
class SystemClock final : public Clock {
public:
    explicit SystemClock(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}
    [[nodiscard]] Time now() const override;
    std::unique_ptr<Alarm> alarm() override;

private:
    boost::asio::any_io_executor loop_;
};

} // namespace baotin::crawler
