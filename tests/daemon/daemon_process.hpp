#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace baotin::testing_daemon {

/// A command that ran to its end.
struct Finished {
    int exit_code = -1; ///< 128 + signal where one ended it
    std::string out;
    std::string err;
};

/// Runs `baotin` with these words in `folder` and waits for its end (killed after a minute).
Finished baotin(const std::vector<std::string>& words, const std::filesystem::path& folder);

/// A running `baotin run`, told by a notify socket when it is ready, as systemd would be. Killed when it
/// goes.
class DaemonProcess {
public:
    /// Starts it on `folder/baotin.toml`; its log goes to `folder/daemon.log`.
    explicit DaemonProcess(std::filesystem::path folder);
    ~DaemonProcess();
    DaemonProcess(const DaemonProcess&) = delete;
    DaemonProcess& operator=(const DaemonProcess&) = delete;

    /// Waits for `READY=1`; false when the process ended or 30 s passed first.
    bool wait_until_ready();
    void send(int signal) const;
    /// Waits for the end and answers the exit code (128 + signal where one ended it); -1 when `patience` ran
    /// out.
    int wait_for_end(std::chrono::milliseconds patience);
    void kill(); ///< SIGKILL, and waits

    [[nodiscard]] std::string log() const;
    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    std::filesystem::path folder_;
    int notify_ = -1;
    pid_t pid_ = -1;
    int exit_code_ = -1;
};

} // namespace baotin::testing_daemon
