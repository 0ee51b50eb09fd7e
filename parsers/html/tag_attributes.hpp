#pragma once

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

} // namespace baotin::parsers::html
