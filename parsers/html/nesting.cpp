#include "parsers/html/nesting.hpp"

#include "parsers/html/open_elements.hpp"

#include <algorithm>

namespace baotin::parsers::html {
namespace {

// A page of 16 MiB may hold five million tags, 150 bytes each once parsed; the largest real pages hold some
// 300,000.
constexpr std::size_t kMaxNodes = 1'000'000;
// Elements that no tag of the page stands for: a page of a few KB can have a million. Sloppy pages have some
// hundreds.
constexpr std::size_t kMaxClones = 100'000;
// Gumbo compares each attribute of a tag with those before it, 6 ns each. Real tags have up to a hundred.
constexpr std::size_t kMaxAttributes = 1024, kMaxComparisons = 10'000'000;

/// Counts start tags wherever they stand: where almost every tag is ignored, `<script>` does not hide them.
std::size_t count_tags(std::string_view html, std::string_view name)
{
    std::size_t count = 0;
    for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1))
        count += equals_ignoring_case(html.substr(at + 1, name.size()), name);
    return count;
}

} // namespace

TableInParagraph table_in_paragraph(std::string_view html)
{
    constexpr std::string_view doctype = "<!doctype";
    html = html.substr(0, 1024);
    for (auto at = html.find("<!"); at != html.npos; at = html.find("<!", at + 1)) {
        if (!equals_ignoring_case(html.substr(at, doctype.size()), doctype)) continue;
        auto rest = html.substr(at + doctype.size());
        rest = rest.substr(0, rest.find('>'));
        while (!rest.empty() && is_space(rest.front()))
            rest.remove_prefix(1);
        while (!rest.empty() && is_space(rest.back()))
            rest.remove_suffix(1);
        return equals_ignoring_case(rest, "html") ? TableInParagraph::closes : TableInParagraph::depends;
    }
    return TableInParagraph::stays;
}

Nesting OpenElements::run()
{
    while (!found_.error) {
        auto token = tokens_.next(top_is_foreign());
        count_attributes(token.attributes.size());
        nodes_ += token.text_before;
        if (token.text_before) reconstruct();
        switch (token.kind) {
        case Token::Kind::start_tag:
            start(token);
            break;
        case Token::Kind::end_tag:
            end(token);
            break;
        case Token::Kind::comment:
            ++nodes_;
            break;
        case Token::Kind::end_of_text:
            limit();
            return found_;
        }
        limit();
    }
    return found_;
}

void OpenElements::limit()
{
    auto depth = static_cast<int>(stack_.size() + unclosed_.size() + ignored_);
    found_.depth = std::max(found_.depth, depth);
    if (depth > Tree::kMaxDepth)
        found_.error = TreeError::too_deep;
    else if (nodes_ + clones_ > kMaxNodes || clones_ > kMaxClones)
        found_.error = TreeError::too_many_elements;
    else if (most_attributes_ > kMaxAttributes || comparisons_ > kMaxComparisons)
        found_.error = TreeError::too_many_attributes;
}

void OpenElements::start(const Token& token)
{
    auto tag = gumbo_tagn_enum(token.name.data(), static_cast<unsigned>(token.name.size()));
    if (tag == GUMBO_TAG_UNKNOWN && std::ranges::any_of(token.name, [](char c) { return lower(c) != c; }))
        found_.odd_names = true;
    if (tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) { // a second <body> adds its attributes to the first
        root_attributes_ += token.attributes.size();
        comparisons_ += token.attributes.size() * root_attributes_;
    }
    ++nodes_;
    auto name = hash_name(token.name);
    Open element{tag, name, kFormatting[tag] ? hash_name(token.inside, name) : 0,
                 static_cast<std::uint32_t>(token.attributes.size())};
    if (top_is_foreign() && (!kBreaksOut[tag] || (tag == GUMBO_TAG_FONT && !token.font_attribute))) {
        start_foreign(token, element);
        return;
    }
    while (top_is_foreign())
        pop_to(stack_.size() - 1);
    if (tag == GUMBO_TAG_FORM && open_[GUMBO_TAG_FORM] > 0 && open_[GUMBO_TAG_TEMPLATE] == 0)
        return; // a form in a form is not opened
    count_where_tags_are_ignored(tag);
    if (in_select() && !leave_select(tag)) return;
    close_for(tag);
    if (kTablePart[tag] && !enter_table_part(tag)) return;
    if (!kSpecial[tag] || kReopens[tag]) reconstruct();
    if (tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH)
        element.space = tag == GUMBO_TAG_SVG ? GUMBO_NAMESPACE_SVG : GUMBO_NAMESPACE_MATHML;
    bool foreign = element.space != GUMBO_NAMESPACE_HTML;
    if (kVoid[tag] || (foreign && token.self_closing)) return;
    if (kFormatting[tag]) {
        keep_three_alike(element);
        element.comes_back = true;
    }
    push(element);
    if (!foreign) skip_contents(tag, token.name);
}

/// What a tag in a select does to it. False: the tag does nothing more.
bool OpenElements::leave_select(GumboTag tag)
{
    if (kStaysInSelect[tag]) return true;
    bool table = (kTablePart[tag] || tag == GUMBO_TAG_TABLE) && open_[GUMBO_TAG_TABLE] > 0;
    if (!table && !kLeavesSelect[tag]) return false;
    close_nearest(tags({GUMBO_TAG_SELECT}), TagSet{});
    return tag != GUMBO_TAG_SELECT;
}

void OpenElements::count_where_tags_are_ignored(GumboTag tag)
{
    if (tag == GUMBO_TAG_FRAMESET && ignored_ == 0) ignored_ = count_tags(html_, "frameset");
    if (tag == GUMBO_TAG_COL && !stack_.empty() && stack_.back().tag == GUMBO_TAG_TEMPLATE && ignored_ == 0)
        ignored_ = count_tags(html_, "template");
}

void OpenElements::start_foreign(const Token& token, const Open& element)
{
    if (token.self_closing) return;
    bool svg_in_math = stack_.back().tag == GUMBO_TAG_ANNOTATION_XML && element.tag == GUMBO_TAG_SVG;
    auto space = svg_in_math ? GUMBO_NAMESPACE_SVG : stack_.back().space;
    push(element);
    stack_.back().space = space;
}

void OpenElements::skip_contents(GumboTag tag, std::string_view name)
{
    if (tag == GUMBO_TAG_SCRIPT)
        tokens_.skip_script();
    else if (tag == GUMBO_TAG_PLAINTEXT)
        tokens_.skip_all();
    else if (kRaw[tag] && open_[GUMBO_TAG_SELECT] == 0) // a select ignores these, and reads on
        tokens_.skip_raw_text(name);
}

void OpenElements::close_for(GumboTag tag)
{
    static constexpr auto p = tags({GUMBO_TAG_P}), li = tags({GUMBO_TAG_LI}),
                          button = tags({GUMBO_TAG_BUTTON}), definition = tags({GUMBO_TAG_DD, GUMBO_TAG_DT}),
                          option = tags({GUMBO_TAG_OPTION}), link = tags({GUMBO_TAG_A}),
                          nobr = tags({GUMBO_TAG_NOBR});
    static constexpr auto item_barrier = [] {
        auto set = kSpecial;
        set[GUMBO_TAG_ADDRESS] = set[GUMBO_TAG_DIV] = set[GUMBO_TAG_P] = false;
        return set;
    }();
    static constexpr auto paragraph_barrier = [] {
        auto set = kScope;
        set[GUMBO_TAG_BUTTON] = true;
        return set;
    }();
    if (tag == GUMBO_TAG_LI) close_nearest(li, item_barrier);
    if (definition[tag]) close_nearest(definition, item_barrier);
    if (kClosesParagraph[tag]) close_nearest(p, paragraph_barrier);
    if (tag == GUMBO_TAG_TABLE && table_in_paragraph_ == TableInParagraph::closes)
        close_nearest(p, paragraph_barrier);
    if (tag == GUMBO_TAG_TABLE && table_in_paragraph_ == TableInParagraph::depends)
        for (auto& open : stack_) // open it may be, but nothing is to be closed along with it
            rename_paragraph(open);
    if (kHeading[tag] && !stack_.empty() && kHeading[stack_.back().tag]) pop_to(stack_.size() - 1);
    if ((tag == GUMBO_TAG_OPTION || tag == GUMBO_TAG_OPTGROUP) && !stack_.empty() &&
        option[stack_.back().tag])
        pop_to(stack_.size() - 1);
    while (kRubyPart[tag] && open_[GUMBO_TAG_RUBY] > 0 && !stack_.empty() && kImpliedEnd[stack_.back().tag])
        pop_to(stack_.size() - 1);
    if (tag == GUMBO_TAG_BUTTON) close_nearest(button, kScope);
    if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_NOBR) {
        auto& same = tag == GUMBO_TAG_A ? link : nobr;
        std::erase_if(unclosed_, [&](const Open& open) { return same[open.tag]; });
        for (auto at = open_[tag] > 0 ? stack_.size() : 0; at > 0 && !kMarker[stack_[at - 1].tag]; --at) {
            if (same[stack_[at - 1].tag]) {
                end_formatting(at - 1);
                break;
            }
        }
    }
}

/// Closes and opens what a cell, row or section needs around it. False: there is no table, the tag is
/// ignored.
bool OpenElements::enter_table_part(GumboTag tag)
{
    std::size_t row = 0, section = 0, table = stack_.size();
    for (; table > 0; --table) {
        auto open = stack_[table - 1].tag;
        if (open == GUMBO_TAG_TEMPLATE) return true;
        if (open == GUMBO_TAG_TABLE) break;
        if (open == GUMBO_TAG_TR) row = table;
        if (kSection[open]) section = table;
    }
    if (table == 0) return false;
    bool cell = kCell[tag], in_section = cell || tag == GUMBO_TAG_TR;
    if (cell && row > 0) {
        pop_to(row);
        return true;
    }
    pop_to(in_section && section > 0 ? section : table);
    if (in_section && section == 0) push_implied(GUMBO_TAG_TBODY);
    if (cell) push_implied(GUMBO_TAG_TR);
    return true;
}

bool OpenElements::stops_end_tag(GumboTag ending, const Open& element)
{
    auto open = element.tag;
    if (ending == GUMBO_TAG_TEMPLATE) return false;
    if (kTablePart[ending] || ending == GUMBO_TAG_TABLE)
        return open == GUMBO_TAG_TABLE || open == GUMBO_TAG_TEMPLATE;
    if (element.space != GUMBO_NAMESPACE_HTML) return is_special(element);
    if (open == GUMBO_TAG_SELECT || kScope[open]) return true;
    if (ending == GUMBO_TAG_LI) return open == GUMBO_TAG_OL || open == GUMBO_TAG_UL;
    if (ending == GUMBO_TAG_P) return open == GUMBO_TAG_BUTTON;
    bool block = kSpecial[ending] && ending != GUMBO_TAG_NOSCRIPT;
    return kSpecial[open] && !block && !kFormatting[ending];
}

void OpenElements::end(const Token& token)
{
    auto tag = gumbo_tagn_enum(token.name.data(), static_cast<unsigned>(token.name.size()));
    auto name = hash_name(token.name);
    if (tag == GUMBO_TAG_P || tag == GUMBO_TAG_BR) ++nodes_; // without a start tag they make an element
    if (in_select() && tag != GUMBO_TAG_SELECT && (kLeavesSelect[tag] || !leave_select(tag))) return;
    if (kFormatting[tag]) {
        auto waiting = std::ranges::find_if(unclosed_, [&](const Open& open) { return open.tag == tag; });
        if (waiting != unclosed_.end()) {
            unclosed_.erase(waiting);
            return;
        }
    }
    if (open_[tag] == 0 && !kHeading[tag]) return;
    // Gumbo closes nothing of SVG and MathML by an end tag in which more stands than the name, be it a space.
    const bool plain = token.inside.empty();
    for (auto at = stack_.size(); plain && at > 0 && stack_[at - 1].space != GUMBO_NAMESPACE_HTML; --at) {
        if (stack_[at - 1].tag == tag && stack_[at - 1].name == name) {
            pop_to(at - 1);
            return;
        }
    }
    for (auto at = stack_.size(); at > 0; --at) {
        const auto& open = stack_[at - 1];
        bool alike =
            kHeading[tag] ? kHeading[open.tag] : open.tag == tag; // to Gumbo, all unknown names are one
        if (alike && open.space == GUMBO_NAMESPACE_HTML) {
            if (tag == GUMBO_TAG_FORM)
                erase(at - 1);
            else if (kFormatting[tag])
                end_formatting(at - 1);
            else
                pop_to(at - 1);
            return;
        }
        if (stops_end_tag(tag, open)) return;
    }
}

/// Gumbo compares them of end tags, and of a tag that never ends, too.
void OpenElements::count_attributes(std::size_t attributes)
{
    comparisons_ += attributes * attributes / 2;
    most_attributes_ = std::max(most_attributes_, attributes);
}

Nesting measure_nesting(std::string_view html)
{
    return OpenElements(html).run();
}

} // namespace baotin::parsers::html
