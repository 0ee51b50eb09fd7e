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
/// Lives on the loop. Holds kMost pages at most, the oldest gives way.
class SecondLooks {
public:
    static constexpr std::size_t kMost = 256;
    static constexpr auto kAfter = std::chrono::seconds(60);

    struct Look {
        int revision = 0;     ///< of the article that it was compared with
        std::string raw_page; ///< as ArticleRead::raw_page
        std::optional<std::string> published_at;
    };

    void keep(archive::PageId page, Look look);
    /// The first look at a page whose article is still at `revision`; it is forgotten with the answer.
    std::optional<Look> take(archive::PageId page, int revision);

private:
    std::unordered_map<archive::PageId, Look> looks_;
    std::deque<archive::PageId> order_; // pages taken since may stand in it
};

} // namespace baotin::crawler
