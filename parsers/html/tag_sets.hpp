#pragma once

#include <gumbo.h>

#include <array>
#include <initializer_list>

namespace baotin::parsers::html {

/// The sets of elements by which HTML's tree builder decides what to open and close (HTML §13.2.4.2,
/// §13.2.6).
using TagSet = std::array<bool, GUMBO_TAG_LAST + 1>;

constexpr TagSet tags(std::initializer_list<GumboTag> list)
{
    TagSet set{};
    for (auto tag : list)
        set[tag] = true;
    return set;
}

inline constexpr auto kVoid =
    tags({GUMBO_TAG_AREA,     GUMBO_TAG_BASE,   GUMBO_TAG_BASEFONT, GUMBO_TAG_BGSOUND, GUMBO_TAG_BR,
          GUMBO_TAG_COL,      GUMBO_TAG_EMBED,  GUMBO_TAG_FRAME,    GUMBO_TAG_HR,      GUMBO_TAG_IMG,
          GUMBO_TAG_IMAGE,    GUMBO_TAG_INPUT,  GUMBO_TAG_KEYGEN,   GUMBO_TAG_LINK,    GUMBO_TAG_META,
          GUMBO_TAG_PARAM,    GUMBO_TAG_SOURCE, GUMBO_TAG_TRACK,    GUMBO_TAG_WBR,     GUMBO_TAG_ISINDEX,
          GUMBO_TAG_MENUITEM, GUMBO_TAG_HTML,   GUMBO_TAG_HEAD,     GUMBO_TAG_BODY,    GUMBO_TAG_FRAMESET});
inline constexpr auto kRaw = tags({GUMBO_TAG_STYLE, GUMBO_TAG_TEXTAREA, GUMBO_TAG_TITLE, GUMBO_TAG_XMP,
                                   GUMBO_TAG_IFRAME, GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES});
inline constexpr auto kFormatting =
    tags({GUMBO_TAG_A, GUMBO_TAG_B, GUMBO_TAG_BIG, GUMBO_TAG_CODE, GUMBO_TAG_EM, GUMBO_TAG_FONT, GUMBO_TAG_I,
          GUMBO_TAG_NOBR, GUMBO_TAG_S, GUMBO_TAG_SMALL, GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG, GUMBO_TAG_TT,
          GUMBO_TAG_U});
// HTML's "special" elements: an end tag of any other element does not reach past an open one of these.
inline constexpr auto kSpecial = tags(
    {GUMBO_TAG_ADDRESS,  GUMBO_TAG_APPLET,  GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,      GUMBO_TAG_BLOCKQUOTE,
     GUMBO_TAG_BUTTON,   GUMBO_TAG_CAPTION, GUMBO_TAG_CENTER,  GUMBO_TAG_COLGROUP,   GUMBO_TAG_DD,
     GUMBO_TAG_DETAILS,  GUMBO_TAG_DIR,     GUMBO_TAG_DIV,     GUMBO_TAG_DL,         GUMBO_TAG_DT,
     GUMBO_TAG_FIELDSET, GUMBO_TAG_FIGURE,  GUMBO_TAG_FOOTER,  GUMBO_TAG_FIGCAPTION, GUMBO_TAG_FORM,
     GUMBO_TAG_FRAMESET, GUMBO_TAG_H1,      GUMBO_TAG_H2,      GUMBO_TAG_H3,         GUMBO_TAG_H4,
     GUMBO_TAG_H5,       GUMBO_TAG_H6,      GUMBO_TAG_HEADER,  GUMBO_TAG_HGROUP,     GUMBO_TAG_LI,
     GUMBO_TAG_LISTING,  GUMBO_TAG_MARQUEE, GUMBO_TAG_MENU,    GUMBO_TAG_NAV,        GUMBO_TAG_NOSCRIPT,
     GUMBO_TAG_OBJECT,   GUMBO_TAG_OL,      GUMBO_TAG_P,       GUMBO_TAG_PRE,        GUMBO_TAG_SECTION,
     GUMBO_TAG_SELECT,   GUMBO_TAG_SUMMARY, GUMBO_TAG_TABLE,   GUMBO_TAG_TBODY,      GUMBO_TAG_TD,
     GUMBO_TAG_TEMPLATE, GUMBO_TAG_TFOOT,   GUMBO_TAG_TH,      GUMBO_TAG_THEAD,      GUMBO_TAG_TR,
     GUMBO_TAG_UL,       GUMBO_TAG_MAIN});
// Start tags that close an open paragraph.
inline constexpr auto kClosesParagraph = tags(
    {GUMBO_TAG_ADDRESS,   GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,      GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_CENTER,
     GUMBO_TAG_DETAILS,   GUMBO_TAG_DIR,     GUMBO_TAG_DIV,        GUMBO_TAG_DL,         GUMBO_TAG_FIELDSET,
     GUMBO_TAG_FIGURE,    GUMBO_TAG_FOOTER,  GUMBO_TAG_FIGCAPTION, GUMBO_TAG_HEADER,     GUMBO_TAG_HGROUP,
     GUMBO_TAG_MAIN,      GUMBO_TAG_MENU,    GUMBO_TAG_NAV,        GUMBO_TAG_OL,         GUMBO_TAG_P,
     GUMBO_TAG_SECTION,   GUMBO_TAG_SUMMARY, GUMBO_TAG_UL,         GUMBO_TAG_H1,         GUMBO_TAG_H2,
     GUMBO_TAG_H3,        GUMBO_TAG_H4,      GUMBO_TAG_H5,         GUMBO_TAG_H6,         GUMBO_TAG_PRE,
     GUMBO_TAG_LISTING,   GUMBO_TAG_FORM,    GUMBO_TAG_LI,         GUMBO_TAG_DD,         GUMBO_TAG_DT,
     GUMBO_TAG_PLAINTEXT, GUMBO_TAG_XMP,     GUMBO_TAG_HR});
inline constexpr auto kScope = tags({GUMBO_TAG_APPLET, GUMBO_TAG_CAPTION, GUMBO_TAG_TABLE, GUMBO_TAG_TD,
                                     GUMBO_TAG_TH, GUMBO_TAG_MARQUEE, GUMBO_TAG_OBJECT, GUMBO_TAG_TEMPLATE});
inline constexpr auto kHeading =
    tags({GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6});
// Elements that open a fresh list of formatting elements.
inline constexpr auto kMarker = tags({GUMBO_TAG_APPLET, GUMBO_TAG_CAPTION, GUMBO_TAG_MARQUEE,
                                      GUMBO_TAG_OBJECT, GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_TEMPLATE});
// Start tags that leave SVG or MathML.
inline constexpr auto kBreaksOut =
    tags({GUMBO_TAG_B,      GUMBO_TAG_BIG,    GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_BODY,  GUMBO_TAG_BR,
          GUMBO_TAG_CENTER, GUMBO_TAG_CODE,   GUMBO_TAG_DD,         GUMBO_TAG_DIV,   GUMBO_TAG_DL,
          GUMBO_TAG_DT,     GUMBO_TAG_EM,     GUMBO_TAG_EMBED,      GUMBO_TAG_H1,    GUMBO_TAG_H2,
          GUMBO_TAG_H3,     GUMBO_TAG_H4,     GUMBO_TAG_H5,         GUMBO_TAG_H6,    GUMBO_TAG_HEAD,
          GUMBO_TAG_HR,     GUMBO_TAG_I,      GUMBO_TAG_IMG,        GUMBO_TAG_LI,    GUMBO_TAG_LISTING,
          GUMBO_TAG_MENU,   GUMBO_TAG_META,   GUMBO_TAG_NOBR,       GUMBO_TAG_OL,    GUMBO_TAG_P,
          GUMBO_TAG_PRE,    GUMBO_TAG_RUBY,   GUMBO_TAG_S,          GUMBO_TAG_SMALL, GUMBO_TAG_SPAN,
          GUMBO_TAG_STRONG, GUMBO_TAG_STRIKE, GUMBO_TAG_SUB,        GUMBO_TAG_SUP,   GUMBO_TAG_TABLE,
          GUMBO_TAG_TT,     GUMBO_TAG_U,      GUMBO_TAG_UL,         GUMBO_TAG_VAR,   GUMBO_TAG_FONT});
// Elements of SVG and of MathML whose contents are HTML again.
inline constexpr auto kSvgHoldsHtml = tags({GUMBO_TAG_FOREIGNOBJECT, GUMBO_TAG_DESC, GUMBO_TAG_TITLE});
inline constexpr auto kMathHoldsHtml =
    tags({GUMBO_TAG_MI, GUMBO_TAG_MO, GUMBO_TAG_MN, GUMBO_TAG_MS, GUMBO_TAG_MTEXT});
inline constexpr auto kStaysInSelect =
    tags({GUMBO_TAG_OPTION, GUMBO_TAG_OPTGROUP, GUMBO_TAG_SCRIPT, GUMBO_TAG_TEMPLATE});
inline constexpr auto kLeavesSelect =
    tags({GUMBO_TAG_SELECT, GUMBO_TAG_INPUT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_KEYGEN});
inline constexpr auto kRubyPart = tags({GUMBO_TAG_RB, GUMBO_TAG_RT, GUMBO_TAG_RP, GUMBO_TAG_RTC});
inline constexpr auto kImpliedEnd =
    tags({GUMBO_TAG_DD, GUMBO_TAG_DT, GUMBO_TAG_LI, GUMBO_TAG_OPTION, GUMBO_TAG_OPTGROUP, GUMBO_TAG_P,
          GUMBO_TAG_RB, GUMBO_TAG_RT, GUMBO_TAG_RP, GUMBO_TAG_RTC});
inline constexpr auto kSection = tags({GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT});
inline constexpr auto kCell = tags({GUMBO_TAG_TD, GUMBO_TAG_TH});
inline constexpr auto kTablePart =
    tags({GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_TR, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT,
          GUMBO_TAG_CAPTION, GUMBO_TAG_COLGROUP, GUMBO_TAG_COL});
inline constexpr auto kHoldsTableParts = tags(
    {GUMBO_TAG_TABLE, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT, GUMBO_TAG_TR, GUMBO_TAG_COLGROUP});
// Special elements before which unclosed formatting elements are opened again; before all others they wait.
inline constexpr auto kReopens =
    tags({GUMBO_TAG_BUTTON, GUMBO_TAG_APPLET, GUMBO_TAG_OBJECT, GUMBO_TAG_MARQUEE, GUMBO_TAG_SELECT});

} // namespace baotin::parsers::html
