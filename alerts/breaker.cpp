#include "alerts/breaker.hpp"

#include <algorithm>

namespace baotin::alerts {

using namespace std::chrono_literals;

namespace {

constexpr int failures_to_open = 10;
constexpr int failures_to_tell = 5;
constexpr auto time_to_tell = 5min;
constexpr std::chrono::milliseconds first_wait = 5s, longest_wait = 5min;

} // namespace

void Breaker::succeeded()
{
    *this = {};
}

void Breaker::failed(Time now, double jitter)
{
    if (failures_ == 0 || now < since_) since_ = now; // a clock set back counts anew
    ++failures_;
    if (!open() && failures_ < failures_to_open) return;
    if (open() && is_ahead(now)) return; // no probe: it was under way when the others failed
    wait_ = std::clamp(2 * wait_, first_wait, longest_wait);
    auto wait = std::chrono::duration<double, std::milli>(wait_) * (0.8 + 0.4 * jitter);
    probe_ = now + std::chrono::duration_cast<std::chrono::milliseconds>(wait);
}

void Breaker::open_at(Time now)
{
    failures_ = std::max(failures_, failures_to_open);
    since_ = now;
    probe_ = now;
}

bool Breaker::permits(Time now, std::size_t in_flight) const
{
    return !open() || (in_flight == 0 && !is_ahead(now));
}

bool Breaker::is_ahead(Time now) const
{
    // A clock that was set back must not make the probe wait for the time it was set back by.
    return *probe_ > now && *probe_ <= now + 2 * longest_wait;
}

bool Breaker::failing(Time now) const
{
    return failures_ >= failures_to_tell && now - since_ >= time_to_tell;
}

} // namespace baotin::alerts
