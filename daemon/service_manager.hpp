#pragma once

#include <string>

namespace baotin::daemon {

/// Tells systemd how we are (sd_notify(3)); does nothing where no service manager listens.
class ServiceManager {
public:
    void ready(const std::string& status);
    void reloading();
    void stopping();
};

} // namespace baotin::daemon
