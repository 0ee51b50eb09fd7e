#include "crawler/clock.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <random>

namespace baotin::crawler {
namespace {

class SystemAlarm final : public Alarm {
public:
    explicit SystemAlarm(const boost::asio::any_io_executor& loop) : timer_(loop) {}

    boost::asio::awaitable<void> wait(std::chrono::milliseconds time) override
    {
        timer_.expires_after(time);
        boost::system::error_code ended;
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ended));
        // Rung or cancelled: only the coroutine's own state tells which.
        auto cancellation = co_await boost::asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != boost::asio::cancellation_type::none)
            throw boost::system::system_error(boost::asio::error::operation_aborted);
    }
    void ring() override { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
};

} // namespace

boost::asio::awaitable<void> Clock::pause(std::chrono::milliseconds time)
{
    if (time <= std::chrono::milliseconds::zero()) co_return;
    auto one = alarm();
    co_await one->wait(time);
}

std::uint32_t Clock::seed()
{
    return std::random_device{}();
}

Time SystemClock::now() const
{
    return std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
}

std::unique_ptr<Alarm> SystemClock::alarm()
{
    return std::make_unique<SystemAlarm>(loop_);
}

} // namespace baotin::crawler
