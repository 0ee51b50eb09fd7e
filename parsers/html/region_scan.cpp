#include "parsers/html/region_scan.hpp"

#include "parsers/html/open_elements.hpp"
#include "parsers/html/region_writer.hpp"
#include "parsers/html/tag_sets.hpp"
#include "parsers/html/tokens.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace baotin::parsers::html {
namespace {

constexpr std::size_t kDeepest = 512;
constexpr std::size_t kMostEffort =
    2'000'000; // ancestors and bytes of tags looked at: a deep page full of likely tags is not worth it

constexpr auto kOfHead = tags({GUMBO_TAG_BASE, GUMBO_TAG_BASEFONT, GUMBO_TAG_BGSOUND, GUMBO_TAG_LINK,
                               GUMBO_TAG_META, GUMBO_TAG_TITLE, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,
                               GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOFRAMES});
constexpr auto kMayStandInTable =
    tags({GUMBO_TAG_CAPTION, GUMBO_TAG_COLGROUP, GUMBO_TAG_COL, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD,
          GUMBO_TAG_TFOOT, GUMBO_TAG_TR, GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE});
constexpr auto kHoldsTableParts = tags(
    {GUMBO_TAG_TABLE, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT, GUMBO_TAG_TR, GUMBO_TAG_COLGROUP});
// Tags with ways of their own that pages of today do not use.
constexpr auto kOdd =
    tags({GUMBO_TAG_FRAMESET, GUMBO_TAG_FRAME, GUMBO_TAG_PLAINTEXT, GUMBO_TAG_IMAGE, GUMBO_TAG_ISINDEX,
          GUMBO_TAG_APPLET, GUMBO_TAG_MARQUEE, GUMBO_TAG_RB, GUMBO_TAG_RT, GUMBO_TAG_RP, GUMBO_TAG_RTC,
          GUMBO_TAG_MENUITEM, GUMBO_TAG_TEMPLATE});

/// Follows the tree as Gumbo builds it (HTML §13.2.6), as far as it is beyond doubt. What is kept of it is
/// the writer's.
class Scan {
public:
    Scan(std::string_view html, const RegionPlan& plan)
        : html_(html), plan_(plan), tokens_(html), writer_(html, plan, open_)
    {
    }
    Scan(const Scan&) = delete;
    Scan& operator=(const Scan&) = delete;
    std::optional<Regions> run();

private:
    void text(std::string_view text);
    void start(const Token& token);
    void start_root(const Token& token, const SeenTag& seen);
    void start_foreign(const Token& token, const SeenTag& seen);
    bool may_start(GumboTag tag);
    void imply_roots(GumboTag tag, std::size_t at);
    void close_before(GumboTag tag, std::size_t at);
    void close_item(GumboTag tag, std::size_t at);
    bool enter_table_part(GumboTag tag, std::size_t at);
    void end(const Token& token);
    void start_by_its_end(const Token& token, GumboTag tag);
    void end_foreign(const Token& token);
    void end_in_select(GumboTag tag, std::size_t at);
    void push(const SeenTag& seen, OpenTag element);
    void push_implied(GumboTag tag, std::size_t at);
    void pop_to(std::size_t size, std::size_t at, bool by_its_end_tag = false);
    void note_without_body(const SeenTag& seen, bool kept);
    void look_again_with_body();
    /// How many elements are open with the nearest of `wanted`; 0 where none is, or `barriers` come before
    /// it.
    [[nodiscard]] std::size_t nearest(const TagSet& wanted, const TagSet& barriers) const;
    [[nodiscard]] GumboTag tag_at(std::size_t number) const { return open_.seen[number - 1].tag; }
    [[nodiscard]] GumboTag top() const { return open_.top(); }
    [[nodiscard]] bool top_is_foreign() const { return !open_.tags.empty() && open_.tags.back().foreign; }
    [[nodiscard]] bool is_open(GumboTag tag) const { return count_[static_cast<std::size_t>(tag)] > 0; }
    [[nodiscard]] bool in_select() const
    {
        return top() == GUMBO_TAG_SELECT ||
               (is_open(GUMBO_TAG_SELECT) && (top() == GUMBO_TAG_OPTION || top() == GUMBO_TAG_OPTGROUP));
    }

    std::string_view html_;
    const RegionPlan& plan_;
    Tokens tokens_;
    OpenTags open_;
    RegionWriter writer_;
    std::array<int, GUMBO_TAG_LAST + 1> count_{};
    bool doubt_ = false;
    bool body_written_ = false; ///< by the page's author, not implied
    std::vector<std::pair<SeenTag, bool>>
        without_body_; ///< tags in an implied body, and whether they were kept
    std::size_t text_begin_ = 0;
};

std::optional<Regions> Scan::run()
{
    if (plan_.needs_whole_page() || html_.find('\0') != html_.npos) return std::nullopt;
    for (bool more = true; more && !doubt_;) {
        auto token = tokens_.next(top_is_foreign());
        text(html_.substr(text_begin_, token.begin - text_begin_));
        switch (token.kind) {
        case Token::Kind::start_tag:
            start(token);
            break;
        case Token::Kind::end_tag:
            end(token);
            break;
        case Token::Kind::comment:
            writer_.leave_out(token.begin, tokens_.position());
            break;
        case Token::Kind::end_of_text:
            more = false;
            break;
        }
        text_begin_ = tokens_.position();
        doubt_ = doubt_ || writer_.doubts() || open_.size() > kDeepest || writer_.effort() > kMostEffort;
    }
    if (doubt_) return std::nullopt;
    return writer_.finish();
}

/// Text begins the body.
void Scan::text(std::string_view text)
{
    if (is_open(GUMBO_TAG_BODY) || std::ranges::all_of(text, is_space)) return;
    doubt_ = doubt_ || text.find('&') != text.npos; // it may be a space that is written so
    if (open_.empty()) push_implied(GUMBO_TAG_HTML, text_begin_);
    pop_to(1, text_begin_);
    push_implied(GUMBO_TAG_BODY, text_begin_);
}

void Scan::start(const Token& token)
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
    if (!may_start(tag)) return;
    close_before(tag, token.begin);
    if (kTablePart[tag] && !enter_table_part(tag, token.begin)) return;
    bool foreign = tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
    bool is_void = kVoid[tag] || (foreign && token.self_closing);
    OpenTag element{.begin = token.begin, .end = tokens_.position(), .foreign = foreign};
    bool kept = writer_.take(seen, element, is_void);
    if (!body_written_ && is_open(GUMBO_TAG_BODY)) note_without_body(seen, kept);
    if (is_void) return;
    push(seen, element);
    if (tag == GUMBO_TAG_SCRIPT)
        tokens_.skip_script();
    else if (kRaw[tag])
        tokens_.skip_raw_text(token.name);
}

/// Could the tag do something other than to open its element where it stands? Then we are in doubt; false too
/// where it does nothing.
bool Scan::may_start(GumboTag tag)
{
    bool again =
        (tag == GUMBO_TAG_FORM || tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR || tag == GUMBO_TAG_BUTTON) &&
        is_open(tag);
    bool foster = kHoldsTableParts[top()] && !kMayStandInTable[tag];
    bool select =
        in_select() && tag != GUMBO_TAG_OPTION && tag != GUMBO_TAG_OPTGROUP && tag != GUMBO_TAG_SCRIPT;
    bool heading = kHeading[tag] && kHeading[top()];
    doubt_ = doubt_ || kOdd[tag] || again || foster || select || heading;
    return !doubt_;
}

void Scan::start_root(const Token& token, const SeenTag& seen)
{
    OpenTag element{.begin = token.begin, .end = tokens_.position()};
    doubt_ = doubt_ || writer_.is_kept(seen); // that is most of the page
    if (seen.tag == GUMBO_TAG_HTML) {
        doubt_ = doubt_ || !open_.empty();
        push(seen, element);
        return;
    }
    if (seen.tag == GUMBO_TAG_HEAD) {
        if (open_.empty()) push_implied(GUMBO_TAG_HTML, token.begin);
        doubt_ = doubt_ || open_.size() != 1;
        push(seen, element);
        return;
    }
    if (is_open(GUMBO_TAG_BODY)) { // a tag that the head cannot hold has opened it already
        doubt_ = doubt_ || body_written_ || open_.size() != 2 || open_.tags[1].written;
        if (doubt_) return;
        open_.tags[1] = element;
        open_.seen[1] = seen;
        look_again_with_body();
    } else {
        if (open_.empty()) push_implied(GUMBO_TAG_HTML, token.begin);
        pop_to(1, token.begin);
        push(seen, element);
    }
    body_written_ = true;
}

void Scan::imply_roots(GumboTag tag, std::size_t at)
{
    if (open_.empty()) push_implied(GUMBO_TAG_HTML, at);
    if (is_open(GUMBO_TAG_BODY)) return;
    if (kOfHead[tag]) {
        if (!is_open(GUMBO_TAG_HEAD)) push_implied(GUMBO_TAG_HEAD, at); // also behind `</head>`
        return;
    }
    pop_to(1, at);
    push_implied(GUMBO_TAG_BODY, at);
}

void Scan::start_foreign(const Token& token, const SeenTag& seen)
{
    auto tag = seen.tag;
    bool html_inside = kSvgHoldsHtml[top()] || kMathHoldsHtml[top()] || top() == GUMBO_TAG_ANNOTATION_XML;
    doubt_ = doubt_ || html_inside || kBreaksOut[tag] || writer_.is_kept(seen);
    if (doubt_ || token.self_closing) return;
    push(seen, {.begin = token.begin, .end = tokens_.position(), .foreign = true});
}

void Scan::close_before(GumboTag tag, std::size_t at)
{
    static constexpr auto paragraph = tags({GUMBO_TAG_P});
    static constexpr auto barrier = [] {
        auto set = kScope;
        set[GUMBO_TAG_BUTTON] = true;
        return set;
    }();
    if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT) close_item(tag, at);
    if (tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP) {
        if (top() == GUMBO_TAG_OPTION) pop_to(open_.size() - 1, at);
        if (tag == GUMBO_TAG_OPTGROUP && top() == GUMBO_TAG_OPTGROUP) pop_to(open_.size() - 1, at);
    }
    if (!kClosesParagraph[tag] && tag != GUMBO_TAG_TABLE) return;
    auto open = nearest(paragraph, barrier);
    if (open == 0) return;
    if (tag == GUMBO_TAG_TABLE && table_in_paragraph(html_) != TableInParagraph::closes) {
        doubt_ = doubt_ || table_in_paragraph(html_) == TableInParagraph::depends;
        return;
    }
    pop_to(open - 1, at);
}

void Scan::close_item(GumboTag tag, std::size_t at)
{
    static constexpr auto li = tags({GUMBO_TAG_LI}), definition = tags({GUMBO_TAG_DD, GUMBO_TAG_DT});
    static constexpr auto barrier = [] {
        auto set = kSpecial;
        set[GUMBO_TAG_ADDRESS] = set[GUMBO_TAG_DIV] = set[GUMBO_TAG_P] = false;
        return set;
    }();
    if (auto open = nearest(tag == GUMBO_TAG_LI ? li : definition, barrier); open > 0) pop_to(open - 1, at);
}

/// Closes and opens what a cell, row or section needs around it. False: there is no table, the tag is
/// ignored.
bool Scan::enter_table_part(GumboTag tag, std::size_t at)
{
    if (top() == GUMBO_TAG_COLGROUP && tag != GUMBO_TAG_COL) pop_to(open_.size() - 1, at);
    std::size_t row = 0, section = 0, table = open_.size();
    for (; table > 0 && tag_at(table) != GUMBO_TAG_TABLE; --table) {
        if (tag_at(table) == GUMBO_TAG_TR) row = table;
        if (kSection[tag_at(table)]) section = table;
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

void Scan::end(const Token& token)
{
    static constexpr auto button_scope = [] {
        auto set = kScope;
        set[GUMBO_TAG_BUTTON] = true;
        return set;
    }();
    static constexpr auto item_scope = [] {
        auto set = kScope;
        set[GUMBO_TAG_OL] = set[GUMBO_TAG_UL] = true;
        return set;
    }();
    static constexpr auto table_scope = tags({GUMBO_TAG_TABLE});
    auto tag = gumbo_tagn_enum(token.name.data(), static_cast<unsigned>(token.name.size()));
    if (top_is_foreign()) {
        end_foreign(token);
        return;
    }
    if (in_select()) {
        end_in_select(tag, token.begin);
        return;
    }
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) return;
    if (tag == GUMBO_TAG_BR) start_by_its_end(token, tag);
    if (!is_open(tag)) {
        if (tag == GUMBO_TAG_P && is_open(GUMBO_TAG_BODY)) start_by_its_end(token, tag);
        return;
    }
    TagSet wanted{};
    wanted[tag] = true;
    bool table_part = kTablePart[tag] || tag == GUMBO_TAG_TABLE;
    bool block = kSpecial[tag] && tag != GUMBO_TAG_NOSCRIPT;
    const auto& barriers = tag == GUMBO_TAG_P    ? button_scope
                           : tag == GUMBO_TAG_LI ? item_scope
                           : table_part          ? table_scope
                           : block               ? kScope
                                                 : kSpecial;
    auto open = nearest(wanted, barriers);
    // Formatting elements, forms and headings that are not closed in their turn are closed in ways of their
    // own.
    if (open > 0 && open < open_.size() && (kFormatting[tag] || tag == GUMBO_TAG_FORM || kHeading[tag]))
        doubt_ = true;
    if (open == 0 && (kFormatting[tag] || kHeading[tag])) doubt_ = true;
    if (open > 0) pop_to(open - 1, token.begin, true);
    if (open == 0 && tag == GUMBO_TAG_P) start_by_its_end(token, tag);
}

/// `</p>` without a `<p>` makes an empty one, `</br>` makes a `<br>`.
void Scan::start_by_its_end(const Token& token, GumboTag tag)
{
    imply_roots(tag, token.begin);
    SeenTag seen{tag, gumbo_normalized_tagname(tag), {}};
    doubt_ = doubt_ || kHoldsTableParts[top()] || (!writer_.copies() && writer_.is_kept(seen));
}

void Scan::end_foreign(const Token& token)
{
    for (auto at = open_.size(); at > 0 && open_.tags[at - 1].foreign; --at) {
        if (!equals_ignoring_case(open_.seen[at - 1].name, token.name)) continue;
        doubt_ = doubt_ || token.attributes > 0; // Gumbo 0.10 does not close SVG by `</svg class=x>`
        pop_to(at - 1, token.begin, true);
        return;
    }
    doubt_ = true;
}

void Scan::end_in_select(GumboTag tag, std::size_t at)
{
    if (tag == GUMBO_TAG_SELECT) {
        auto open = open_.size();
        while (tag_at(open) != GUMBO_TAG_SELECT)
            --open;
        pop_to(open - 1, at, true);
    } else if (tag == top()) {
        pop_to(open_.size() - 1, at, true);
    } else if (kTablePart[tag] || tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_OPTGROUP) {
        doubt_ = true;
    }
}

std::size_t Scan::nearest(const TagSet& wanted, const TagSet& barriers) const
{
    for (auto at = open_.size(); at > 0; --at) {
        auto tag = tag_at(at);
        if (wanted[tag]) return at;
        if (barriers[tag] || open_.tags[at - 1].foreign) return 0;
    }
    return 0;
}

void Scan::push(const SeenTag& seen, OpenTag element)
{
    open_.tags.push_back(element);
    open_.seen.push_back(seen);
    ++count_[static_cast<std::size_t>(seen.tag)];
}

void Scan::push_implied(GumboTag tag, std::size_t at)
{
    push({tag, gumbo_normalized_tagname(tag), {}}, {.begin = at, .end = at});
}

void Scan::pop_to(std::size_t size, std::size_t at, bool by_its_end_tag)
{
    bool reopens = false; // a formatting element that is closed by another's end is opened again behind it
    const auto before = open_.size();
    for (auto number = before; number > size; --number) {
        auto tag = top();
        bool own_end = by_its_end_tag && number == size + 1;
        if (kFormatting[tag] && !own_end) reopens = true;
        if (kMarker[tag]) reopens = false; // but not behind a cell
        if (!own_end && (tag == GUMBO_TAG_FORM || top_is_foreign() || tag == GUMBO_TAG_SELECT)) doubt_ = true;
        writer_.close(at, tokens_.position(), own_end || number == before);
        --count_[static_cast<std::size_t>(tag)];
        open_.tags.pop_back();
        open_.seen.pop_back();
    }
    doubt_ = doubt_ || reopens;
}

/// A body that begins before its tag gets the tag's attributes later: what was judged without them is judged
/// again.
void Scan::note_without_body(const SeenTag& seen, bool kept)
{
    constexpr std::size_t kMost = 100;
    if (without_body_.size() < kMost) without_body_.emplace_back(seen, kept);
}

void Scan::look_again_with_body()
{
    for (const auto& [tag, kept] : without_body_)
        doubt_ = doubt_ || writer_.is_kept(tag) != kept;
}

} // namespace

std::optional<Regions> cut_regions(std::string_view utf8, const RegionPlan& plan)
{
    return Scan(utf8, plan).run();
}

} // namespace baotin::parsers::html
