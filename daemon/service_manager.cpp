#include "daemon/service_manager.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <ctime>

namespace baotin::daemon {

void ServiceManager::ready(const std::string& status)
{
    sd_notify(0, fmt::format("READY=1\nSTATUS={}", status).c_str());
}

void ServiceManager::reloading()
{
    // Type=notify-reload wants the time at which the reload began, on the monotonic clock (systemd ≥ 253).
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    auto microseconds = time.tv_sec * 1'000'000LL + time.tv_nsec / 1000;
    sd_notify(0, fmt::format("RELOADING=1\nMONOTONIC_USEC={}", microseconds).c_str());
}

void ServiceManager::stopping()
{
    sd_notify(0, "STOPPING=1\nSTATUS=stopping");
}

} // namespace baotin::daemon
