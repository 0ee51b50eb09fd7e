#include "links.hpp"

#include "promise.hpp"

#include <fmt/format.h>

#include <set>

namespace baotin::fuzz {

void must_be_sound(const parsers::Links& links)
{
    std::set<std::string_view> known;
    for (const auto& link : links.links) {
        must_be_normal_url(link.url, "a link");
        must(known.insert(link.url).second, "each link stands once");
        must_be_line(link.title, "a link's title");
        if (link.published_at) must_be_date(*link.published_at, "a link's date");
    }
    for (const auto& url : links.more)
        must_be_normal_url(url, "a further page");
}

std::string told(const parsers::Links& links)
{
    auto all = fmt::format("complete {}\n", links.complete);
    for (const auto& link : links.links)
        all += fmt::format("{} \"{}\" {}\n", link.url, link.title, link.published_at.value_or("-"));
    for (const auto& url : links.more)
        all += fmt::format("more {}\n", url);
    return all;
}

} // namespace baotin::fuzz
