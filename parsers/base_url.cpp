#include "parsers/base_url.hpp"

#include "parsers/html/selector.hpp"
#include "parsers/url.hpp"

namespace baotin::parsers {

std::string base_url(html::Node root, std::string_view url)
{
    static const auto bases = html::Selector::compile("base[href]").value();
    for (const auto& match : bases.select(root))
        if (auto base = normalise_url(*match.node.attribute("href"), url)) return *base;
    return std::string(url);
}

} // namespace baotin::parsers
