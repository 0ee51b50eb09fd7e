#pragma once

#include "archive/source_visit.hpp"
#include "config/config.hpp"
#include "crawler/frontier.hpp"
#include "crawler/site_lessons.hpp"

#include <string>

namespace baotin::crawler {

/// What is to be visited by today's configuration: turns the archive's pages into the frontier's, each with
/// its lane, its host and what it asks of the host's budget. Lives on the loop; what it is made of must
/// outlive it.
class Agenda {
public:
    Agenda(Frontier& frontier, HostBudgets& budgets, SiteLessons& lessons)
        : frontier_(frontier), budgets_(budgets), lessons_(lessons)
    {
    }

    void use(config::Snapshot config) { config_ = std::move(config); }

    /// Puts the page into the frontier at its time, unless its site is not configured (any more). The delay
    /// after its last visit holds, over a restart too.
    void plan(const archive::DuePage& page, Time now);

    /// Outlook::share of a page of this site at this URL.
    [[nodiscard]] double share(const std::string& url, const config::Site& site) const;

private:
    Frontier& frontier_;
    HostBudgets& budgets_;
    SiteLessons& lessons_;
    config::Snapshot config_;
};

} // namespace baotin::crawler
