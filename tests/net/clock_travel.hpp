#pragma once

#include <chrono>

namespace baotin::net::test {

/// Sets this process's monotonic clock forward, for curl, Asio and everybody else, so that what happens after
/// minutes of idleness can be seen at once. It is never set back.
void travel(std::chrono::seconds forward);

} // namespace baotin::net::test
