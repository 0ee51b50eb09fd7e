#include "config/warnings.hpp"

#include "config/where_block.hpp"

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
    for (const auto& hook : config.hooks)
        if (matches_no_site(hook, config.sites))
            lines.push_back(fmt::format("{}: hook {} hears of nothing: no configured site is of the kind and "
                                        "province that its where asks for",
                                        config.file.string(), hook.name));
    return lines;
}

} // namespace baotin::config
