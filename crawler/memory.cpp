#include "crawler/memory.hpp"

#include <utility>

namespace baotin::crawler {

boost::asio::awaitable<void> ArchiveMemory::keep(archive::HostState host)
{
    return recorder_.keep(std::move(host));
}

boost::asio::awaitable<void> ArchiveMemory::keep(archive::RobotsFile robots)
{
    return recorder_.keep(std::move(robots));
}

boost::asio::awaitable<void> ArchiveMemory::keep(archive::Lesson lesson)
{
    return recorder_.keep(std::move(lesson));
}

boost::asio::awaitable<void> NoMemory::keep(archive::HostState)
{
    co_return;
}

boost::asio::awaitable<void> NoMemory::keep(archive::RobotsFile)
{
    co_return;
}

boost::asio::awaitable<void> NoMemory::keep(archive::Lesson)
{
    co_return;
}

} // namespace baotin::crawler
