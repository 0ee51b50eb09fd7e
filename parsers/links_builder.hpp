#pragma once

#include "parsers/links.hpp"
#include "parsers/url.hpp"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace baotin::parsers {

/// Gathers links in document order, each URL once; references that are no URL are passed over.
class LinksBuilder {
public:
    /// `reference` resolves against `base`. A repeated URL fills in what its first mention lacked.
    void add(std::string_view reference, std::string_view base, std::string title,
             std::optional<std::string> published_at);
    void add_more(std::string_view reference, std::string_view base);

    void set_incomplete() { links_.complete = false; }
    Links take() { return std::move(links_); }

private:
    Links links_;
    std::unordered_map<std::string, std::size_t> places_;
    std::unordered_set<std::string> more_;
};

} // namespace baotin::parsers
