#include "daemon/commands.hpp"
#include "daemon/output.hpp"

#include <fmt/format.h>

namespace baotin::daemon {

ExitCode version(const Common& common)
{
    if (common.json) {
        print_json({{"name", "baotin"}, {"version", BAOTIN_VERSION}});
    } else {
        fmt::print("baotin {}\n", BAOTIN_VERSION);
    }
    return ExitCode::ok;
}

} // namespace baotin::daemon
