#include "net/lazy_timer.hpp"

#include <boost/system/error_code.hpp>

#include <utility>

namespace baotin::net {

LazyTimer::LazyTimer(boost::asio::any_io_executor loop, std::function<void()> on_due)
    : timer_(std::move(loop)), on_due_(std::move(on_due))
{
}

void LazyTimer::set(Moment due)
{
    due_ = due;
    if (due_ < waiting_for_) wait();
}

void LazyTimer::no_later_than(Moment due)
{
    if (due < due_) set(due);
}

void LazyTimer::clear()
{
    due_ = never;
    if (waiting_for_ == never) return;
    waiting_for_ = never;
    timer_.cancel();
}

void LazyTimer::wait()
{
    waiting_for_ = due_;
    timer_.expires_at(due_);
    // A wait that has already ended is queued with success and cannot be cancelled any more: only the token
    // tells it that the timer has gone.
    timer_.async_wait([this, alive = std::weak_ptr<bool>(alive_)](boost::system::error_code error) {
        if (!error && !alive.expired()) look();
    });
}

void LazyTimer::look()
{
    waiting_for_ = never;
    if (due_ == never) return;
    if (std::chrono::steady_clock::now() < due_) return wait();
    due_ = never;
    on_due_();
}

} // namespace baotin::net
