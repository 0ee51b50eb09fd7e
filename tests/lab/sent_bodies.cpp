#include "sent_bodies.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace baotin::lab {

void keep_sent(std::string_view body)
{
    static const int file = [] {
        const char* folder = std::getenv("BAOTIN_SENT");
        if (folder == nullptr) return -1;
        const auto name = fmt::format("{}/{}.jsonl", folder, ::getpid());
        return ::open(name.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }();
    if (file < 0) return;
    const auto line = std::string(body) + '\n';
    if (::write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        std::abort(); // a full disk
}

} // namespace baotin::lab
