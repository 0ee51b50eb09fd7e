#include "parsers/html/tree_rules.hpp"

#include <gumbo.h>

#include <algorithm>

/// What start tags and end tags do.
namespace baotin::parsers::html {
namespace {

constexpr auto kOfHead = tags({GUMBO_TAG_BASE, GUMBO_TAG_BASEFONT, GUMBO_TAG_BGSOUND, GUMBO_TAG_LINK,
                               GUMBO_TAG_META, GUMBO_TAG_TITLE, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,
                               GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOFRAMES});
constexpr auto kOfHeadNoscript = tags({GUMBO_TAG_BASEFONT, GUMBO_TAG_BGSOUND, GUMBO_TAG_LINK, GUMBO_TAG_META,
                                       GUMBO_TAG_NOFRAMES, GUMBO_TAG_STYLE});
constexpr auto kMayStandInTable =
    tags({GUMBO_TAG_CAPTION, GUMBO_TAG_COLGROUP, GUMBO_TAG_COL, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD,
          GUMBO_TAG_TFOOT, GUMBO_TAG_TR, GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE});
// Tags with ways of their own that pages of today do not use.
constexpr auto kOdd =
    tags({GUMBO_TAG_FRAMESET, GUMBO_TAG_FRAME, GUMBO_TAG_PLAINTEXT, GUMBO_TAG_IMAGE, GUMBO_TAG_ISINDEX,
          GUMBO_TAG_APPLET, GUMBO_TAG_MARQUEE, GUMBO_TAG_RB, GUMBO_TAG_RT, GUMBO_TAG_RP, GUMBO_TAG_RTC,
          GUMBO_TAG_MENUITEM, GUMBO_TAG_TEMPLATE});
constexpr auto kParagraph = tags({GUMBO_TAG_P});
// Gumbo 0.10 is older than <main>, which is special by now.
constexpr auto kBarrier = [] {
    auto set = kSpecial;
    set[GUMBO_TAG_MAIN] = false;
    return set;
}();
constexpr auto kButtonScope = [] {
    auto set = kScope;
    set[GUMBO_TAG_BUTTON] = true;
    return set;
}();

} // namespace

// --- start tags

void TreeRules::start(const Token& token)
{
    SeenTag seen{names_.tag_of(token.name), token.name, token.inside};
    auto tag = seen.tag;
    if (top_is_foreign()) {
        start_foreign(token, seen);
        return;
    }
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HEAD) {
        start_root(token, seen);
        return;
    }
    imply_roots(tag, token.begin);
    after_body_ = after_html_ = false;
    if (!may_start(tag)) return;
    close_before(tag, token.begin);
    if (doubt_) return;
    if (kTablePart[tag] && !enter_table_part(tag, token.begin)) return;
    bool foreign = tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
    bool is_void = kVoid[tag] || (foreign && token.self_closing);
    OpenTag element{.begin = token.begin, .end = tokens_.position(), .foreign = foreign};
    starts(seen, token.attributes, element, is_void);
    if (is_void) return;
    push(seen, element);
    auto begin = tokens_.position();
    if (tag == GUMBO_TAG_SCRIPT)
        tokens_.skip_script();
    else if (kRaw[tag])
        tokens_.skip_raw_text(token.name);
    if (tokens_.position() > begin) text(begin, tokens_.position());
}

/// Could the tag do something other than to open its element where it stands? Then we are in doubt; false too
/// where it does nothing.
bool TreeRules::may_start(GumboTag tag)
{
    bool again =
        (tag == GUMBO_TAG_FORM || tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR || tag == GUMBO_TAG_BUTTON) &&
        is_open(tag);
    bool foster = kHoldsTableParts[top()] &&
                  (!kMayStandInTable[tag] || (top() == GUMBO_TAG_COLGROUP && !kTablePart[tag]));
    bool select =
        in_select() && tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP && tag != GUMBO_TAG_SCRIPT;
    bool noscript = top() == GUMBO_TAG_NOSCRIPT && !is_open(GUMBO_TAG_BODY) && !kOfHeadNoscript[tag];
    doubt_ = doubt_ || kOdd[tag] || again || foster || select || noscript;
    return !doubt_;
}

void TreeRules::start_root(const Token& token, const SeenTag& seen)
{
    OpenTag element{.begin = token.begin, .end = tokens_.position()};
    if (seen.tag == GUMBO_TAG_BODY) {
        start_body(token, seen);
        return;
    }
    if (seen.tag == GUMBO_TAG_HTML) {
        doubt_ = doubt_ || !open_.empty();
    } else {
        if (open_.empty()) push_implied(GUMBO_TAG_HTML, token.begin);
        doubt_ = doubt_ || open_.size() != 1 || head_seen_;
    }
    if (doubt_) return;
    starts(seen, token.attributes, element, false);
    push(seen, element);
}

void TreeRules::start_body(const Token& token, const SeenTag& seen)
{
    OpenTag element{.begin = token.begin, .end = tokens_.position()};
    if (is_open(GUMBO_TAG_BODY)) { // a tag that the head cannot hold has opened it already
        doubt_ = doubt_ || body_written_ || open_.size() != 2 || open_.tags[1].written;
        if (doubt_) return;
        open_.tags[1] = element;
        open_.seen[1] = seen;
        after_body_ = after_html_ = false;
        late_body(seen, token.attributes);
    } else {
        if (open_.empty()) push_implied(GUMBO_TAG_HTML, token.begin);
        pop_to(1, token.begin);
        starts(seen, token.attributes, element, false);
        push(seen, element);
    }
    body_written_ = true;
}

void TreeRules::imply_roots(GumboTag tag, std::size_t at)
{
    if (is_open(GUMBO_TAG_BODY)) return;
    bool behind_head = head_seen_ && !is_open(GUMBO_TAG_HEAD);
    if (!kOfHead[tag] || (tag == GUMBO_TAG_NOSCRIPT && behind_head)) {
        imply_body(at);
        return;
    }
    if (open_.empty()) push_implied(GUMBO_TAG_HTML, at);
    if (!is_open(GUMBO_TAG_HEAD)) push_implied(GUMBO_TAG_HEAD, at); // also behind `</head>`
}

void TreeRules::imply_body(std::size_t at)
{
    if (open_.empty()) push_implied(GUMBO_TAG_HTML, at);
    pop_to(1, at);
    push_implied(GUMBO_TAG_BODY, at);
}

void TreeRules::start_foreign(const Token& token, const SeenTag& seen)
{
    auto tag = seen.tag;
    bool html_inside = kSvgHoldsHtml[top()] || kMathHoldsHtml[top()] || top() == GUMBO_TAG_ANNOTATION_XML;
    doubt_ = doubt_ || html_inside || kBreaksOut[tag] || tag == GUMBO_TAG_HTML;
    if (doubt_) return;
    OpenTag element{.begin = token.begin, .end = tokens_.position(), .foreign = true};
    starts(seen, token.attributes, element, token.self_closing);
    if (!token.self_closing) push(seen, element);
}

void TreeRules::close_before(GumboTag tag, std::size_t at)
{
    if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT) close_item(tag, at);
    if (tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP) {
        if (top() == GUMBO_TAG_OPTION) pop_to(open_.size() - 1, at);
        if (tag == GUMBO_TAG_OPTGROUP && top() == GUMBO_TAG_OPTGROUP && in_select())
            pop_to(open_.size() - 1, at);
    }
    if (kClosesParagraph[tag] || tag == GUMBO_TAG_TABLE) close_paragraph(tag, at);
    doubt_ = doubt_ || (kHeading[tag] && kHeading[top()]);
}

void TreeRules::close_paragraph(GumboTag tag, std::size_t at)
{
    auto open = is_open(GUMBO_TAG_P) ? nearest(kParagraph, kButtonScope) : 0;
    if (open == 0) return;
    if (tag == GUMBO_TAG_TABLE && table_in_paragraph_ != TableInParagraph::closes) {
        doubt_ = doubt_ || table_in_paragraph_ == TableInParagraph::depends;
        return;
    }
    pop_to(open - 1, at);
}

void TreeRules::close_item(GumboTag tag, std::size_t at)
{
    static constexpr auto li = tags({GUMBO_TAG_LI}), definition = tags({GUMBO_TAG_DD, GUMBO_TAG_DT});
    static constexpr auto barrier = [] {
        auto set = kBarrier;
        set[GUMBO_TAG_ADDRESS] = set[GUMBO_TAG_DIV] = set[GUMBO_TAG_P] = false;
        return set;
    }();
    bool any = tag == GUMBO_TAG_LI ? is_open(tag) : is_open(GUMBO_TAG_DD) || is_open(GUMBO_TAG_DT);
    if (!any) return;
    if (auto open = nearest(tag == GUMBO_TAG_LI ? li : definition, barrier); open > 0) pop_to(open - 1, at);
}

/// Closes and opens what a cell, row or section needs around it. False: there is no table, the tag is
/// ignored.
bool TreeRules::enter_table_part(GumboTag tag, std::size_t at)
{
    if (top() == GUMBO_TAG_COLGROUP && tag != GUMBO_TAG_COL) pop_to(open_.size() - 1, at);
    std::size_t row = 0, section = 0, table = open_.size();
    walk(table);
    for (; table > 0 && open_.seen[table - 1].tag != GUMBO_TAG_TABLE; --table) {
        if (open_.seen[table - 1].tag == GUMBO_TAG_TR) row = table;
        if (kSection[open_.seen[table - 1].tag]) section = table;
    }
    if (table == 0) return false;
    if (tag == GUMBO_TAG_COL && top() == GUMBO_TAG_COLGROUP) return true;
    bool cell = kCell[tag], in_section = cell || tag == GUMBO_TAG_TR;
    if (cell && row > 0) {
        pop_to(row, at);
        return true;
    }
    pop_to(in_section && section > 0 ? section : table, at);
    if (tag == GUMBO_TAG_COL) push_implied(GUMBO_TAG_COLGROUP, at);
    if (in_section && section == 0) push_implied(GUMBO_TAG_TBODY, at);
    if (cell) push_implied(GUMBO_TAG_TR, at);
    return true;
}

// --- end tags

void TreeRules::end(const Token& token)
{
    bool closes_top = !open_.empty() && token.name == open_.seen.back().name; // almost every end tag does
    auto tag = closes_top ? top() : names_.tag_of(token.name);
    if (top_is_foreign()) {
        end_foreign(token);
        return;
    }
    if (in_select()) {
        end_in_select(tag, token.begin);
        return;
    }
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HEAD) {
        if (tag == GUMBO_TAG_HEAD && top() == GUMBO_TAG_HEAD)
            end_open(tag, token.begin);
        else
            end_root(tag);
        return;
    }
    after_body_ = after_html_ = false;
    // Whatever else ends there leaves the column group first.
    doubt_ = doubt_ || (top() == GUMBO_TAG_COLGROUP && tag != GUMBO_TAG_COLGROUP && tag != GUMBO_TAG_COL);
    bool paragraph = tag == GUMBO_TAG_P && is_open(GUMBO_TAG_BODY) &&
                     (!is_open(GUMBO_TAG_P) || nearest(kParagraph, kButtonScope) == 0);
    if (paragraph || tag == GUMBO_TAG_BR) {
        start_by_its_end(token, tag);
        return;
    }
    if (is_open(tag))
        end_open(tag, token.begin);
    else if (kHeading[tag]) // it closes one of any level
        doubt_ = doubt_ || std::ranges::any_of(open_.seen, [](const auto& one) { return kHeading[one.tag]; });
}

void TreeRules::end_root(GumboTag tag)
{
    bool body = is_open(GUMBO_TAG_BODY);
    // Before the body these end tags open it, but `</head>` behind the head, which does nothing.
    doubt_ = doubt_ || (!body && !(tag == GUMBO_TAG_HEAD && head_seen_));
    static constexpr auto body_tag = tags({GUMBO_TAG_BODY});
    if (body && tag != GUMBO_TAG_HEAD && nearest(body_tag, kScope) == 0) return; // within a table, say
    after_html_ = body && tag == GUMBO_TAG_HTML;
    after_body_ = body && tag != GUMBO_TAG_HEAD;
}

/// `</p>` without a `<p>` makes an empty one, `</br>` makes a `<br>`.
void TreeRules::start_by_its_end(const Token& token, GumboTag tag)
{
    imply_roots(tag, token.begin);
    doubt_ = doubt_ || kHoldsTableParts[top()];
    if (!doubt_) starts_by_its_end(tag);
}

void TreeRules::end_open(GumboTag tag, std::size_t at)
{
    static constexpr auto item_scope = [] {
        auto set = kScope;
        set[GUMBO_TAG_OL] = set[GUMBO_TAG_UL] = true;
        return set;
    }();
    static constexpr auto table_scope = tags({GUMBO_TAG_TABLE});
    if (tag == top()) {
        pop_to(open_.size() - 1, at, true);
        return;
    }
    TagSet wanted{};
    wanted[tag] = true;
    bool table_part = kTablePart[tag] || tag == GUMBO_TAG_TABLE;
    bool block = kSpecial[tag] && tag != GUMBO_TAG_NOSCRIPT;
    const auto& barriers = tag == GUMBO_TAG_P    ? kButtonScope
                           : tag == GUMBO_TAG_LI ? item_scope
                           : table_part          ? table_scope
                           : block               ? kScope
                                                 : kBarrier;
    auto open = nearest(wanted, barriers);
    // Formatting elements, forms and headings that are not closed in their turn are closed in ways of their
    // own.
    bool own_ways = kFormatting[tag] || tag == GUMBO_TAG_FORM || kHeading[tag];
    if (own_ways && open < open_.size()) doubt_ = true;
    if (open == 0) return;
    pop_to(open - 1, at, true);
}

void TreeRules::end_foreign(const Token& token)
{
    for (auto at = open_.size(); at > 0 && open_.tags[at - 1].foreign; --at) {
        if (!equals_ignoring_case(open_.seen[at - 1].name, token.name)) continue;
        // Gumbo 0.10 does not close SVG by `</svg class=x>`, nor by `</svg/>` or `</svg >`.
        doubt_ = doubt_ || !token.inside.empty();
        pop_to(at - 1, token.begin, true);
        return;
    }
    doubt_ = true;
}

void TreeRules::end_in_select(GumboTag tag, std::size_t at)
{
    if (tag == GUMBO_TAG_SELECT) {
        auto open = open_.size();
        while (open_.seen[open - 1].tag != GUMBO_TAG_SELECT)
            --open;
        pop_to(open - 1, at, true);
    } else if (tag == top()) {
        pop_to(open_.size() - 1, at, true);
    } else if (kTablePart[tag] || tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_OPTGROUP) {
        doubt_ = true;
    }
}

} // namespace baotin::parsers::html
