#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace baotin::crawler {

/// Waits on the loop; throws boost::system::system_error (operation_aborted) when cancelled.
boost::asio::awaitable<void> pause_for(std::chrono::milliseconds time);

} // namespace baotin::crawler
