#include "tests/sim/world.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>

namespace baotin::sim {
namespace {

namespace asio = boost::asio;

template <class Handler>
class HandlerWaiter final : public Waiter {
public:
    explicit HandlerWaiter(Handler handler) : handler_(std::move(handler)) {}
    void resume() override
    {
        asio::get_associated_cancellation_slot(handler_).clear();
        auto executor = asio::get_associated_executor(handler_);
        asio::post(executor, std::move(handler_));
    }

private:
    Handler handler_;
};

class VirtualAlarm final : public crawler::Alarm {
public:
    explicit VirtualAlarm(World& world) : world_(world) {}

    asio::awaitable<void> wait(milliseconds time) override
    {
        auto start = [this, time](auto handler) {
            auto slot = asio::get_associated_cancellation_slot(handler);
            auto waiter = std::make_unique<HandlerWaiter<decltype(handler)>>(std::move(handler));
            timer_ = world_.set(std::max(time, milliseconds::zero()), std::move(waiter));
            if (!slot.is_connected()) return;
            slot.assign([world = &world_, timer = timer_](asio::cancellation_type) { world->ring(timer); });
        };
        auto token = asio::use_awaitable;
        co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(start, token);
        auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none)
            throw boost::system::system_error(asio::error::operation_aborted);
    }
    void ring() override { world_.ring(timer_); }

private:
    World& world_;
    World::Timer timer_ = 0;
};

} // namespace

std::optional<Time> World::next() const
{
    if (timers_.empty()) return std::nullopt;
    return timers_.begin()->first.first;
}

World::Timer World::set(milliseconds after, std::unique_ptr<Waiter> waiter)
{
    auto timer = ++last_;
    auto time = now_ + after;
    timers_.emplace(std::pair{time, timer}, std::move(waiter));
    times_.emplace(timer, time);
    return timer;
}

void World::ring(Timer timer)
{
    auto time = times_.find(timer);
    if (time == times_.end()) return;
    auto entry = timers_.extract({time->second, timer});
    times_.erase(time);
    entry.mapped()->resume();
}

bool World::advance()
{
    if (timers_.empty()) return false;
    auto entry = timers_.extract(timers_.begin());
    times_.erase(entry.key().second);
    now_ = std::max(now_, entry.key().first);
    entry.mapped()->resume();
    return true;
}

void World::advance_to(Time time)
{
    now_ = std::max(now_, time);
}

void World::forget_all()
{
    times_.clear();
    auto dying = std::exchange(timers_, {});
}

std::unique_ptr<crawler::Alarm> VirtualClock::alarm()
{
    return std::make_unique<VirtualAlarm>(world_);
}

} // namespace baotin::sim
