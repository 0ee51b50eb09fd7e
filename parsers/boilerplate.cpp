#include "parsers/boilerplate.hpp"

#include "parsers/html/characters.hpp"

#include <gumbo.h>

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

/// Most paragraphs have no names to judge.
bool has_attributes(html::Node element)
{
    return element.raw()->v.element.attributes.length > 0;
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
        auto text = element.attribute(attribute);
        if (!text) continue;
        std::string folded;
        for (char c : *text)
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

namespace {

bool names_other_texts(const std::vector<std::string>& words)
{
    return any_of(words, {"nav",
                          "navbar",
                          "navigation",
                          "menu",
                          "menubar",
                          "footer",
                          "foot",
                          "sidebar",
                          "breadcrumb",
                          "breadcrumbs",
                          "comments",
                          "comment",
                          "disqus",
                          "respond",
                          "reply",
                          "replies",
                          "related",
                          "recommended",
                          "recommendations",
                          "recommend",
                          "recirc",
                          "outbrain",
                          "taboola",
                          "newsletter",
                          "cookie",
                          "cookies",
                          "consent",
                          "gdpr",
                          "pagination",
                          "pager",
                          "paging",
                          "copyright",
                          "trending",
                          "mostread",
                          "teasers",
                          "lienquan",
                          "tinlienquan",
                          "binhluan",
                          "tinmoi",
                          "tinkhac",
                          "newsfeed",
                          "onetrust",
                          "didomi",
                          "cookiebot"}) ||
           any_begins(words,
                      {"related", "recommend", "comment", "newsletter", "sidebar", "breadcrumb", "footer",
                       "navig", "relate", "outbrain", "taboola", "copyright", "lienquan", "cookie"});
}

bool names_small_boxes(const std::vector<std::string>& words)
{
    return any_of(words, {"banner",   "share",         "sharing",   "social",    "sharedaddy",   "addthis",
                          "advert",   "advertisement", "ads",       "ad",        "adsbygoogle",  "promo",
                          "promoted", "sponsor",       "sponsored", "subscribe", "subscription", "signup",
                          "popup",    "modal",         "tags",      "tag",       "taglist",      "toolbar",
                          "tools",    "rating",        "login",     "register",  "hidden",       "search",
                          "byline",   "author",        "authors",   "bio",       "dateline",     "timestamp",
                          "meta",     "metadata",      "toc",       "jumbotron", "popular",      "teaser",
                          "readmore", "more",          "print",     "skip",      "chiase",       "tukhoa",
                          "quangcao", "docthem",       "xemthem",   "audio",     "tts",          "player",
                          "poll",     "survey"}) ||
           any_begins(words, {"share", "social", "advert", "promo", "sponsor", "subscri"});
}

/// A post of a social network that the article shows as part of its story.
bool is_embedded_post(html::Node element, const std::vector<std::string>& words)
{
    return any_begins(words, {"embed", "twitter", "instagram"}) && element.tag() != "ul" &&
           !any_of(words, {"share", "sharing", "follow", "button", "buttons", "icon", "icons"});
}

} // namespace

Boilerplate boilerplate_of(html::Node element)
{
    auto tag = element.tag();
    if (is_any(tag, {"nav", "footer", "aside", "menu", "input", "label", "dialog", "address", "amp-sidebar",
                     "amp-ad", "amp-consent"}))
        return Boilerplate::surely;
    if (tag == "form") return Boilerplate::likely;
    if (is_page_shell(element)) return Boilerplate::no;
    if (is_any(tag, {"a", "b", "strong", "em", "i", "u", "font", "mark", "abbr"}))
        return Boilerplate::no; // words of a sentence
    if (!has_attributes(element) || is_named_content(element)) return Boilerplate::no;
    if (is_inserted_box(element)) return Boilerplate::surely;
    auto words = words_of(element);
    if (words.empty()) return Boilerplate::no;
    if (names_other_texts(words) ||
        // vietnamnet, cafef and MasterCMS name the related links that editors set into a text so.
        any_name(element, {"tinlienquan", "lienquan", "baivietlienquan", "relatedonenews", "morenews",
                           "insertneww", "listnewsincontent", "mbarticlea"}))
        return Boilerplate::surely;
    // A row's class names what it tells of: a `player`, an `author`.
    if (is_any(tag, {"tr", "tbody", "thead"}) || is_embedded_post(element, words)) return Boilerplate::no;
    return names_small_boxes(words) || any_name(element, {"quangcao"}) ? Boilerplate::likely
                                                                       : Boilerplate::no;
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
    if (tag == "caption" || !has_attributes(element)) return false;
    auto words = words_of(element);
    return any_begins(words, {"caption", "wpcaptiontext", "imgcaption", "photocaption", "imagecaption",
                              "cutline"}) &&
           !any_of(words, {"figure"}) && !(tag == "div" && any_of(words, {"wp"}) && !any_of(words, {"text"}));
}

} // namespace baotin::parsers
