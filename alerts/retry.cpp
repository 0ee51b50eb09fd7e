#include "alerts/retry.hpp"

#include <algorithm>
#include <array>

namespace baotin::alerts {

using namespace std::chrono_literals;

namespace {

constexpr std::array<std::chrono::seconds, 8> first_waits = {1s, 5s, 30s, 5min, 30min, 2h, 5h, 10h};
constexpr std::chrono::seconds later_wait = 12h;
constexpr std::chrono::seconds patience = 72h;
constexpr std::chrono::seconds most_retry_after = 24h;

} // namespace

std::optional<Time> next_attempt(int attempts, Time created_at, Time now, double jitter,
                                 std::optional<std::chrono::seconds> retry_after)
{
    auto turn = static_cast<std::size_t>(std::max(attempts, 1)) - 1;
    bool early = turn < first_waits.size();
    auto wait = std::chrono::duration<double>(early ? first_waits[turn] : later_wait) * (0.8 + 0.4 * jitter);
    auto next = now + std::chrono::duration_cast<std::chrono::milliseconds>(wait);
    if (retry_after) next = std::max<Time>(next, now + std::clamp(*retry_after, 0s, most_retry_after));
    if (!early && next > created_at + patience) return std::nullopt;
    return next;
}

} // namespace baotin::alerts
