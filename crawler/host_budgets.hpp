#pragma once

#include "parsers/timestamp.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

namespace baotin::crawler {

using parsers::Time;

/// Who may be asked now: one request in flight per host, a delay between two, pauses that a host asked for.
///
/// A host is a key: parsers::host_key() of the URL, or the name that `[visit] budget` gives to several. Lives
/// on the loop; takes `now` and asks no clock.
class HostBudgets {
public:
    /// `freed` is called whenever a host may be asked again, or will be.
    explicit HostBudgets(std::function<void()> freed = [] {}) : freed_(std::move(freed)) {}

    /// When the host may be asked; nothing while a request is in flight.
    [[nodiscard]] std::optional<Time> free_at(const std::string& host) const;
    [[nodiscard]] bool is_free(const std::string& host, Time now) const;

    void take(const std::string& host);
    /// The request ended: the next one may start `delay` after `now`.
    void release(const std::string& host, Time now, std::chrono::milliseconds delay);
    /// No request before `until` (`Retry-After`); a shorter pause does not cut a longer one.
    void pause(const std::string& host, Time until);

private:
    struct Host {
        bool busy = false;
        Time free_at{};
    };
    std::function<void()> freed_;
    std::unordered_map<std::string, Host> hosts_;
};

/// One request's turn at a host: taken when made, given back when it goes. `budgets` and `clock` must outlive
/// it.
class Turn {
public:
    using Clock = std::function<Time()>;

    Turn(HostBudgets& budgets, std::string host, std::chrono::milliseconds delay, const Clock& clock);
    ~Turn() { give_back(); }
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&& other) noexcept;

    [[nodiscard]] const std::string& host() const { return host_; }
    [[nodiscard]] std::chrono::milliseconds delay() const { return delay_; }
    /// robots.txt may ask for more than the configuration does; never for less.
    void slow_down(std::chrono::milliseconds at_least);
    void give_back();

private:
    HostBudgets* budgets_;
    std::string host_;
    std::chrono::milliseconds delay_;
    const Clock* clock_;
};

} // namespace baotin::crawler
