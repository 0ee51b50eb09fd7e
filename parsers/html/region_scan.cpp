#include "parsers/html/region_scan.hpp"

#include "parsers/html/open_elements.hpp"
#include "parsers/html/tag_sets.hpp"
#include "parsers/html/tokens.hpp"

#include <gumbo.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace baotin::parsers::html {
namespace {

constexpr std::size_t kDeepest = 512;

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

class Scan {
public:
    Scan(std::string_view html, const RegionPlan& plan) : html_(html), plan_(plan), tokens_(html)
    {
        XXH3_64bits_reset(&hash_);
        open_.reserve(64);
        seen_.reserve(64);
    }
    std::optional<Regions> run();

private:
    struct Open {
        std::size_t begin = 0, end = 0; ///< of the start tag; equal for one that was not written but implied
        bool written = false;           ///< as an ancestor of something kept
        bool foreign = false;           ///< of SVG or MathML
        bool left_out = false;          ///< a script or style inside a region
    };

    // The tree as Gumbo builds it (HTML §13.2.6), as far as it is beyond doubt.
    void start(const Token& token);
    void start_root(const Token& token, const SeenTag& seen);
    void start_foreign(const Token& token, const SeenTag& seen);
    bool may_start(GumboTag tag);
    void imply_roots(GumboTag tag, std::size_t at);
    void close_before(GumboTag tag, std::size_t at);
    void close_item(GumboTag tag, std::size_t at);
    bool enter_table_part(GumboTag tag, std::size_t at);
    void end(const Token& token);
    void end_foreign(const Token& token);
    void end_in_select(GumboTag tag, std::size_t at);
    void push(const SeenTag& seen, Open element);
    void push_implied(GumboTag tag, std::size_t at);
    void pop_to(std::size_t size, std::size_t at, bool by_its_end_tag = false);
    /// How many elements are open with the nearest of `wanted`; 0 where none is, or `barriers` come before
    /// it.
    [[nodiscard]] std::size_t nearest(const TagSet& wanted, const TagSet& barriers) const;
    [[nodiscard]] GumboTag top() const { return seen_.empty() ? GUMBO_TAG_LAST : seen_.back().tag; }
    [[nodiscard]] bool is_open(GumboTag tag) const { return count_[static_cast<std::size_t>(tag)] > 0; }
    [[nodiscard]] bool in_select() const
    {
        return top() == GUMBO_TAG_SELECT ||
               (is_open(GUMBO_TAG_SELECT) && (top() == GUMBO_TAG_OPTION || top() == GUMBO_TAG_OPTGROUP));
    }

    // What is kept of it.
    void take(const Token& token, const SeenTag& seen, Open& element, bool is_void);
    void begin_region(const SeenTag& seen, std::size_t at);
    void note_without_body(const SeenTag& seen, bool kept);
    void look_again_with_body();
    void write(std::string_view text);
    void write_end_tag(const SeenTag& seen);
    void copy_to(std::size_t end);
    void leave_out(std::size_t begin, std::size_t end);
    /// Gumbo 0.10 sets a form's last text behind the form: what stands between texts there decides which one
    /// is the last.
    [[nodiscard]] bool may_leave_out() const { return region_ > 0 && top() != GUMBO_TAG_FORM; }

    std::string_view html_;
    const RegionPlan& plan_;
    Tokens tokens_;
    std::vector<Open> open_;
    std::vector<SeenTag> seen_; ///< of the same elements: what the plan looks at
    std::array<int, GUMBO_TAG_LAST + 1> count_{};
    bool doubt_ = false;
    bool body_written_ = false; ///< by the page's author, not implied
    std::vector<std::pair<SeenTag, bool>>
        without_body_; ///< tags in an implied body, and whether they were kept
    std::size_t text_begin_ = 0;

    std::size_t region_ = 0; ///< how many elements are open with the region's own; 0: nothing is copied
    std::size_t hidden_ = 0; ///< the same of a hidden element inside
    std::size_t shown_ = 0;  ///< the same of something kept inside that
    std::size_t copied_ = 0; ///< up to here the region is copied
    std::size_t effort_ = 0;
    std::string out_;
    XXH3_state_t hash_;
};

std::optional<Regions> Scan::run()
{
    if (plan_.needs_whole_page() || html_.find('\0') != html_.npos) return std::nullopt;
    for (bool more = true; more && !doubt_;) {
        auto token = tokens_.next(!open_.empty() && open_.back().foreign);
        switch (token.kind) {
        case Token::Kind::start_tag:
            start(token);
            break;
        case Token::Kind::end_tag:
            end(token);
            break;
        case Token::Kind::comment:
            leave_out(token.begin, tokens_.position());
            // The document type decides how a table behaves in a paragraph.
            if (open_.empty()) write(html_.substr(token.begin, tokens_.position() - token.begin));
            break;
        case Token::Kind::end_of_text:
            more = false;
            break;
        }
        text_begin_ = tokens_.position();
        doubt_ = doubt_ || open_.size() > kDeepest || effort_ > RegionPlan::kMostEffort;
    }
    // A region that reaches to the end: who knows where it was meant to end?
    if (doubt_ || region_ > 0) return std::nullopt;
    return Regions{std::move(out_), XXH3_64bits_digest(&hash_)};
}

void Scan::start(const Token& token)
{
    SeenTag seen{gumbo_tagn_enum(token.name.data(), static_cast<unsigned>(token.name.size())), token.name,
                 token.inside};
    auto tag = seen.tag;
    if (!open_.empty() && open_.back().foreign) {
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
    Open element{.begin = token.begin, .end = tokens_.position(), .foreign = foreign};
    take(token, seen, element, is_void);
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
    Open element{.begin = token.begin, .end = tokens_.position()};
    doubt_ = doubt_ || plan_.is_kept(seen, seen_, effort_); // that is most of the page
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
        doubt_ = doubt_ || body_written_ || open_.size() != 2 || open_[1].written;
        if (doubt_) return;
        open_[1] = element;
        seen_[1] = seen;
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
    auto text = html_.substr(text_begin_, at - text_begin_);
    bool text_in_head = top() == GUMBO_TAG_HEAD && !std::ranges::all_of(text, is_space);
    if (kOfHead[tag] && !text_in_head) {
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
    doubt_ = doubt_ || html_inside || kBreaksOut[tag] || plan_.is_kept(seen, seen_, effort_);
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
    auto open = is_open(GUMBO_TAG_P) ? nearest(paragraph, barrier) : 0;
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
    bool any = tag == GUMBO_TAG_LI ? is_open(tag) : is_open(GUMBO_TAG_DD) || is_open(GUMBO_TAG_DT);
    if (!any) return;
    if (auto open = nearest(tag == GUMBO_TAG_LI ? li : definition, barrier); open > 0) pop_to(open - 1, at);
}

/// Closes and opens what a cell, row or section needs around it. False: there is no table, the tag is
/// ignored.
bool Scan::enter_table_part(GumboTag tag, std::size_t at)
{
    if (top() == GUMBO_TAG_COLGROUP && tag != GUMBO_TAG_COL) pop_to(open_.size() - 1, at);
    std::size_t row = 0, section = 0, table = open_.size();
    for (; table > 0 && seen_[table - 1].tag != GUMBO_TAG_TABLE; --table) {
        if (seen_[table - 1].tag == GUMBO_TAG_TR) row = table;
        if (kSection[seen_[table - 1].tag]) section = table;
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
    bool closes_top = !seen_.empty() && token.name == seen_.back().name; // almost every end tag does
    auto tag =
        closes_top ? top() : gumbo_tagn_enum(token.name.data(), static_cast<unsigned>(token.name.size()));
    if (!open_.empty() && open_.back().foreign) {
        end_foreign(token);
        return;
    }
    if (in_select()) {
        end_in_select(tag, token.begin);
        return;
    }
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY || !is_open(tag)) return;
    if (tag == top()) {
        pop_to(open_.size() - 1, token.begin, true);
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
}

void Scan::end_foreign(const Token& token)
{
    for (auto at = open_.size(); at > 0 && open_[at - 1].foreign; --at) {
        if (!equals_ignoring_case(seen_[at - 1].name, token.name)) continue;
        pop_to(at - 1, token.begin, true);
        return;
    }
    doubt_ = true;
}

void Scan::end_in_select(GumboTag tag, std::size_t at)
{
    if (tag == GUMBO_TAG_SELECT) {
        auto open = open_.size();
        while (seen_[open - 1].tag != GUMBO_TAG_SELECT)
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
        auto tag = seen_[at - 1].tag;
        if (wanted[tag]) return at;
        if (barriers[tag] || open_[at - 1].foreign) return 0;
    }
    return 0;
}

void Scan::push(const SeenTag& seen, Open element)
{
    open_.push_back(element);
    seen_.push_back(seen);
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
        const auto& gone = open_.back();
        auto tag = seen_.back().tag;
        bool own_end = by_its_end_tag && number == size + 1;
        if (kFormatting[tag] && !own_end) reopens = true;
        if (kMarker[tag]) reopens = false; // but not behind a cell
        if (!own_end && (tag == GUMBO_TAG_FORM || gone.foreign || tag == GUMBO_TAG_SELECT)) doubt_ = true;
        if (gone.left_out) copied_ = std::max(copied_, tokens_.position());
        if (number == region_ || number == hidden_ || number == shown_) copy_to(at);
        if (number == shown_) shown_ = 0;
        if (number == hidden_) hidden_ = 0;
        if (number == region_) {
            // An end tag of ours would not do the same where elements inside are open.
            doubt_ = doubt_ || (!own_end && number < before);
            write_end_tag(seen_.back());
            region_ = 0;
        } else if (gone.written && region_ == 0) {
            write_end_tag(seen_.back());
        }
        --count_[static_cast<std::size_t>(tag)];
        open_.pop_back();
        seen_.pop_back();
    }
    doubt_ = doubt_ || reopens;
}

void Scan::take(const Token& token, const SeenTag& seen, Open& element, bool is_void)
{
    bool inside_hidden = hidden_ > 0 && shown_ == 0;
    bool kept = (region_ == 0 || inside_hidden) && plan_.is_kept(seen, seen_, effort_);
    if (!body_written_ && is_open(GUMBO_TAG_BODY)) note_without_body(seen, kept);
    auto number = open_.size() + 1;
    if (region_ == 0) {
        if (!kept) return;
        begin_region(seen, token.begin);
        if (is_void) {
            copy_to(element.end);
            region_ = 0;
        }
        return;
    }
    bool code = seen.tag == GUMBO_TAG_SCRIPT || seen.tag == GUMBO_TAG_STYLE;
    if (kept) {
        copy_to(token.begin);
        if (!is_void) shown_ = number;
    } else if (code && may_leave_out() && plan_.leaves_code_out() && !plan_.may_match_inside(seen) &&
               !plan_.is_kept(seen, seen_, effort_)) {
        copy_to(token.begin);
        element.left_out = true;
    } else if (hidden_ == 0 && !is_void && plan_.is_hidden(seen, seen_, effort_)) {
        copy_to(token.begin);
        hidden_ = number;
    }
}

/// Ancestors stay as bare tags: selectors look at them.
void Scan::begin_region(const SeenTag& seen, std::size_t at)
{
    for (std::size_t i = 0; i < open_.size(); ++i) {
        if (open_[i].written) continue;
        doubt_ = doubt_ || plan_.is_risky(seen_[i]) || seen_[i].tag == GUMBO_TAG_TEMPLATE;
        bool implied = open_[i].begin == open_[i].end;
        // What began the body is cut away, and what is kept may be a tag that the head would take.
        if (implied && seen_[i].tag == GUMBO_TAG_BODY) write("<body>");
        write(html_.substr(open_[i].begin, open_[i].end - open_[i].begin));
        open_[i].written = true;
    }
    doubt_ = doubt_ || plan_.is_risky(seen);
    region_ = open_.size() + 1;
    copied_ = at;
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
        doubt_ = doubt_ || plan_.is_kept(tag, seen_, effort_) != kept;
}

void Scan::write(std::string_view text)
{
    out_ += text;
    if (hidden_ == 0 || shown_ > 0) XXH3_64bits_update(&hash_, text.data(), text.size());
}

void Scan::write_end_tag(const SeenTag& seen)
{
    auto tag = seen.tag;
    // Implied ones end by themselves; `</body>` and `</html>` close nothing.
    if (seen.inside.data() == nullptr || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) return;
    ((out_ += "</") += seen.name) += '>';
}

void Scan::leave_out(std::size_t begin, std::size_t end)
{
    if (!may_leave_out()) return;
    copy_to(begin);
    copied_ = end;
}

void Scan::copy_to(std::size_t end)
{
    if (region_ == 0 || end <= copied_) return;
    write(html_.substr(copied_, end - copied_));
    copied_ = end;
}

} // namespace

std::optional<Regions> cut_regions(std::string_view utf8, const RegionPlan& plan)
{
    return Scan(utf8, plan).run();
}

} // namespace baotin::parsers::html
