#include "archive/sqlite/lock_file.hpp"

#include "archive/store.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace baotin::archive::sqlite {
namespace {

std::string holder(int descriptor)
{
    std::array<char, 32> text{};
    const auto size = ::pread(descriptor, text.data(), text.size(), 0);
    std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    pid.resize(std::min(pid.find_first_not_of("0123456789"), pid.size()));
    return pid.empty() ? "another process" : "process " + pid;
}

} // namespace

// flock() and not fcntl(): its lock belongs to the open file, so that a second Store of this process is
// refused too.
LockFile::LockFile(const std::filesystem::path& archive)
{
    const auto name = archive.string() + ".lock";
    descriptor_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0) {
        throw StoreError(fmt::format("archive {} cannot be claimed: {} cannot be written ({})",
                                     archive.string(), name, std::strerror(errno)));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const auto error = errno;
        const auto who = holder(descriptor_);
        ::close(descriptor_);
        if (error == EWOULDBLOCK) {
            throw StoreError(fmt::format(
                "archive {} is in use by {}; stop that first, or give this one another [store] url",
                archive.string(), who));
        }
        throw StoreError(
            fmt::format("archive {} cannot be claimed: {}", archive.string(), std::strerror(error)));
    }
    struct stat status {};
    left_by_force_ = ::fstat(descriptor_, &status) == 0 && status.st_size > 0;
    const auto pid = fmt::format("{}\n", ::getpid());
    // For the message above, and for left_by_force(): the lock holds without it.
    if (::ftruncate(descriptor_, 0) == 0) {
        [[maybe_unused]] const auto written = ::pwrite(descriptor_, pid.data(), pid.size(), 0);
    }
}

LockFile::~LockFile()
{
    [[maybe_unused]] const auto emptied = ::ftruncate(descriptor_, 0);
    ::close(descriptor_);
}

} // namespace baotin::archive::sqlite
