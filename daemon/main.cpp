#include "daemon/command_line.hpp"

#include <clocale>
#include <csignal>

int main(int argc, char** argv)
{
    // libcurl's IDN needs a UTF-8 character type; numbers and messages stay as in the C locale.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    // A receiver or a pipe that goes away is an error of that write, never the end of the daemon.
    std::signal(SIGPIPE, SIG_IGN);
    // So is a file that may not grow any more: it is waited out as a full disk is.
    std::signal(SIGXFSZ, SIG_IGN);
    return baotin::daemon::obey_command_line(argc, argv);
}
