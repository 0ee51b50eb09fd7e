#pragma once

#include <stdexcept>
#include <string>

namespace baotin::daemon {

/// What the process answers its caller.
enum class ExitCode {
    ok = 0,
    problem = 1, ///< the work found a problem
    usage = 2    ///< bad usage, configuration or archive: nothing was done
};

/// Ends a command: what() is one sentence for the person at the terminal (what, where, what to do).
class CommandError : public std::runtime_error {
public:
    explicit CommandError(const std::string& sentence, ExitCode code = ExitCode::usage)
        : std::runtime_error(sentence), code_(code)
    {
    }
    [[nodiscard]] ExitCode code() const { return code_; }

private:
    ExitCode code_;
};

} // namespace baotin::daemon
