#pragma once

#include "crawler/clock.hpp"
#include "tests/sim/dice.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

namespace baotin::sim {

using parsers::Time;
using std::chrono::milliseconds;

/// A suspended coroutine, to be resumed once. Destroying it instead destroys the coroutine.
class Waiter {
public:
    virtual ~Waiter() = default;
    virtual void resume() = 0;
};

/// Virtual time: it stands still until the next timer is due, and jumps there. Timers of one moment go off in
/// the order in which they were set. Lives on the simulation's thread and outlives every daemon on it.
class World {
public:
    using Timer = std::uint64_t;

    explicit World(Time start) : now_(start) {}

    [[nodiscard]] Time now() const { return now_; }
    [[nodiscard]] std::optional<Time> next() const; ///< when the next timer goes off

    Timer set(milliseconds after, std::unique_ptr<Waiter> waiter);
    void ring(Timer timer); ///< goes off now; nothing where it has gone off already
    bool advance();         ///< to the next timer, which goes off; false where there is none
    void advance_to(Time time);
    void forget_all(); ///< the daemon is dead: who waited is destroyed

private:
    Time now_;
    Timer last_ = 0;
    std::map<std::pair<Time, Timer>, std::unique_ptr<Waiter>> timers_;
    std::unordered_map<Timer, Time> times_;
};

/// The world's time as the crawler asks for it. `world` must outlive it.
class VirtualClock final : public crawler::Clock {
public:
    VirtualClock(World& world, std::uint32_t seed) : world_(world), dice_(seed) {}
    [[nodiscard]] Time now() const override { return world_.now(); }
    std::unique_ptr<crawler::Alarm> alarm() override;
    std::uint32_t seed() override { return static_cast<std::uint32_t>(dice_.next()); }

private:
    World& world_;
    Dice dice_;
};

} // namespace baotin::sim
