#pragma once

#include "tests/sim/findings.hpp"
#include "tests/sim/truth.hpp"

#include <map>
#include <string>

namespace baotin::sim {

/// The hosts' side of politeness: who asked when, and whether that was too early. It believes nothing that
/// the crawler says of itself.
class GuestBook {
public:
    explicit GuestBook(Findings& findings) : findings_(findings) {}

    struct Guest {
        const TrueSite* site = nullptr;
        std::string host; ///< parsers::host_key()
        std::string path;
    };
    void asked(const Guest& guest, Time now);
    /// Retry-After counts from here; robots.txt's Crawl-delay holds from the first good answer on.
    void answered(const Guest& guest, Time now, int status, std::chrono::seconds retry_after);
    void hung_up(const Guest& guest, Time now); ///< no answer, or nobody there any more to hear it

    /// The daemon died at `now`. What a host had said in that very instant it may have forgotten, and delays.
    void daemon_died(Time now);

    /// When the budget's last request ended; nothing while one is under way.
    [[nodiscard]] std::optional<Time> idle_since(const std::string& budget) const;

private:
    struct Budget {
        int under_way = 0;
        Time last_end{};
    };
    struct Host {
        Time last_end{};
        Time wait_until{}, wait_until_before{}; // Retry-After, and what it was before the last one
        Time said_at{};
        bool robots_ever_had = false;
        Time robots_asked_at{};
        std::chrono::seconds crawl_delay{0};
    };
    void check_robots(const Guest& guest, const Host& host, Time now);
    void ended(const Guest& guest, Time now);

    Findings& findings_;
    std::map<std::string, Budget> budgets_;
    std::map<std::string, Host> hosts_;
};

} // namespace baotin::sim
