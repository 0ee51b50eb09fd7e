#include "crawler/second_looks.hpp"

#include <utility>

namespace baotin::crawler {

void SecondLooks::keep(archive::PageId page, Look look)
{
    looks_[page] = std::move(look);
    order_.push_back(page);
    for (; order_.size() > kMost; order_.pop_front())
        looks_.erase(order_.front());
}

std::optional<SecondLooks::Look> SecondLooks::take(archive::PageId page, int revision)
{
    auto node = looks_.extract(page);
    std::erase(order_, page);
    if (node.empty() || node.mapped().revision != revision) return std::nullopt;
    return std::move(node.mapped());
}

} // namespace baotin::crawler
