#include "tests/daemon/daemon_process.hpp"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace baotin::testing_daemon {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::string contents(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void redirect(const fs::path& file, int descriptor)
{
    int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (opened >= 0) ::dup2(opened, descriptor);
}

/// Forks and becomes `baotin WORDS…` in `folder`, with stdout and stderr in files.
pid_t start(const std::vector<std::string>& words, const fs::path& folder, const fs::path& out,
            const fs::path& err)
{
    std::vector<char*> arguments;
    std::string program = BAOTIN_BINARY;
    arguments.push_back(program.data());
    auto copies = words;
    for (auto& word : copies)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    auto child = ::fork();
    if (child < 0) throw std::runtime_error("fork failed");
    if (child > 0) return child;
    if (::chdir(folder.c_str()) != 0) ::_exit(126);
    redirect("/dev/null", STDIN_FILENO);
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    ::execv(program.c_str(), arguments.data());
    ::_exit(127);
}

int code_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// -1 while it runs on past `deadline`.
int wait_until(pid_t child, Clock::time_point deadline)
{
    for (;;) {
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) return code_of(status);
        if (Clock::now() > deadline) return -1;
        std::this_thread::sleep_for(2ms);
    }
}

} // namespace

Finished baotin(const std::vector<std::string>& words, const fs::path& folder)
{
    auto out = folder / "command.out";
    auto err = folder / "command.err";
    fs::remove(out);
    fs::remove(err);
    auto child = start(words, folder, out, err);
    auto code = wait_until(child, Clock::now() + 60s);
    if (code < 0) {
        ::kill(child, SIGKILL);
        code = wait_until(child, Clock::now() + 10s);
    }
    return {code, contents(out), contents(err)};
}

DaemonProcess::DaemonProcess(fs::path folder) : folder_(std::move(folder))
{
    auto path = folder_ / "notify.socket";
    fs::remove(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    notify_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (::bind(notify_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("no notify socket at " + path.string());
    }
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    auto log = folder_ / "daemon.log";
    pid_ = start({"run", "--config", (folder_ / "baotin.toml").string()}, folder_, log, log);
    ::unsetenv("NOTIFY_SOCKET");
}

DaemonProcess::~DaemonProcess()
{
    kill();
    ::close(notify_);
}

bool DaemonProcess::wait_until_ready()
{
    auto deadline = Clock::now() + 30s;
    while (Clock::now() < deadline) {
        pollfd waiting{notify_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) > 0) {
            char text[4096];
            auto size = ::recv(notify_, text, sizeof text, 0);
            if (size > 0 && std::string_view(text, static_cast<std::size_t>(size)).find("READY=1") !=
                                std::string_view::npos) {
                return true;
            }
        }
        if (wait_for_end(0ms) >= 0) return false;
    }
    return false;
}

void DaemonProcess::send(int signal) const
{
    ::kill(pid_, signal);
}

int DaemonProcess::wait_for_end(std::chrono::milliseconds patience)
{
    if (exit_code_ < 0) exit_code_ = wait_until(pid_, Clock::now() + patience);
    return exit_code_;
}

void DaemonProcess::kill()
{
    if (exit_code_ >= 0) return;
    ::kill(pid_, SIGKILL);
    wait_for_end(10s);
}

std::string DaemonProcess::log() const
{
    return contents(folder_ / "daemon.log");
}

} // namespace baotin::testing_daemon
