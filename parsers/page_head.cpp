#include "parsers/page_head.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/canonical.hpp"

#include <algorithm>
#include <array>

namespace baotin::parsers {
namespace {

/// Is this microdata said of the page or its article? Comments, related articles and videos have scopes of
/// their own.
bool is_of_the_page(html::Node node)
{
    constexpr int kFarthest = 64;
    auto above = node.parent();
    for (int i = 0; above && i < kFarthest; ++i, above = above.parent()) {
        auto type = above.attribute("itemtype");
        auto property = above.attribute("itemprop").value_or("");
        if (property == "comment" || property == "review" || property.starts_with("relate")) return false;
        if (!type) continue;
        return type->ends_with("Article") || type->ends_with("Posting") || type->ends_with("Page") ||
               type->ends_with("Report") || type->ends_with("CreativeWork") ||
               type->ends_with("Organization");
    }
    return true;
}

std::string value_of(html::Node node)
{
    static const auto names = html::Selector::compile("[itemprop~=name]").value();
    for (auto attribute : {"content", "datetime"})
        if (auto text = node.attribute(attribute)) return std::string(*text);
    for (auto attribute : {"src", "href"})
        if (node.tag() == "img" || node.tag() == "link")
            if (auto text = node.attribute(attribute)) return std::string(*text);
    if (html::is_longer(node, 4096)) return {};
    // A person in a scope of its own says more than the name: a picture, a profession, a date.
    if (node.attribute("itemscope"))
        if (auto inside = names.select(node); !inside.empty()) return value_of(inside.back().node);
    return html::visible_text(node, {});
}

} // namespace

const html::Selector& PageHead::elements()
{
    static const auto elements =
        html::Selector::compile("meta[content], [itemprop], link[href], base[href]").value();
    return elements;
}

PageHead::PageHead(html::Node root)
{
    for (const auto& match : elements().select(root)) {
        auto tag = match.node.tag();
        const bool leads_on = match.node.attribute("href").has_value(); // `itemprop` alone found it otherwise
        if (tag == "link" && leads_on) links_.push_back(match.node);
        if (tag == "base" && leads_on && !base_) base_ = match.node;
        if ((tag != "link" && tag != "base") || match.node.attribute("itemprop")) add(match.node);
    }
}

std::optional<Stated> PageHead::first(std::initializer_list<std::string_view> names) const
{
    for (auto name : names)
        if (auto found = stated_.find(name); found != stated_.end())
            return Stated{found->second.front(), "meta " + found->first};
    return std::nullopt;
}

const std::vector<std::string>& PageHead::all(std::string_view name) const
{
    static const std::vector<std::string> none;
    auto found = stated_.find(name);
    return found == stated_.end() ? none : found->second;
}

void PageHead::add(html::Node node)
{
    constexpr std::size_t kMost = 32; // of one name
    for (auto attribute : {"property", "name", "itemprop"}) {
        auto names = node.attribute(attribute);
        bool microdata = attribute == std::string_view("itemprop");
        if (!names || (microdata && !is_of_the_page(node))) continue;
        // `itemprop="datePublished dateCreated"`
        for (std::size_t begin = 0; begin < names->size();) {
            auto end = std::min(names->find_first_of(" \t\n", begin), names->size());
            std::string key(names->substr(begin, end - begin));
            std::ranges::transform(key, key.begin(), html::lower);
            begin = end + 1;
            if (key.empty() || key == "articlebody") continue;
            auto& values = stated_[key];
            if (auto text = canonical_line(value_of(node)); !text.empty() && values.size() < kMost)
                values.push_back(std::move(text));
            if (values.empty()) stated_.erase(key);
        }
    }
}

} // namespace baotin::parsers
