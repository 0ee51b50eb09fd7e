#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace baotin::net {

/// Calls back once a moment has passed. Moving the moment later costs nothing (the old wait looks again when
/// it ends), so that deadlines which are almost never met are almost free. Lives on the loop; may be
/// destroyed at any time.
class LazyTimer {
public:
    using Moment = std::chrono::steady_clock::time_point;

    LazyTimer(boost::asio::any_io_executor loop, std::function<void()> on_due);

    void set(Moment due); ///< instead of what was set before
    void no_later_than(Moment due);
    void clear(); ///< leaves nothing that would keep the loop running

private:
    void wait();
    void look();

    static constexpr Moment never = Moment::max();

    boost::asio::steady_timer timer_;
    std::function<void()> on_due_;
    Moment due_ = never;
    Moment waiting_for_ = never;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace baotin::net
