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

/// What the head holds behind its end tag goes into it all the same, but the text that follows does not.
void TreeRules::leave_reopened_head(std::size_t at)
{
    if (!std::exchange(head_reopened_, head_reopened_ && top() != GUMBO_TAG_HEAD)) return;
    if (top() == GUMBO_TAG_HEAD) pop_to(1, at);
}

// --- the open elements

void TreeRules::walk(std::size_t elements)
{
    walked_ += elements;
    doubt_ = doubt_ || walked_ > kMostWalked;
}

std::size_t TreeRules::nearest(const TagSet& wanted, const TagSet& barriers)
{
    for (auto at = open_.size(); at > 0; --at) {
        walk(1);
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
