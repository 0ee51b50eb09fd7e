#pragma once

#include "parsers/html/characters.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace baotin::parsers::html {

/// One attribute of a start tag, as it is written: the name in its own case, the value without its quotes and
/// with its character references.
struct RawAttribute {
    std::string_view name, value;
};

using RawAttributes = std::span<const RawAttribute>;

/// Walks the attributes of a tag (HTML §13.2.5.32 to .39) from behind its name to its `>`, or to the end of
/// the text where there is none.
class TagAttributes {
public:
    explicit TagAttributes(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}
    std::optional<RawAttribute> next();

    /// Where it stands: behind the last one, at the `>` or the end of the text.
    [[nodiscard]] std::size_t position() const { return at_; }
    /// Does the tag end with `/>`?
    [[nodiscard]] bool self_closing() const { return self_closing_; }

private:
    std::string_view value();

    std::string_view text_;
    std::size_t at_;
    bool self_closing_ = false;
};

/// All of them, of SeenTag::inside.
std::vector<RawAttribute> attributes_of(std::string_view inside);

// --- inline: a page has thousands of attributes, and every byte of them is looked at

inline std::optional<RawAttribute> TagAttributes::next()
{
    constexpr auto kEnd = ends::kSpace | ends::kSlash | ends::kTag | ends::kName;
    while (at_ < text_.size() && ends::any(text_[at_], ends::kSpace | ends::kSlash)) {
        self_closing_ = text_[at_] == '/' && at_ + 1 < text_.size() && text_[at_ + 1] == '>';
        ++at_;
    }
    if (at_ >= text_.size() || text_[at_] == '>') return std::nullopt;
    auto begin = at_++; // a name may begin with `=`
    while (at_ < text_.size() && !ends::any(text_[at_], kEnd))
        ++at_;
    RawAttribute found{text_.substr(begin, at_ - begin), {}};
    auto behind = at_;
    while (behind < text_.size() && is_space(text_[behind]))
        ++behind;
    if (behind < text_.size() && text_[behind] == '=') {
        at_ = behind + 1;
        found.value = value();
    }
    return found;
}

inline std::string_view TagAttributes::value()
{
    while (at_ < text_.size() && is_space(text_[at_]))
        ++at_;
    if (at_ >= text_.size() || text_[at_] == '>') return {};
    if (char quote = text_[at_]; quote == '"' || quote == '\'') {
        auto begin = at_ + 1;
        auto end = text_.find(quote, begin);
        at_ = end == text_.npos ? text_.size() : end + 1;
        return text_.substr(begin, end - begin);
    }
    auto begin = at_;
    while (at_ < text_.size() && !ends::any(text_[at_], ends::kSpace | ends::kTag))
        ++at_;
    return text_.substr(begin, at_ - begin);
}

} // namespace baotin::parsers::html
