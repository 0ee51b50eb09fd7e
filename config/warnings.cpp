#include "config/warnings.hpp"

#include <fmt/format.h>

namespace baotin::config {

std::vector<std::string> warnings(const Config& config)
{
    std::vector<std::string> lines;
    for (const auto& site : config.sites) {
        if (const auto& reason = site->visit.ignore_robots)
            lines.push_back(fmt::format("{}: what robots.txt forbids is visited: {}", site->file, *reason));
        const auto& tls = site->transport.tls;
        if (!tls.verify)
            lines.push_back(
                fmt::format("{}: the server's certificate is not verified: {}", site->file, tls.reason));
    }
    return lines;
}

} // namespace baotin::config
