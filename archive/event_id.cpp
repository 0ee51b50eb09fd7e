#include "archive/event_id.hpp"

#include <array>
#include <cerrno>
#include <string_view>
#include <sys/random.h>
#include <system_error>

namespace baotin::archive {

std::string new_event_id()
{
    std::array<unsigned char, 16> bytes{};
    // Up to 256 bytes come whole once the kernel's pool is ready; before that a signal may interrupt the
    // wait.
    while (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        if (errno != EINTR) throw std::system_error(errno, std::system_category(), "getrandom");
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id = "evt_";
    for (auto byte : bytes) {
        id += digits[byte >> 4U];
        id += digits[byte & 15U];
    }
    return id;
}

} // namespace baotin::archive
