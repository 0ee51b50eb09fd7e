#pragma once

#include "archive/page.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace baotin::crawler {

/// Articles that show an earlier text of theirs again. Caches and mirrors that do not agree show the old page
/// and the new one by turns: going back is news only once the page has kept to it, and the longer the more
/// often it went back before. Only in memory: what a restart forgets is waited for once more.
///
/// Lives on the loop. Holds kMost pages at most; the one that began first gives way.
class Returns {
public:
    static constexpr std::size_t kMost = 10'000;
    static constexpr std::chrono::milliseconds kFirstWait = std::chrono::minutes(10);
    static constexpr std::chrono::milliseconds kLongestWait = std::chrono::hours(24);

    /// What is seen of a page: `revision` is its article's latest, `content_hash` that of the earlier text
    /// that it shows, which the article has had `times` times.
    struct Look {
        archive::PageId page = 0;
        int revision = 0;
        std::string content_hash;
        int times = 1;
    };

    /// How much longer the page has to keep to that text before it is news; nothing or less: it is now.
    /// `first_wait`: of a text that the article has had once; doubled for each time more.
    std::chrono::milliseconds remaining(const Look& look, std::chrono::milliseconds first_wait,
                                        parsers::Time now);
    /// The page shows something else now.
    void forget(archive::PageId page) { since_.erase(page); }

private:
    struct Since {
        parsers::Time at{};
        int revision = 0;
        std::string content_hash;
    };
    std::unordered_map<archive::PageId, Since> since_;
};

} // namespace baotin::crawler
