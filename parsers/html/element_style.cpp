#include "parsers/html/element_style.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/html/tag_sets.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace baotin::parsers::html {
namespace {

// Not text to a reader: code, controls, embedded documents.
constexpr auto kNoText =
    tags({GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,  GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME,
          GUMBO_TAG_SVG,      GUMBO_TAG_SELECT, GUMBO_TAG_BUTTON,   GUMBO_TAG_HEAD,     GUMBO_TAG_OBJECT,
          GUMBO_TAG_VIDEO,    GUMBO_TAG_AUDIO,  GUMBO_TAG_CANVAS,   GUMBO_TAG_MAP,      GUMBO_TAG_TEXTAREA,
          GUMBO_TAG_DATALIST, GUMBO_TAG_APPLET, GUMBO_TAG_EMBED,    GUMBO_TAG_NOFRAMES, GUMBO_TAG_NOEMBED,
          GUMBO_TAG_RP});
constexpr auto kBlock = tags(
    {GUMBO_TAG_HTML,      GUMBO_TAG_BODY,       GUMBO_TAG_ARTICLE,  GUMBO_TAG_SECTION,    GUMBO_TAG_NAV,
     GUMBO_TAG_ASIDE,     GUMBO_TAG_H1,         GUMBO_TAG_H2,       GUMBO_TAG_H3,         GUMBO_TAG_H4,
     GUMBO_TAG_H5,        GUMBO_TAG_H6,         GUMBO_TAG_HGROUP,   GUMBO_TAG_HEADER,     GUMBO_TAG_FOOTER,
     GUMBO_TAG_ADDRESS,   GUMBO_TAG_P,          GUMBO_TAG_PRE,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_OL,
     GUMBO_TAG_UL,        GUMBO_TAG_LI,         GUMBO_TAG_DL,       GUMBO_TAG_DT,         GUMBO_TAG_DD,
     GUMBO_TAG_FIGURE,    GUMBO_TAG_FIGCAPTION, GUMBO_TAG_MAIN,     GUMBO_TAG_DIV,        GUMBO_TAG_TABLE,
     GUMBO_TAG_CAPTION,   GUMBO_TAG_TBODY,      GUMBO_TAG_THEAD,    GUMBO_TAG_TFOOT,      GUMBO_TAG_TR,
     GUMBO_TAG_FORM,      GUMBO_TAG_FIELDSET,   GUMBO_TAG_LEGEND,   GUMBO_TAG_DETAILS,    GUMBO_TAG_SUMMARY,
     GUMBO_TAG_MENU,      GUMBO_TAG_CENTER,     GUMBO_TAG_DIR,      GUMBO_TAG_LISTING,    GUMBO_TAG_XMP,
     GUMBO_TAG_PLAINTEXT, GUMBO_TAG_MARQUEE,    GUMBO_TAG_OPTGROUP, GUMBO_TAG_OPTION});

/// The value of a property in a `style` attribute, without `!important`; empty where it is not set.
std::string_view style_value(std::string_view style, std::string_view property)
{
    std::string_view found;
    while (!style.empty()) {
        auto declaration = style.substr(0, style.find(';'));
        style.remove_prefix(std::min(style.size(), declaration.size() + 1));
        auto colon = declaration.find(':');
        if (colon == declaration.npos) continue;
        auto trim = [](std::string_view text) {
            while (!text.empty() && is_space(text.front()))
                text.remove_prefix(1);
            while (!text.empty() && is_space(text.back()))
                text.remove_suffix(1);
            return text;
        };
        if (!equals_ignoring_case(trim(declaration.substr(0, colon)), property)) continue;
        auto value = trim(declaration.substr(colon + 1));
        found = trim(value.substr(0, value.find('!')));
    }
    return found;
}

std::optional<Display> styled_display(std::string_view style)
{
    auto is = [](std::string_view value, std::string_view name) { return equals_ignoring_case(value, name); };
    if (auto visibility = style_value(style, "visibility");
        is(visibility, "hidden") || is(visibility, "collapse"))
        return Display::none;
    auto display = style_value(style, "display");
    if (is(display, "none")) return Display::none;
    if (is(display, "inline") || is(display, "inline-block") || is(display, "inline-flex"))
        return Display::inline_;
    for (auto block : {"block", "flex", "grid", "table", "list-item", "table-row"})
        if (is(display, block)) return Display::block;
    return std::nullopt;
}

/// One letter, with its combining marks, perhaps after an opening quote.
bool is_one_letter(std::string_view text)
{
    int letters = 0;
    for (std::size_t i = 0; i < text.size();) {
        auto byte = static_cast<unsigned char>(text[i]);
        std::size_t size = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        auto piece = text.substr(i, size);
        bool mark = byte == 0xCC ||
                    (byte == 0xCD && piece.size() == 2 && static_cast<unsigned char>(piece[1]) < 0xB0);
        bool quote = piece == "\"" || piece == "'" || piece == "\u201C" || piece == "\u2018";
        bool space = (size == 1 && is_space(text[i])) || piece == "\u00A0" || piece == "\u200B";
        if (size == 1 && !quote && !space && !is_letter(text[i])) return false;
        letters += !mark && !quote && !space;
        i += size;
    }
    return letters == 1;
}

bool says_drop_cap(std::string_view classes)
{
    std::string folded;
    for (char c : classes)
        if (c != '-' && c != '_') folded += lower(c);
    return folded.find("dropcap") != folded.npos || folded.find("firstletter") != folded.npos ||
           folded.find("initialcap") != folded.npos || folded.find("firstchar") != folded.npos ||
           folded.find("bigletter") != folded.npos;
}

bool collect_short_text(Node node, std::string& out, int& nodes)
{
    constexpr std::size_t kLongest = 64;
    constexpr int kMaxNodes = 16;
    for (auto child = node.first_child(); child; child = child.next()) {
        if (++nodes > kMaxNodes) return false;
        if (child.is_text()) {
            out += child.text().substr(0, kLongest);
        } else if (child.is_element() && !collect_short_text(child, out, nodes)) {
            return false;
        }
        if (out.size() > kLongest) return false;
    }
    return true;
}

} // namespace

Display display_of(Node element)
{
    auto tag = element.raw()->v.element.tag;
    if (kNoText[tag]) return Display::none;
    const auto& attributes = element.raw()->v.element.attributes;
    if (attributes.length > 0) {
        if (element.attribute("hidden")) return Display::none;
        if (auto style = element.attribute("style"))
            if (auto display = styled_display(*style)) return *display;
    }
    if (tag == GUMBO_TAG_UNKNOWN && element.tag() == "dialog" && !element.attribute("open"))
        return Display::none;
    if (tag == GUMBO_TAG_BR || tag == GUMBO_TAG_HR) return Display::line_break;
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) return Display::cell;
    return kBlock[tag] ? Display::block : Display::inline_;
}

bool is_heading(Node element)
{
    return element.is_element() && kHeading[element.raw()->v.element.tag];
}

bool is_drop_cap(Node element)
{
    auto floats = equals_ignoring_case(style_value(element.attribute("style").value_or(""), "float"), "left");
    if (!floats && !says_drop_cap(element.attribute("class").value_or(""))) return false;
    std::string text;
    int nodes = 0;
    return collect_short_text(element, text, nodes) && is_one_letter(text);
}

} // namespace baotin::parsers::html
