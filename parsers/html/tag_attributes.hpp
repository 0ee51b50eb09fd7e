#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace baotin::parsers::html {

/// One attribute of a start tag, as it is written: the name in its own case, the value without its quotes and
/// with its character references.
struct RawAttribute {
    std::string_view name, value;
};

/// Walks the attributes in Token::inside (HTML §13.2.5.32 to .39).
class TagAttributes {
public:
    explicit TagAttributes(std::string_view inside) : inside_(inside) {}
    std::optional<RawAttribute> next();

private:
    std::string_view value();
    std::string_view inside_;
    std::size_t at_ = 0;
};

} // namespace baotin::parsers::html
