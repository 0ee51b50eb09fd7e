#include "parsers/generic_fields.hpp"

#include "parsers/article_fields.hpp"
#include "parsers/boilerplate.hpp"
#include "parsers/date.hpp"
#include "parsers/filler_lines.hpp"
#include "parsers/html/characters.hpp"
#include "parsers/html/element_style.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/teasers.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/fold.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

namespace baotin::parsers {
namespace {

std::string text_of(html::Node node)
{
    return canonical_line(html::visible_text(node, {}));
}

std::size_t count_letters(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

const html::Selector& headlines()
{
    static const auto elements = html::Selector::compile("h1").value();
    return elements;
}

const html::Selector& titles()
{
    static const auto elements = html::Selector::compile("title").value();
    return elements;
}

const html::Selector& leads()
{
    static const auto elements =
        html::Selector::compile("[data-role=sapo], [data-slot=sapo], [class*=sapo i], .hometext").value();
    return elements;
}

const html::Selector& authors()
{
    static const auto elements =
        html::Selector::compile("[rel=author], [itemprop=author], .author-name, .author, .byline, "
                                ".article-author, .detail-author, .tac-gia, .tacgia")
            .value();
    return elements;
}

/// The headline: an h1 with a name that says so, else the longest h1 that is not the site's logo.
html::Node find_headline(const html::Tree& tree)
{
    html::Node best;
    std::size_t longest = 0;
    for (const auto& match : headlines().select(tree.root())) {
        auto letters = count_letters(text_of(match.node));
        if (letters > longest) {
            best = match.node;
            longest = letters;
        }
    }
    return longest >= 10 ? best : html::Node();
}

/// How much of each element's text stands in links, counted once for a whole article.
class LinkedText {
public:
    struct Count {
        std::size_t all = 0, linked = 0;
    };
    explicit LinkedText(html::Node root) { count(root, false); }
    [[nodiscard]] Count of(html::Node element) const
    {
        auto found = counts_.find(element.raw());
        return found == counts_.end() ? Count{} : found->second;
    }

private:
    Count count(html::Node node, bool linked)
    {
        Count sum;
        for (auto child = node.first_child(); child; child = child.next()) {
            if (child.is_text()) {
                for (char c : child.text())
                    sum.all += !html::is_space(c) && (static_cast<unsigned char>(c) & 0xC0) != 0x80;
            } else if (child.is_element() && html::display_of(child) != html::Display::none) {
                auto below = count(child, linked || child.tag() == "a");
                sum.all += below.all;
                sum.linked += below.linked;
            }
        }
        if (linked) sum.linked = sum.all;
        return counts_[node.raw()] = sum;
    }

    std::unordered_map<const GumboInternalNode*, Count> counts_;
};

/// A list, box or line inside an article that is there to be clicked.
bool is_link_box(html::Node element, const LinkedText& text)
{
    constexpr auto boxes =
        std::to_array<std::string_view>({"ul", "ol", "div", "section", "table", "p", "li"});
    auto tag = element.tag();
    if (std::ranges::find(boxes, tag) == boxes.end()) return false;
    auto [all, linked] = text.of(element);
    if (tag == "p" || tag == "li") return linked > 25 && linked * 10 > all * 9;
    return all > 0 && linked * 3 > all * 2;
}

/// Boilerplate inside the content; what its name only makes likely, not where it holds half of the text.
bool is_in_the_way(html::Node element, html::Node content, const LinkedText& text)
{
    switch (boilerplate_of(element)) {
    case Boilerplate::no:
        return false;
    case Boilerplate::likely:
        return text.of(element).all * 2 < text.of(content).all;
    case Boilerplate::surely:
        return true;
    }
    return true;
}

} // namespace

std::string find_headline_text(const html::Tree& tree)
{
    auto headline = find_headline(tree);
    return headline ? text_of(headline) : std::string();
}

std::string without_site_name(const std::string& title, const html::Tree& tree)
{
    if (auto headline = find_headline(tree)) {
        auto shown = text_of(headline);
        auto folded = fold(shown);
        if (!folded.empty() && shown.size() >= 10 && fold(title).starts_with(folded)) return shown;
    }
    constexpr auto separators = std::to_array<std::string_view>({" | ", " - ", " – ", " — ", " :: ", " » "});
    std::size_t cut = title.npos;
    for (auto separator : separators)
        if (auto at = title.rfind(separator); at != title.npos && (cut == title.npos || at > cut)) cut = at;
    // A site's name is shorter than what it stands behind.
    if (cut == title.npos || cut < 20 || title.size() - cut > cut / 2 + 20) return title;
    return canonical_line(title.substr(0, cut));
}

std::vector<html::Selector> short_field_selectors()
{
    return {headlines(), titles(), leads(), authors()};
}

std::optional<Stated> find_title(const html::Tree& tree)
{
    if (auto headline = find_headline(tree)) return Stated{text_of(headline), "h1"};
    for (const auto& match : titles().select(tree.root())) {
        auto text = text_of(match.node);
        if (!text.empty()) return Stated{without_site_name(text, tree), "title"};
    }
    return std::nullopt;
}

std::optional<Stated> find_published(const html::Tree& tree, Time reference)
{
    static const auto named =
        html::Selector::compile("time, [class*=date i], [class*=time i], [id*=date i], [class*=publish i], "
                                "[class*=ngay i], [class*=posted i]")
            .value();
    static const auto small =
        html::Selector::compile("span, div, p, td, em, i, small, li, h4, h5, h6").value();
    constexpr std::size_t kLongest = 90, kMaxBytes = 1024;
    for (const auto& match : named.select(tree.root())) {
        if (html::is_longer(match.node, kMaxBytes)) continue;
        auto text = text_of(match.node);
        if (text.empty() || count_letters(text) > kLongest) continue;
        if (auto date = read_date(text, reference)) return Stated{*date, "date"};
    }
    for (const auto& match : small.select(tree.root())) {
        auto child = match.node.first_child();
        if (!child || !child.is_text() || html::is_longer(match.node, kMaxBytes))
            continue; // the innermost element
        auto text = text_of(match.node);
        if (count_letters(text) > kLongest) continue;
        auto folded = fold(text);
        for (auto word : {"cap nhat", "ngay dang", "dang ngay", "thu hai", "thu ba", "thu tu", "thu nam",
                          "thu sau", "thu bay", "chu nhat", "dang luc", "xuat ban"})
            if (folded.starts_with(word))
                if (auto date = read_date(text, reference)) return Stated{*date, "date"};
    }
    return std::nullopt;
}

std::optional<Stated> find_summary(const html::Tree& tree)
{
    for (const auto& match : leads().select(tree.root())) {
        if (html::is_longer(match.node, 8192)) continue;
        auto text = text_of(match.node);
        if (count_letters(text) >= 40 && count_letters(text) <= 1500) return Stated{std::move(text), "sapo"};
    }
    return std::nullopt;
}

std::optional<Stated> find_author(const html::Tree& tree)
{
    for (const auto& match : authors().select(tree.root())) {
        if (html::is_longer(match.node, 1024)) continue;
        auto name = clean_author(text_of(match.node), {});
        if (name && count_letters(*name) <= 60) return Stated{std::move(*name), "author"};
    }
    return std::nullopt;
}

namespace {

/// Above the text many sites repeat the headline, and say when it was published.
std::string without_heading_lines(std::string text, const std::string& folded_title)
{
    constexpr std::size_t kLongestDate = 80; // bytes; a sentence with a date is longer
    constexpr int kMostLines = 3;
    for (int i = 0; i < kMostLines; ++i) {
        auto end = text.find('\n');
        if (end == text.npos) break;
        auto line = text.substr(0, end);
        bool date =
            line.size() <= kLongestDate && line.find_first_of(".!?") == line.npos && read_date(line, Time{});
        if (!date && (folded_title.empty() || fold(line) != folded_title)) break;
        text.erase(0, end + 1);
    }
    return text;
}

} // namespace

GenericBody read_content(html::Node content, const std::string& title,
                         const std::function<bool(html::Node)>& removed)
{
    GenericBody body;
    DistinctLines captions;
    LinkedText links(content);
    Teasers teasers(content);
    auto folded_title = fold(title);
    body.text = html::visible_text(content, [&](html::Node node) {
        if (removed && removed(node)) return true;
        if (is_caption(node)) {
            captions.add(text_of(node));
            return true;
        }
        if (teasers.has(node) || is_in_the_way(node, content, links) || is_link_box(node, links)) return true;
        return (node.tag() == "h1" || node.tag() == "h2") && !folded_title.empty() &&
               fold(text_of(node)) == folded_title;
    });
    body.text = without_heading_lines(without_filler_lines(body.text), folded_title);
    body.captions = captions.take();
    return body;
}

} // namespace baotin::parsers
