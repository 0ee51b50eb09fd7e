#include "crawler/pause.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace baotin::crawler {

boost::asio::awaitable<void> pause_for(std::chrono::milliseconds time)
{
    if (time <= std::chrono::milliseconds::zero()) co_return;
    auto loop = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(loop, time);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

} // namespace baotin::crawler
