#pragma once

#include "parsers/article.hpp"
#include "parsers/html/tree.hpp"

#include <optional>
#include <string>
#include <vector>

namespace baotin::parsers {

/// Where on its page stands what was read of an article: for each field the elements that show just that.
struct FieldElements {
    std::vector<html::Node> title, published, author, summary;
    std::vector<html::Node> body;     ///< the content, and what wraps it or fills it without adding text
    std::vector<html::Node> captions; ///< inside the body
    std::vector<html::Node> boxes;    ///< inside the body and no part of the text: related links and the like

    [[nodiscard]] bool is_in_body(html::Node node) const { return is_in(node, body); }
    /// Is the node one of these elements, or inside one?
    [[nodiscard]] static bool is_in(html::Node node, const std::vector<html::Node>& elements);
};

FieldElements find_field_elements(const html::Tree& tree, const ArticleReading& reading);

/// A selector for elements like this one, for `captions` and `remove`: its tag where that says all
/// (`figcaption`), else its classes.
std::optional<std::string> group_selector(html::Node element);

} // namespace baotin::parsers
