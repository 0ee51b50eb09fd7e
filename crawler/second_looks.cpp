#include "crawler/second_looks.hpp"

#include <utility>

namespace baotin::crawler {

void SecondLooks::keep(archive::PageId page, Look look)
{
    forget(page);
    if (look.raw_page.size() > kMostBytes) return;
    bytes_ += look.raw_page.size();
    looks_.emplace(page, std::move(look));
    order_.push_back(page);
    while (bytes_ > kMostBytes)
        forget(order_.front());
}

std::optional<SecondLooks::Look> SecondLooks::take(archive::PageId page, int revision, parsers::Time now)
{
    auto known = looks_.find(page);
    if (known == looks_.end()) return std::nullopt;
    auto look = known->second;
    forget(page);
    if (look.revision != revision || now - look.at > kWithin) return std::nullopt;
    return look;
}

void SecondLooks::forget(archive::PageId page)
{
    auto known = looks_.find(page);
    if (known == looks_.end()) return;
    bytes_ -= known->second.raw_page.size();
    looks_.erase(known);
    std::erase(order_, page);
}

} // namespace baotin::crawler
