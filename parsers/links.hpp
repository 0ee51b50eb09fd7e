#pragma once

#include <optional>
#include <string>
#include <vector>

namespace baotin::parsers {

/// An article that a source announces.
struct Link {
    std::string url;                         ///< absolute and normalised
    std::string title;                       ///< canonical line; empty where the source gives none
    std::optional<std::string> published_at; ///< as read_date() answers
    bool operator==(const Link&) const = default;
};

/// What a listing, feed or sitemap was read as. Links stand in document order, each URL once.
struct Links {
    std::vector<Link> links;
    std::vector<std::string> more; ///< listing: the next page; sitemap index: the sitemaps it names
    bool complete =
        true; ///< false: the document is cut off or broken, and this is what stood before the break
};

} // namespace baotin::parsers
