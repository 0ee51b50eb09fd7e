#include "parsers/links_builder.hpp"

#include <string>

namespace baotin::parsers {

namespace {

/// `&` escaped once too often, as in CDATA: no address means `&amp;` by it.
std::string unescaped(std::string_view reference)
{
    constexpr std::string_view escaped = "&amp;";
    std::string text;
    while (true) {
        auto at = reference.find(escaped);
        text += reference.substr(0, at);
        if (at == reference.npos) return text;
        text += '&';
        reference.remove_prefix(at + escaped.size());
    }
}

} // namespace

void LinksBuilder::add(std::string_view reference, std::string_view base, std::string title,
                       std::optional<std::string> published_at)
{
    auto url = normalise_url(unescaped(reference), base);
    if (!url) return;
    const auto [place, fresh] = places_.try_emplace(*url, links_.links.size());
    if (fresh) {
        links_.links.push_back({std::move(*url), std::move(title), std::move(published_at)});
        return;
    }
    Link& link = links_.links[place->second];
    if (link.title.empty()) link.title = std::move(title);
    if (!link.published_at) link.published_at = std::move(published_at);
}

void LinksBuilder::add_more(std::string_view reference, std::string_view base)
{
    auto url = normalise_url(unescaped(reference), base);
    if (url && more_.insert(*url).second) links_.more.push_back(std::move(*url));
}

} // namespace baotin::parsers
