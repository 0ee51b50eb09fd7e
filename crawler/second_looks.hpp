#pragma once

#include "archive/page.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

namespace baotin::crawler {

/// Articles that looked different in a way that may be no news, until they are looked at again a minute later
/// (or at the next visit, where a site file asks for more frequent ones). Only in memory: what a restart
/// forgets is looked at twice once more.
///
/// Lives on the loop. Holds kMostBytes of pages at most, the oldest give way.
class SecondLooks {
public:
    static constexpr std::size_t kMostBytes = 16u << 20;
    static constexpr auto kAfter = std::chrono::seconds(60);
    /// What differs between looks further apart may be news.
    static constexpr auto kWithin = std::chrono::minutes(15);

    struct Look {
        parsers::Time at{};
        int revision = 0;     ///< of the article that it was compared with
        std::string raw_page; ///< as ArticleRead::raw_page
        std::optional<std::string> published_at;
    };

    void keep(archive::PageId page, Look look);
    /// The first look at a page, a short while before `now`, while its article was at `revision`; it is
    /// forgotten with the answer.
    std::optional<Look> take(archive::PageId page, int revision, parsers::Time now);
    /// The page was seen to be as it is known.
    void forget(archive::PageId page);

private:
    std::unordered_map<archive::PageId, Look> looks_;
    std::deque<archive::PageId> order_;
    std::size_t bytes_ = 0;
};

} // namespace baotin::crawler
