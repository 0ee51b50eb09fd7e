#include "bench/alerts/receiver_process.hpp"

#include "tests/lab/http_server.hpp"

#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace baotin::bench {

namespace {

/// Serves until it is killed; one line an arrival goes up the pipe.
[[noreturn]] void serve(int pipe)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::mutex mutex;
    lab::HttpServer server;
    auto door = server.open([&](const lab::Request& request) {
        auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        lab::Reply reply;
        reply.status = 204;
        if (request.path == "/hang") {
            reply.manner = lab::Reply::Manner::never;
            return reply;
        }
        auto line = fmt::format("{} {} {}\n", request.header("webhook-id"), request.path.substr(1), now);
        std::lock_guard lock(mutex);
        if (::write(pipe, line.data(), line.size()) < 0) std::_Exit(1);
        return reply;
    });
    auto line = fmt::format("{}\n", door->port);
    if (::write(pipe, line.data(), line.size()) < 0) std::_Exit(1);
    for (;;)
        ::pause();
}

} // namespace

ReceiverProcess::ReceiverProcess()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    ::fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) serve(ends[1]);
    ::close(ends[1]);
    pipe_ = ends[0];
    std::string port;
    for (char c = 0; ::read(pipe_, &c, 1) == 1 && c != '\n';)
        port += c;
    std::from_chars(port.data(), port.data() + port.size(), port_);
    ::fcntl(pipe_, F_SETFL, O_NONBLOCK);
}

ReceiverProcess::~ReceiverProcess()
{
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(pipe_);
}

std::string ReceiverProcess::url(const std::string& path) const
{
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

void ReceiverProcess::collect()
{
    char chunk[65'536];
    for (ssize_t size; (size = ::read(pipe_, chunk, sizeof chunk)) > 0;)
        unread_.append(chunk, static_cast<std::size_t>(size));
    std::size_t begin = 0;
    for (std::size_t end; (end = unread_.find('\n', begin)) != std::string::npos; begin = end + 1) {
        char id[64] = {};
        int hook = 0;
        long long at = 0;
        if (std::sscanf(unread_.c_str() + begin, "%63s %d %lld", id, &hook, &at) == 3)
            arrivals_.push_back(
                {id, hook, std::chrono::steady_clock::time_point(std::chrono::nanoseconds(at))});
    }
    unread_.erase(0, begin);
}

std::size_t ReceiverProcess::count()
{
    collect();
    return arrivals_.size();
}

std::vector<Arrival> ReceiverProcess::take()
{
    collect();
    return std::exchange(arrivals_, {});
}

} // namespace baotin::bench
