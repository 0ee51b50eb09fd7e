#include "parsers/boilerplate.hpp"

#include "parsers/html/tokens.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace baotin::parsers {
namespace {

/// Class, id and role of an element as lower-case words: `box-relatedNews_2` gives box, related, news, 2.
std::vector<std::string> words_of(html::Node element)
{
    std::vector<std::string> words;
    for (auto name : {"class", "id", "role", "data-role", "data-component", "itemprop"}) {
        std::string word;
        bool was_lower = false;
        for (char c : element.attribute(name).value_or("")) {
            bool upper = c >= 'A' && c <= 'Z';
            bool part = html::is_letter(c) || (c >= '0' && c <= '9');
            if ((!part || (upper && was_lower)) && !word.empty()) {
                words.push_back(std::move(word));
                word.clear();
            }
            if (part) word += html::lower(c);
            was_lower = part && !upper;
        }
        if (!word.empty()) words.push_back(std::move(word));
    }
    return words;
}

bool any_of(const std::vector<std::string>& words, std::initializer_list<std::string_view> wanted)
{
    return std::ranges::any_of(
        words, [&](const std::string& word) { return std::ranges::find(wanted, word) != wanted.end(); });
}

bool any_begins(const std::vector<std::string>& words, std::initializer_list<std::string_view> wanted)
{
    return std::ranges::any_of(words, [&](const std::string& word) {
        return std::ranges::any_of(wanted, [&](std::string_view begin) { return word.starts_with(begin); });
    });
}

bool any_name(html::Node element, std::initializer_list<std::string_view> wanted)
{
    for (auto attribute : {"class", "id", "itemprop", "data-role", "data-slot"}) {
        std::string folded;
        for (char c : element.attribute(attribute).value_or(""))
            if (c != '-' && c != '_') folded += html::lower(c);
        if (std::ranges::any_of(wanted,
                                [&](std::string_view name) { return folded.find(name) != folded.npos; }))
            return true;
    }
    return false;
}

/// The CMS of tuoitre, thanhnien, nld and others wraps in one class what its editors set into an article:
/// related news, boxes with a story of their own, and pictures, whose captions we want.
bool is_inserted_box(html::Node element)
{
    if (!element.has_class("VCSortableInPreviewMode") || element.tag() == "figure") return false;
    auto type = element.attribute("type").value_or("");
    return !html::equals_ignoring_case(type.substr(0, 5), "photo") &&
           !html::equals_ignoring_case(type, "video");
}

bool is_any(std::string_view tag, std::initializer_list<std::string_view> wanted)
{
    return std::ranges::find(wanted, tag) != wanted.end();
}

html::Node next_element(html::Node node)
{
    do
        node = node.next();
    while (node && !node.is_element());
    return node;
}

bool holds_picture_only(html::Node element, html::Node& picture)
{
    for (auto child = element.first_child(); child; child = child.next()) {
        bool text = std::ranges::any_of(child.text(), [](char c) { return !html::is_space(c); });
        if (child.tag() == "img") picture = child;
        if (text || (child.is_element() && !holds_picture_only(child, picture))) return false;
    }
    return true;
}

/// Many CMS set a picture and its caption as a table of two rows with one cell each.
bool row_under_picture(html::Node cell)
{
    auto row = cell.parent(), rows = row.parent();
    if (row.tag() != "tr" || !rows || next_element(row)) return false;
    auto first = rows.first_child();
    if (first && !first.is_element()) first = next_element(first);
    if (!first || first == row || next_element(first) != row) return false;
    html::Node picture;
    return holds_picture_only(first, picture) && picture;
}

} // namespace

bool is_page_shell(html::Node element)
{
    return is_any(element.tag(), {"html", "body", "main", "article"});
}

bool is_boilerplate(html::Node element)
{
    auto tag = element.tag();
    if (is_any(tag, {"nav", "footer", "aside", "form", "menu", "input", "label", "dialog", "address"}))
        return true;
    if (is_page_shell(element)) return false;
    if (is_any(tag, {"a", "b", "strong", "em", "i", "u", "font", "mark", "abbr"}))
        return false; // words of a sentence
    if (is_named_content(element)) return false;
    if (is_inserted_box(element)) return true;
    auto words = words_of(element);
    if (words.empty()) return false;
    if (any_of(words, {"nav",
                       "navbar",
                       "navigation",
                       "menu",
                       "menubar",
                       "footer",
                       "foot",
                       "sidebar",
                       "banner",
                       "breadcrumb",
                       "breadcrumbs",
                       "comments",
                       "comment",
                       "disqus",
                       "respond",
                       "reply",
                       "related",
                       "recommended",
                       "recommendations",
                       "recommend",
                       "recirc",
                       "share",
                       "sharing",
                       "social",
                       "sharedaddy",
                       "addthis",
                       "advert",
                       "advertisement",
                       "ads",
                       "ad",
                       "adsbygoogle",
                       "promo",
                       "promoted",
                       "sponsor",
                       "sponsored",
                       "outbrain",
                       "taboola",
                       "newsletter",
                       "subscribe",
                       "subscription",
                       "signup",
                       "popup",
                       "modal",
                       "cookie",
                       "cookies",
                       "consent",
                       "gdpr",
                       "pagination",
                       "pager",
                       "paging",
                       "tags",
                       "tag",
                       "taglist",
                       "toolbar",
                       "tools",
                       "rating",
                       "login",
                       "register",
                       "copyright",
                       "hidden",
                       "search",
                       "byline",
                       "author",
                       "authors",
                       "bio",
                       "dateline",
                       "timestamp",
                       "meta",
                       "metadata",
                       "toc",
                       "jumbotron",
                       "trending",
                       "popular",
                       "mostread",
                       "teaser",
                       "teasers",
                       "readmore",
                       "more",
                       "print",
                       "skip",
                       "lienquan",
                       "tinlienquan",
                       "binhluan",
                       "chiase",
                       "tukhoa",
                       "quangcao",
                       "docthem",
                       "tinmoi",
                       "tinkhac",
                       "xemthem",
                       "audio",
                       "tts",
                       "player",
                       "poll",
                       "survey",
                       "newsfeed"}))
        return true;
    if (any_begins(words, {"related", "recommend", "comment", "share", "social", "advert", "newsletter",
                           "sidebar", "breadcrumb", "footer", "navig", "promo", "sponsor", "relate",
                           "outbrain", "taboola", "subscri", "copyright", "lienquan"}))
        return true;
    return any_name(element,
                    {"tinlienquan", "lienquan", "baivietlienquan", "relatedonenews", "quangcao", "morenews"});
}

bool is_menu(html::Node element)
{
    if (is_any(element.tag(), {"nav", "footer", "menu"})) return true;
    if (is_page_shell(element)) return false;
    auto words = words_of(element);
    return any_of(words,
                  {"nav", "menu", "footer", "foot", "breadcrumb", "breadcrumbs", "pagination", "paging",
                   "pager", "tags", "tag", "taglist", "navbar", "megamenu", "submenu", "topbar", "social"}) ||
           any_begins(words, {"navig", "breadcrumb", "footer"});
}

bool is_named_content(html::Node element)
{
    return any_name(element,
                    {"articlebody",     "articlecontent", "entrycontent", "postcontent", "postbody",
                     "storybody",       "storycontent",   "articletext",  "contentbody", "bodycontent",
                     "detailcontent",   "contentdetail",  "newsbody",     "newscontent", "fckdetail",
                     "singularcontent", "cmsbody",        "noidung",      "bodytext",    "maincontent"}) ||
           (any_name(element, {"articledetail", "articlemain"}) && is_any(element.tag(), {"div", "section"}));
}

bool is_caption(html::Node element)
{
    auto tag = element.tag();
    if (tag == "figcaption") return true;
    if (tag == "td" && row_under_picture(element)) return true;
    if (tag == "img" || tag == "figure" || tag == "video" || tag == "picture") return false;
    if (tag == "caption") return false;
    auto words = words_of(element);
    return any_begins(words, {"caption", "wpcaptiontext", "imgcaption", "photocaption", "imagecaption",
                              "cutline"}) &&
           !any_of(words, {"figure"}) && !(tag == "div" && any_of(words, {"wp"}) && !any_of(words, {"text"}));
}

} // namespace baotin::parsers
