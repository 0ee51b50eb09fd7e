#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace baotin::bench {

/// When one webhook reached the receiver: its request head had come.
struct Arrival {
    std::string id; ///< webhook-id
    int hook = 0;   ///< posted to `/<hook>`
    std::chrono::steady_clock::time_point at;
};

/// A webhook receiver in a process of its own, so that its time and memory are not ours: `/<number>` answers
/// 204 at once, `/hang` never. Its steady clock is ours, the machine's.
class ReceiverProcess {
public:
    ReceiverProcess(); ///< forks: to be called before any thread is started
    ~ReceiverProcess();
    ReceiverProcess(const ReceiverProcess&) = delete;
    ReceiverProcess& operator=(const ReceiverProcess&) = delete;

    [[nodiscard]] std::string url(const std::string& path) const;
    std::size_t count();         ///< arrivals since the last take()
    std::vector<Arrival> take(); ///< arrivals since the last take(), in their order

private:
    void collect();

    pid_t pid_ = -1;
    int pipe_ = -1;
    unsigned short port_ = 0;
    std::string unread_;
    std::vector<Arrival> arrivals_;
};

} // namespace baotin::bench
