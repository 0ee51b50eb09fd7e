#include "parsers/html/tag_attributes.hpp"

#include "parsers/html/tokens.hpp"

#include <algorithm>

namespace baotin::parsers::html {

std::optional<RawAttribute> TagAttributes::next()
{
    while (at_ < inside_.size() && ends::any(inside_[at_], ends::kSpace | ends::kSlash))
        ++at_;
    if (at_ >= inside_.size()) return std::nullopt;
    auto begin = at_++; // a name may begin with `=`
    while (at_ < inside_.size() && !ends::any(inside_[at_], ends::kSpace | ends::kSlash | ends::kName))
        ++at_;
    RawAttribute found{inside_.substr(begin, at_ - begin), {}};
    auto behind = at_;
    while (behind < inside_.size() && is_space(inside_[behind]))
        ++behind;
    if (behind < inside_.size() && inside_[behind] == '=') {
        at_ = behind + 1;
        found.value = value();
    }
    return found;
}

std::string_view TagAttributes::value()
{
    while (at_ < inside_.size() && is_space(inside_[at_]))
        ++at_;
    if (at_ >= inside_.size()) return {};
    if (char quote = inside_[at_]; quote == '"' || quote == '\'') {
        auto begin = at_ + 1;
        auto end = std::min(inside_.find(quote, begin), inside_.size());
        at_ = std::min(end + 1, inside_.size());
        return inside_.substr(begin, end - begin);
    }
    auto begin = at_;
    while (at_ < inside_.size() && !is_space(inside_[at_]))
        ++at_;
    return inside_.substr(begin, at_ - begin);
}

} // namespace baotin::parsers::html
