#include "crawler/returns.hpp"

#include <algorithm>

namespace baotin::crawler {

std::chrono::milliseconds Returns::remaining(const Look& look, std::chrono::milliseconds first_wait,
                                             parsers::Time now)
{
    auto& since = since_[look.page];
    if (since.revision != look.revision || since.content_hash != look.content_hash) {
        since = {now, look.revision, look.content_hash};
        auto first = [](const auto& one, const auto& other) { return one.second.at < other.second.at; };
        if (since_.size() > kMost) since_.erase(std::ranges::min_element(since_, first));
    }
    auto wait = std::min(first_wait, kLongestWait);
    for (int time = 1; time < look.times && wait < kLongestWait; ++time)
        wait = std::min(2 * wait, kLongestWait);
    auto found = since_.find(look.page);
    return found == since_.end() ? wait : wait - (now - found->second.at);
}

} // namespace baotin::crawler
