#pragma once

namespace baotin::daemon {

/// Reads the command line, does what it says, prints what went wrong as one sentence to stderr, and answers
/// the exit code.
int obey_command_line(int argc, char** argv);

} // namespace baotin::daemon
