#pragma once

#include "parsers/html/selector.hpp"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace baotin::parsers {

/// Where a text stands in a site's pages, and what of it counts: a CSS selector, perhaps followed by
/// ` | regex "…"`, which takes the pattern's first group, or the whole match where it has none. The syntax is
/// RE2's; its cost is linear in the text. Immutable, shared between threads, cheap to copy.
class FieldRule {
public:
    /// The error's column counts within `source`, also for a slip inside the pattern.
    static std::expected<FieldRule, html::SelectorError> compile(std::string_view source);

    [[nodiscard]] const std::string& source() const { return source_; } ///< as the site file says it
    [[nodiscard]] const html::Selector& selector() const { return selector_; }
    /// What the pattern takes of `text`, empty where it does not match; `text` itself where there is none.
    [[nodiscard]] std::string refined(std::string text) const;

private:
    FieldRule(std::string source, html::Selector selector)
        : source_(std::move(source)), selector_(std::move(selector))
    {
    }
    std::string source_;
    html::Selector selector_;
    std::shared_ptr<const re2::RE2> pattern_; // null: the whole text
};

} // namespace baotin::parsers
