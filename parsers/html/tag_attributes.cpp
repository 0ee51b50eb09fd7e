#include "parsers/html/tag_attributes.hpp"

#include "parsers/html/tokens.hpp"

namespace baotin::parsers::html {

std::optional<RawAttribute> TagAttributes::next()
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

std::string_view TagAttributes::value()
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

std::vector<RawAttribute> attributes_of(std::string_view inside)
{
    std::vector<RawAttribute> all;
    TagAttributes written(inside);
    while (auto one = written.next())
        all.push_back(*one);
    return all;
}

} // namespace baotin::parsers::html
