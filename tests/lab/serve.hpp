#pragma once

#include <filesystem>
#include <string>

namespace baotin::lab {

struct ServeOptions {
    std::filesystem::path directory;
    std::filesystem::path shipped; ///< the site files to move to the lab
    std::string visit;             ///< lines of `[visit]`
    std::string main;              ///< added to baotin.toml
    std::string hook_events;       ///< comma-separated; empty: the daemon's default
    unsigned short control = 0;    ///< port; 0: a free one
    bool until_eof = false;        ///< end when standard input ends
};

/// Plays the sites and a subscriber until SIGTERM or SIGINT, telling on standard output what arrives. Writes
/// the configuration, the hook's secret (0600) and `lab.json` into the directory; the last is there when all
/// is ready.
int serve(const ServeOptions& options);

/// The control address that `directory/lab.json` names; throws where there is none.
std::string control_of(const std::filesystem::path& directory);

} // namespace baotin::lab
