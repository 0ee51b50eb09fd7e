#include "parsers/link_blocks.hpp"

#include "parsers/base_url.hpp"
#include "parsers/boilerplate.hpp"
#include "parsers/html/element_style.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/selector_writer.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/url.hpp"
#include "parsers/url_shape.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace baotin::parsers {
namespace {

constexpr std::size_t kSmallestBlock = 3; // two links alike may be chance

/// One `<a href>` of the page.
struct Anchor {
    html::Node node;
    std::string text;
    std::size_t page; ///< index into ListPage::pages
};

/// One address that the page links to, perhaps several times: picture, headline, "read more".
struct LinkedPage {
    std::string url;
    UrlShape shape;
    std::string title; ///< the best text of its links
    int title_quality = 0;
    bool outside_menus = false;
    bool article = false;
};

std::size_t count_words(std::string_view text)
{
    return text.empty() ? 0 : static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
}

/// Does the link stand in a headline, or hold one?
bool is_headline(html::Node link)
{
    constexpr int kNear = 3;
    auto above = link.parent();
    for (int i = 0; i < kNear && above; ++i, above = above.parent())
        if (html::is_heading(above)) return true;
    for (auto child = link.first_child(); child; child = child.next())
        if (html::is_heading(child)) return true;
    return false;
}

std::string text_of(html::Node link)
{
    return html::is_longer(link, 4096) ? std::string() : canonical_line(html::visible_text(link, {}));
}

/// What a link without text says: its title, or that of its picture.
std::string label_of(html::Node link)
{
    static const auto pictures = html::Selector::compile("img[alt]").value();
    auto label = canonical_line(link.attribute("title").value_or(""));
    if (label.empty())
        for (const auto& match : pictures.select(link))
            label = canonical_line(*match.node.attribute("alt"));
    return label;
}

/// How well a text of a link serves as its article's title: headlines first, then texts, then labels; never a
/// number of comments.
int title_quality(const std::string& text, bool headline)
{
    if (count_words(text) < 2) return text.empty() ? 0 : 1;
    return headline ? 4 : 3;
}

/// The links of one page, and which of them lead to articles.
class ListPage {
public:
    ListPage(const html::Tree& tree, std::string_view url);

    std::vector<Anchor> anchors;   ///< in document order
    std::vector<LinkedPage> pages; ///< in order of first mention

private:
    void collect(html::Node root, std::string_view url);
    void judge(std::string_view url);
    static void name(LinkedPage& page, std::string title, int quality);
    [[nodiscard]] bool in_menu(html::Node node);

    std::unordered_map<const GumboInternalNode*, bool> menus_;
};

bool ListPage::in_menu(html::Node node)
{
    std::vector<const GumboInternalNode*> path;
    bool found = false;
    for (; node; node = node.parent()) {
        if (auto known = menus_.find(node.raw()); known != menus_.end()) {
            found = known->second;
            break;
        }
        path.push_back(node.raw());
        if (is_menu(node)) {
            found = true;
            break;
        }
    }
    for (const auto* each : path)
        menus_[each] = found;
    return found;
}

void ListPage::collect(html::Node root, std::string_view url)
{
    static const auto links = html::Selector::compile("a[href]").value();
    auto base = base_url(root, url);
    auto self = normalise_url(url);
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& match : links.select(root)) {
        auto link = normalise_url(*match.node.attribute("href"), base);
        if (!link || link == self) continue;
        auto shape = shape_of(*link);
        if (!shape) continue;
        auto [place, first] = places.try_emplace(*link, pages.size());
        if (first) pages.push_back({.url = *link, .shape = std::move(*shape), .title = {}});
        auto& page = pages[place->second];
        auto text = text_of(match.node);
        name(page, text, title_quality(text, is_headline(match.node)));
        if (page.title_quality < 2) name(page, label_of(match.node), 2);
        page.outside_menus = page.outside_menus || !in_menu(match.node.parent());
        anchors.push_back({match.node, std::move(text), place->second});
    }
}

void ListPage::name(LinkedPage& page, std::string title, int quality)
{
    if (title.empty() || quality <= page.title_quality) return;
    page.title = std::move(title);
    page.title_quality = quality;
}

/// How much an address and its title look like an article's, from 0 to 1.
double likeness(const LinkedPage& page)
{
    double likely = 0;
    auto words = count_words(page.title);
    if (words >= 5) likely += 0.3;
    if (words >= 8 || page.title.size() >= 60) likely += 0.1;
    if (page.shape.slug_words >= 4) likely += 0.2;
    if (page.shape.id >= UrlShape::Id::number) likely += 0.2;
    if (page.shape.id == UrlShape::Id::stamp || page.shape.dated) likely += 0.1;
    if (page.outside_menus) likely += 0.1;
    return page.shape.utility ? likely * 0.3 : likely;
}

/// Addresses of one shape are of one kind: the shape is judged, not the single address, so that an article
/// with a short headline counts and a section with a long name does not.
void ListPage::judge(std::string_view url)
{
    struct Kind {
        double likeness = 0;
        std::size_t pages = 0;
        bool id = false;
        [[nodiscard]] double mean() const { return likeness / static_cast<double>(pages); }
    };
    std::map<std::string, Kind> kinds;
    auto here = normalise_url(url).value_or("");
    auto key_of = [](const LinkedPage& page) {
        return page.shape.key() + (page.shape.utility ? "|utility" : "");
    };
    for (const auto& page : pages) {
        auto& kind = kinds[key_of(page)];
        kind.likeness += likeness(page);
        ++kind.pages;
        kind.id = page.shape.id >= UrlShape::Id::number || page.shape.dated;
    }
    // Where most articles carry an id, a page without one is none.
    double with_id = 0, without_id = 0;
    for (const auto& [key, kind] : kinds)
        if (kind.mean() >= 0.5) (kind.id ? with_id : without_id) += kind.likeness;
    for (auto& page : pages) {
        const auto& kind = kinds[key_of(page)];
        bool own_site = same_site(page.url, here);
        bool sister =
            page.shape.id == UrlShape::Id::stamp; // one CMS, one publisher: they show each other's news
        bool alike = kind.id ? with_id >= without_id * 0.3 : without_id > with_id;
        bool alone = !kind.id && (likeness(page) < 0.5 || !page.outside_menus);
        bool section = !page.outside_menus && page.shape.slug_words < 4 && count_words(page.title) < 5;
        page.article =
            !section && (own_site || sister) && kind.mean() >= 0.5 && alike && !alone && !page.shape.utility;
    }
}

ListPage::ListPage(const html::Tree& tree, std::string_view url)
{
    collect(tree.root(), url);
    judge(url);
}

/// One selector over the whole page: what share of what it finds leads to articles?
struct Yield {
    std::vector<std::size_t> pages;
    double precision = 0, title_share = 0;
    [[nodiscard]] double rank() const
    {
        return static_cast<double>(pages.size()) * precision * precision * (0.5 + title_share / 2);
    }
};

Yield yield_of(const std::string& selector, const ListPage& list,
               const std::unordered_map<const GumboInternalNode*, const Anchor*>& by_node, html::Node root)
{
    Yield yield;
    auto compiled = html::Selector::compile(selector);
    if (!compiled) return yield;
    auto matches = compiled->select(root);
    std::unordered_set<std::size_t> seen;
    double hits = 0, titles = 0;
    for (const auto& match : matches) {
        auto found = by_node.find(match.node.raw());
        if (found == by_node.end() || !list.pages[found->second->page].article) continue;
        ++hits;
        titles += found->second->text == list.pages[found->second->page].title;
        if (seen.insert(found->second->page).second) yield.pages.push_back(found->second->page);
    }
    if (matches.empty() || hits == 0) return yield;
    yield.precision = hits / static_cast<double>(matches.size());
    yield.title_share = titles / hits;
    return yield;
}

} // namespace

std::vector<LinkBlock> find_link_blocks(const html::Tree& tree, std::string_view url)
{
    ListPage list(tree, url);
    std::unordered_map<const GumboInternalNode*, const Anchor*> by_node;
    std::map<std::string, std::size_t> selectors;
    for (const auto& anchor : list.anchors) {
        by_node[anchor.node.raw()] = &anchor;
        if (!list.pages[anchor.page].article) continue;
        if (auto selector = html::write_group_selector(anchor.node)) ++selectors[*selector];
    }
    std::vector<std::pair<Yield, std::string>> ranked;
    for (const auto& [selector, count] : selectors) {
        if (count < kSmallestBlock) continue;
        auto yield = yield_of(selector, list, by_node, tree.root());
        if (yield.pages.size() >= kSmallestBlock && yield.precision >= 0.7)
            ranked.emplace_back(std::move(yield), selector);
    }
    std::ranges::stable_sort(ranked, std::ranges::greater{},
                             [](const auto& each) { return each.first.rank(); });
    std::vector<LinkBlock> blocks;
    for (auto& [yield, selector] : ranked) {
        LinkBlock block{.selector = selector, .links = {}};
        for (auto page : yield.pages)
            block.links.push_back({list.pages[page].url, list.pages[page].title, std::nullopt});
        blocks.push_back(std::move(block));
    }
    return blocks;
}

Links find_article_links(const html::Tree& tree, std::string_view url)
{
    ListPage list(tree, url);
    Links found;
    for (auto& page : list.pages)
        if (page.article) found.links.push_back({std::move(page.url), std::move(page.title), std::nullopt});
    return found;
}

std::vector<Link> find_links(const html::Tree& tree, std::string_view url)
{
    ListPage list(tree, url);
    std::vector<Link> found;
    for (auto& page : list.pages)
        found.push_back({std::move(page.url), std::move(page.title), std::nullopt});
    return found;
}

} // namespace baotin::parsers
