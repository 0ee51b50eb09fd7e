#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::lab {

/// A page of a site other than an article: a listing, feed or sitemap, or a page that stands still.
struct Document {
    std::string path;
    std::string page; ///< the piece it is made of
    std::string item; ///< the piece for each article it shows; empty: it shows none
    std::string content_type;
    std::size_t page_size = 10;
    std::string paging = {}; ///< the query parameter that turns its pages; empty: it has one page
};

/// What tells one lab site from another: its addresses and forms, as `config/sites.d` expects them.
struct SiteShape {
    std::string id;
    std::string article_path; ///< with `{slug}` and `{number}`
    bool keeps_case = false;  ///< of the title's letters in the slug
    int seed_number =
        0;              ///< the seed's `{number}`; older articles have lower ones, published ones higher ones
    std::string date;   ///< Moment::format() pattern
    std::string robots; ///< `{{base}}` is the site's address
    std::vector<Document> documents;
};

const std::vector<SiteShape>& site_shapes();

} // namespace baotin::lab
