#pragma once

#include "archive/store.hpp"
#include "config/site.hpp"
#include "crawler/change.hpp"
#include "crawler/page_reader.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace baotin::crawler {

/// What today's rules made of one stored page.
struct Reparsed {
    enum class What {
        same,
        revised,
        created,
        left_alone, ///< today's rules do not fit the stored page, which is of an older make: the text stays
        unreadable,
        no_page
    };
    What what = What::same;
    archive::ArticleId article = 0; ///< 0: of a page that is no article yet
    std::string url, title;
    std::string detail; ///< why it is unreadable
    Change change;      ///< of `revised`
};

struct ReparseCount {
    std::size_t read = 0, revised = 0, created = 0, left_alone = 0, unreadable = 0, no_page = 0;
    void add(Reparsed::What what);
};

/// Reads what the archive keeps of one site once more by today's rules, and records what differs: as silent
/// `reparsed` revisions and silent first revisions, with no event and no delivery. First the pages that were
/// kept while the rules did not fit, which are newer than what is recorded; then every article's own.
///
/// Lives on one thread, beside a daemon that crawls into the same archive: each page is one short transaction
/// that holds only while the revision it was compared with is still the latest. In memory stands one page.
class Reparse {
public:
    using Watch = std::function<void(const Reparsed&)>;

    /// All must outlive it. `dry_run`: nothing is written.
    Reparse(archive::Reader& reader, archive::Writer& writer, const config::Site& site, PageLimits limits,
            bool dry_run)
        : reader_(reader), writer_(writer), site_(site), limits_(limits), dry_run_(dry_run)
    {
    }

    /// How many pages run() will look at.
    [[nodiscard]] std::size_t size();
    /// Throws StoreError. `now` is when the revisions are seen.
    ReparseCount run(Time now, const Watch& watch);

private:
    Reparsed kept_page(const archive::KeptPage& kept);
    Reparsed article(archive::ArticleId id, Time now);
    Reparsed record(Reparsed result, ArticleRead read, archive::ArticleVisit visit,
                    const std::optional<archive::Article>& known);
    bool write(const archive::ArticleVisit& visit, bool kept);

    archive::Reader& reader_;
    archive::Writer& writer_;
    const config::Site& site_;
    PageLimits limits_;
    bool dry_run_;
};

} // namespace baotin::crawler
