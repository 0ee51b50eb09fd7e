#pragma once

#include "archive/store.hpp"
#include "tests/sim/findings.hpp"
#include "tests/sim/known.hpp"
#include "tests/sim/web.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <string>

namespace baotin::sim {

/// Holds what the archive tells against the ledger of truth: every event once, in order, as it happens; the
/// whole archive at the end. Reads what is committed and nothing else.
class Auditor {
public:
    Auditor(const Truth& truth, const Web& web, Findings& findings);

    void look(archive::Reader& reader, Time now);                 ///< now and then
    void conclude(archive::Reader& reader, Time now);             ///< at the end
    [[nodiscard]] const std::string& log() const { return log_; } ///< one line an event

private:
    void read_event(const archive::StoredEvent& event);
    void article_event(const archive::StoredEvent& event);
    void site_event(const archive::StoredEvent& event);
    void check_read(Time now);
    void check_late(archive::Reader& reader, Time now);
    void check_late(const archive::DuePage& page, const archive::HostState& host, Time now);
    void measure_freshness(Time now);
    void check_archive(archive::Reader& reader, Time now);
    void check_missing(Time now);
    void count_unnoticed(Time now);
    void check_incidents(archive::Reader& reader, Time now);
    void check_deliveries(archive::Reader& reader, Time now);

    const Truth& truth_;
    const Web& web_;
    Findings& findings_;
    std::map<Name, Known> known_;
    std::map<std::string, Time> open_; // `site what`, since
    std::int64_t cursor_ = 0;
    std::size_t told_ = 0; // events that the hook must have a delivery of
    std::string log_;
};

} // namespace baotin::sim
