#pragma once

#include "article_text.hpp"
#include "page_template.hpp"
#include "site_shape.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::lab {

/// An article on a lab site.
struct Standing {
    ArticleText text;
    std::string slug;
    int number = 0;
    int moves = 0;
    std::string path;
    std::optional<int> gone; ///< the status that its URL answers instead of the page
};

/// What may change in a page with every request, as it stands in a rendered page.
inline constexpr char kSlot = '\x01'; ///< followed by one of:
inline constexpr char kViews = 'v', kVisitors = 's', kOnline = 'o';

/// Renders the pages of one site. A value: it knows the site's forms, not its state.
class SitePages {
public:
    SitePages(const SiteShape& shape, const std::filesystem::path& pieces, std::string base);

    [[nodiscard]] std::string path_of(const Standing& article) const;
    /// `articles` stand newest first.
    [[nodiscard]] std::string article(const Standing& article,
                                      const std::vector<const Standing*>& articles) const;
    [[nodiscard]] std::string document(const Document& document, std::size_t page,
                                       const std::vector<const Standing*>& articles) const;

    void set_charset(std::string_view charset) { charset_ = charset; } ///< only what pages say of themselves
    void set_rotation(unsigned rotation);

private:
    [[nodiscard]] Values page_values(std::string_view path) const;
    void add_article(Values& values, const Standing& article) const;
    [[nodiscard]] std::string body(const Standing& article, const Values& values) const;
    [[nodiscard]] std::string items(std::string_view piece, const std::vector<const Standing*>& articles,
                                    std::size_t first, std::size_t count) const;

    const SiteShape& shape_;
    Pieces pieces_;
    std::string base_;
    std::string charset_ = "utf-8";
    Values chrome_;
};

} // namespace baotin::lab
