#include "parsers/html/tree_rules.hpp"

#include "parsers/text/control_characters.hpp"

#include <gumbo.h>

#include <algorithm>
#include <utility>

namespace baotin::parsers::html {
namespace {

constexpr std::size_t kDeepest = 512;
/// Open elements that end tags may look at, all together: a page of tags that do nothing, deep down, is not
/// worth more.
constexpr std::size_t kMostWalked = 2'000'000;

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

TreeRules::TreeRules(std::string_view html) : html_(html), tokens_(html)
{
    constexpr std::size_t usual_depth = 64;
    open_.tags.reserve(usual_depth);
    open_.seen.reserve(usual_depth);
}

bool TreeRules::run()
{
    // Gumbo has U+FFFD for them.
    if (html_.find('\0') != html_.npos || find_control_character(html_) != html_.npos) return false;
    for (bool more = true; more && !doubt_;) {
        auto token = tokens_.next(top_is_foreign());
        text_until(token.begin);
        if (doubt_) break;
        more = token.kind != Token::Kind::end_of_text;
        step(token);
        text_begin_ = tokens_.position();
        doubt_ = doubt_ || open_.size() > kDeepest;
    }
    return !doubt_;
}

void TreeRules::step(const Token& token)
{
    leave_reopened_head(token.begin);
    switch (token.kind) {
    case Token::Kind::start_tag:
        start(token);
        break;
    case Token::Kind::end_tag:
        begun_ = true;
        end(token);
        break;
    case Token::Kind::comment:
        take_comment(token.begin, tokens_.position());
        break;
    case Token::Kind::end_of_text:
        break;
    }
}

void TreeRules::take_comment(std::size_t begin, std::size_t end)
{
    auto written = html_.substr(begin, end - begin);
    // `</>` confuses Gumbo about the name of the next tag; in SVG and MathML a CDATA section is text.
    if (written == "</>" || (top_is_foreign() && written.starts_with("<![CDATA["))) doubt_ = true;
    take_document_type(written);
    if (!doubt_) comment(begin, end);
}

/// Only before all else; it decides how a table behaves in a paragraph. A later one does nothing, but would
/// once what stood before it is left out.
void TreeRules::take_document_type(std::string_view declaration)
{
    constexpr std::string_view doctype = "<!doctype";
    if (!open_.empty() || !equals_ignoring_case(declaration.substr(0, doctype.size()), doctype)) return;
    doubt_ = doubt_ || begun_;
    begun_ = true;
    table_in_paragraph_ = table_in_paragraph(declaration);
}

// --- text

void TreeRules::text_until(std::size_t end)
{
    auto begin = text_begin_;
    if (begin >= end) return;
    leave_reopened_head(begin);
    if (!is_open(GUMBO_TAG_BODY)) {
        text_before_body(begin, end);
        return;
    }
    bool in_table = kHoldsTableParts[html_top()];
    if (in_table || after_body_) {
        auto piece = html_.substr(begin, end - begin);
        bool blank = std::ranges::all_of(piece, is_space);
        if (after_body_ && piece.find('&') != piece.npos) doubt_ = true; // a reference may stand for a space
        if (in_table && !blank) doubt_ = true;                           // it would be foster-parented
        if (!blank) after_body_ = after_html_ = false;
    }
    text(begin, end);
}

void TreeRules::text_before_body(std::size_t begin, std::size_t end)
{
    auto piece = html_.substr(begin, end - begin);
    auto first = begin + static_cast<std::size_t>(std::ranges::find_if_not(piece, is_space) - piece.begin());
    // Blanks before the head are dropped.
    if (first > begin && head_seen_) text(begin, first);
    if (first == end) return;
    // A reference may stand for a space.
    doubt_ = doubt_ || top() == GUMBO_TAG_NOSCRIPT || piece.find('&') != piece.npos;
    imply_body(first);
    text(first, end);
}

// --- start tags

void TreeRules::start(const Token& token)
{
    SeenTag seen{gumbo_tagn_enum(token.name.data(), static_cast<unsigned>(token.name.size())), token.name,
                 token.inside};
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
    starts(seen, element, is_void);
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
    starts(seen, element, false);
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
        late_body(seen);
    } else {
        if (open_.empty()) push_implied(GUMBO_TAG_HTML, token.begin);
        pop_to(1, token.begin);
        starts(seen, element, false);
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

/// What the head holds behind its end tag goes into it all the same, but the text that follows does not.
void TreeRules::leave_reopened_head(std::size_t at)
{
    if (!std::exchange(head_reopened_, head_reopened_ && top() != GUMBO_TAG_HEAD)) return;
    if (top() == GUMBO_TAG_HEAD) pop_to(1, at);
}

void TreeRules::start_foreign(const Token& token, const SeenTag& seen)
{
    auto tag = seen.tag;
    bool html_inside = kSvgHoldsHtml[top()] || kMathHoldsHtml[top()] || top() == GUMBO_TAG_ANNOTATION_XML;
    doubt_ = doubt_ || html_inside || kBreaksOut[tag] || tag == GUMBO_TAG_HTML;
    if (doubt_) return;
    OpenTag element{.begin = token.begin, .end = tokens_.position(), .foreign = true};
    starts(seen, element, token.self_closing);
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
    walked_ += is_open(GUMBO_TAG_TABLE) ? 0 : table;
    doubt_ = doubt_ || walked_ > kMostWalked;
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
    auto tag =
        closes_top ? top() : gumbo_tagn_enum(token.name.data(), static_cast<unsigned>(token.name.size()));
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
        // Gumbo 0.10 does not close SVG by `</svg class=x>`, nor by `</svg/>`.
        doubt_ = doubt_ || token.attributes > 0 || token.self_closing;
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

// --- the open elements

std::size_t TreeRules::nearest(const TagSet& wanted, const TagSet& barriers)
{
    for (auto at = open_.size(); at > 0; --at) {
        if (++walked_ > kMostWalked) doubt_ = true;
        auto tag = open_.seen[at - 1].tag;
        if (wanted[tag]) return at;
        if (barriers[tag] || open_.tags[at - 1].foreign) return 0;
    }
    return 0;
}

void TreeRules::push(const SeenTag& seen, OpenTag element)
{
    head_reopened_ = head_reopened_ || (seen.tag == GUMBO_TAG_HEAD && head_seen_);
    head_seen_ = head_seen_ || seen.tag == GUMBO_TAG_HEAD || seen.tag == GUMBO_TAG_BODY;
    open_.tags.push_back(element);
    open_.seen.push_back(seen);
    ++count_[static_cast<std::size_t>(seen.tag)];
    opened();
}

void TreeRules::push_implied(GumboTag tag, std::size_t at)
{
    push({tag, gumbo_normalized_tagname(tag), {}}, {.begin = at, .end = at});
}

void TreeRules::pop_to(std::size_t size, std::size_t at, bool by_its_end_tag)
{
    bool reopens = false; // a formatting element that is closed by another's end is opened again behind it
    const auto before = open_.size();
    for (auto number = before; number > size; --number) {
        auto tag = open_.seen.back().tag;
        bool own_end = by_its_end_tag && number == size + 1;
        if (kFormatting[tag] && !own_end) reopens = true;
        if (kMarker[tag]) reopens = false; // but not behind a cell
        if (!own_end && (tag == GUMBO_TAG_FORM || open_.tags.back().foreign || tag == GUMBO_TAG_SELECT))
            doubt_ = true;
        closes(at, tokens_.position(), own_end || number == before);
        --count_[static_cast<std::size_t>(tag)];
        open_.tags.pop_back();
        open_.seen.pop_back();
    }
    doubt_ = doubt_ || reopens;
}

} // namespace baotin::parsers::html
