#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers {

/// What the address of a page says about its kind, without a look at the page. `/kinh-doanh/gia-vang-giam-
/// 20260307080054340.htm` has a slug of three words and an id of 17 digits.
struct UrlShape {
    enum class Id {
        none,
        small,  ///< up to three digits, or a year: also a topic, a page number, a part of a headline
        number, ///< four digits or more, in the last segment, a directory of its own, or the query
        stamp   ///< twelve digits or more: a moment, as many Vietnamese CMS number their articles
    };
    std::string host;
    std::string directory;      ///< the first segment, where there is more than one; else empty
    std::string extension;      ///< with its dot: `.htm`; empty where there is none
    std::size_t depth = 0;      ///< segments of the path
    std::size_t slug_words = 0; ///< words of the longest segment, without its id
    Id id = Id::none;
    std::string mark; ///< the letters before the id: `post` of `-post18832`; sections often have another one
    bool dated = false; ///< `/2021/05/20/` or `/2021-05-20/`
    /// Menus' kinds of page: a list by tag, author, topic; search, login, video, another page of a list.
    bool utility = false;

    /// Addresses of one kind have one key.
    [[nodiscard]] std::string key() const;
};

/// `normal` comes out of normalise_url(). Nothing for the root of a site.
std::optional<UrlShape> shape_of(std::string_view normal);

} // namespace baotin::parsers
