#include "net/received_body.hpp"

#include <algorithm>

namespace baotin::net {
namespace {

constexpr std::size_t reserved = 256u << 10;   // at first, whatever is announced
constexpr std::size_t unannounced = 32u << 10; // most pages, as sent

} // namespace

bool ReceivedBody::announce(std::uint64_t length)
{
    if (length > limit_) return false;
    bytes_.reserve(std::min(length > 0 ? static_cast<std::size_t>(length) : unannounced, reserved));
    return true;
}

bool ReceivedBody::take(std::string_view chunk)
{
    received_ += chunk.size();
    if (received_ > limit_) return false;
    bytes_ += chunk; // which doubles the room where it is too small
    return true;
}

} // namespace baotin::net
