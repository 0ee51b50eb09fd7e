#include "parsers/html/tag_attributes.hpp"

namespace baotin::parsers::html {

std::vector<RawAttribute> attributes_of(std::string_view inside)
{
    std::vector<RawAttribute> all;
    TagAttributes written(inside);
    while (auto one = written.next())
        all.push_back(*one);
    return all;
}

} // namespace baotin::parsers::html
