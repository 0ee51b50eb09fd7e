#include "parsers/listing.hpp"

#include "parsers/base_url.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/canonical.hpp"

#include <string>
#include <unordered_map>

namespace baotin::parsers {
namespace {

/// Where a match leads: the attribute asked for, its own `href`, or that of the first link inside.
std::optional<std::string_view> reference_of(const html::Selector::Match& match)
{
    static const auto links = html::Selector::compile("a[href]").value();
    if (!match.attribute.empty()) return match.node.attribute(match.attribute);
    if (auto own = match.node.attribute("href")) return own;
    auto inside = links.select(match.node);
    return inside.empty() ? std::nullopt : inside.front().node.attribute("href");
}

std::string title_of(html::Node element)
{
    auto text = canonical_line(html::visible_text(element, {}));
    return !text.empty() ? text : canonical_line(element.attribute("title").value_or(""));
}

} // namespace

Links read_listing(const html::Tree& tree, const ListingRules& rules, const UrlGlobs& articles,
                   std::string_view url)
{
    auto root = tree.root();
    auto base = base_url(root, url);
    auto page = normalise_url(url);
    Links found;
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& match : rules.links.select(root)) {
        auto reference = reference_of(match);
        auto link = reference && !reference->empty() ? normalise_url(*reference, base) : std::nullopt;
        if (!link || link == page || (!articles.empty() && !articles.matches(*link))) continue;
        auto [place, first] = places.try_emplace(*link, found.links.size());
        if (first) found.links.push_back(Link{.url = *link, .title = {}, .published_at = std::nullopt});
        // The picture's link often stands before the headline's.
        if (auto& title = found.links[place->second].title; title.empty()) title = title_of(match.node);
    }
    if (rules.next) {
        for (const auto& match : rules.next->select(root)) {
            auto reference = reference_of(match);
            auto link = reference && !reference->empty() ? normalise_url(*reference, base) : std::nullopt;
            if (!link || link == page) continue;
            found.more.push_back(std::move(*link));
            break;
        }
    }
    return found;
}

} // namespace baotin::parsers
