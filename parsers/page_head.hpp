#pragma once

#include "parsers/html/tree.hpp"

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {

/// A field that the page states about itself, and where (`og:title`, `JSON-LD headline`, `meta pubdate`).
struct Stated {
    std::string text;
    std::string where;
};

/// What a page's `<meta>` elements and microdata say, by lower-case name, in document order. Microdata counts
/// where it is the page's own, not that of a comment, a related article or a product.
class PageHead {
public:
    explicit PageHead(html::Node root);

    /// The first of these names that stands in the page and is not empty.
    [[nodiscard]] std::optional<Stated> first(std::initializer_list<std::string_view> names) const;
    /// Everything stated under one name.
    [[nodiscard]] const std::vector<std::string>& all(std::string_view name) const;
    [[nodiscard]] const std::vector<html::Node>& links() const { return links_; } ///< `<link href>`
    [[nodiscard]] html::Node base() const { return base_; }                       ///< `<base href>`, or empty

private:
    void add(html::Node node);

    std::map<std::string, std::vector<std::string>, std::less<>> stated_;
    std::vector<html::Node> links_;
    html::Node base_;
};

} // namespace baotin::parsers
