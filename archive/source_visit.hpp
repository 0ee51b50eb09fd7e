#pragma once

#include "archive/page.hpp"
#include "parsers/links.hpp"

#include <string>
#include <vector>

namespace baotin::archive {

/// One read of a source. The first that is `completed` is backfill: the pages that it announces are recorded,
/// not told. What an incomplete first visit announced is backfill too, and the next visit is still the first.
struct SourceVisit {
    VisitNote note;
    std::string site;
    std::vector<parsers::Link> links;
    bool completed = true;
};

/// A page to visit, as the schedule and the frontier need it.
struct DuePage {
    PageId id = 0;
    std::string site;
    std::string url;
    PageKind kind = PageKind::article;
    Time next_visit{};
    Time found_at{};
    std::optional<Time> last_visit{};
    std::optional<Time> last_change{};
    ChangeRate rate{};
    bool backfill = false;
};

struct Announced {
    std::vector<DuePage>
        fresh; ///< pages seen for the first time, and pages whose article was removed and is announced again
};

/// A site and its sources as configured: what `sync` makes the archive's pages agree with. Sources no longer
/// named keep their history, but their pages are not visited any more.
struct SitePlan {
    std::string site;
    struct Source {
        PageKind kind;
        std::string url;
    };
    std::vector<Source> sources;
};

} // namespace baotin::archive
