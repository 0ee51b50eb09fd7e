#pragma once

#include "archive/host.hpp"
#include "crawler/clock.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace baotin::crawler {

/// What one request taught about its host.
struct HostAnswer {
    enum class Kind {
        usable,      ///< any status that speaks of the page
        pushed_back, ///< 429 or 503: too fast
        failed       ///< no answer, or a server error
    };
    Kind kind = Kind::usable;
    std::chrono::milliseconds took{0};
    std::optional<std::chrono::milliseconds> retry_after;
    std::string detail; ///< one line, where it is not usable
};

/// Who may be asked now: one request in flight per host, a delay between two, pauses that a host asked for or
/// needs.
///
/// The delay after a request is the longest of what its turn says (configuration, Crawl-delay) and the host's
/// usual response time, and what the host was slowed down by. 429 and 503 slow a host down, twice as much
/// each time, to ten minutes; each usable answer takes a fifth of that back. A host that failed three times
/// in a row is left alone, twice as long each time, to a day.
///
/// A host is a key: parsers::host_key() of the URL, or the name that `[visit] budget` gives to several. Lives
/// on the loop; takes `now` and asks no clock.
class HostBudgets {
public:
    /// `freed` is told whenever a host may be asked again, or will be.
    using Freed = std::function<void(const std::string& host)>;
    explicit HostBudgets(Freed freed = [](const std::string&) {}) : freed_(std::move(freed)) {}

    /// What the archive remembers, at the start. What was learned since stays.
    void load(const std::vector<archive::HostState>& hosts);

    /// When the host may be asked; nothing while a request is in flight.
    [[nodiscard]] std::optional<Time> free_at(const std::string& host) const;
    [[nodiscard]] bool is_free(const std::string& host, Time now) const;

    /// How long the host is left alone after a request within a turn of this delay.
    [[nodiscard]] std::chrono::milliseconds wait_after(const std::string& host,
                                                       std::chrono::milliseconds delay) const;
    /// When the host may be asked once more within a turn of this delay.
    [[nodiscard]] Time free_again_at(const std::string& host, std::chrono::milliseconds delay) const;

    /// A request to the host ended, in whatever way.
    void asked(const std::string& host, Time now);
    /// No request before `until`: after a restart, the delay that began before it.
    void hold(const std::string& host, Time until);

    void take(const std::string& host);
    /// The request ended: the next one may start `delay` after `now`, or later.
    void release(const std::string& host, Time now, std::chrono::milliseconds delay);

    /// `delay` is that of the turn that asked; `jitter` in [0, 1) spreads back-offs by ± 25 %. Answers what
    /// to keep where a restart must not forget it.
    std::optional<archive::HostState> learn(const std::string& host, const HostAnswer& answer,
                                            std::chrono::milliseconds delay, Time now, double jitter);

    /// For who shows it: until when it is left alone and why.
    [[nodiscard]] archive::HostState state(const std::string& host) const;

private:
    struct Host {
        bool busy = false;
        Time free_at{}; // by the delay
        std::optional<Time> asked_at;
        std::chrono::milliseconds usual_time{0}; // of an answer, smoothed
        archive::HostState state;
        std::chrono::milliseconds kept_slowed_by{0};
    };
    static void push_back(Host& host, const HostAnswer& answer, std::chrono::milliseconds delay, Time now);
    static void back_off(Host& host, std::chrono::milliseconds delay, Time now, double jitter);
    Host& at(const std::string& host);

    Freed freed_;
    std::unordered_map<std::string, Host> hosts_;
};

/// One request's turn at a host: taken when made, given back when it goes. `budgets` and `clock` must outlive
/// it.
class Turn {
public:
    Turn(HostBudgets& budgets, std::string host, std::chrono::milliseconds delay, Clock& clock);
    ~Turn() { give_back(); }
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&& other) noexcept;

    [[nodiscard]] bool held() const { return budgets_ != nullptr; } ///< until it is given back
    [[nodiscard]] const std::string& host() const { return host_; }
    [[nodiscard]] std::chrono::milliseconds delay() const { return delay_; }
    /// robots.txt may ask for more than the configuration does; never for less.
    void slow_down(std::chrono::milliseconds at_least);
    void give_back();

private:
    HostBudgets* budgets_;
    std::string host_;
    std::chrono::milliseconds delay_;
    Clock* clock_;
};

} // namespace baotin::crawler
