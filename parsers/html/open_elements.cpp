#include "parsers/html/open_elements.hpp"

#include <algorithm>

namespace baotin::parsers::html {

std::uint32_t hash_name(std::string_view name, std::uint32_t hash)
{
    for (char c : name)
        hash = (hash ^ static_cast<unsigned char>(lower(c))) * 16777619u;
    return hash;
}

bool holds_html(const Open& open)
{
    switch (open.space) {
    case GUMBO_NAMESPACE_HTML:
        return false;
    case GUMBO_NAMESPACE_SVG:
        return kSvgHoldsHtml[open.tag];
    case GUMBO_NAMESPACE_MATHML:
        return kMathHoldsHtml[open.tag];
    }
    return false;
}

bool is_special(const Open& open)
{
    if (open.space == GUMBO_NAMESPACE_HTML) return kSpecial[open.tag];
    return holds_html(open) || open.tag == GUMBO_TAG_ANNOTATION_XML;
}

bool OpenElements::top_is_foreign() const
{
    return !stack_.empty() && stack_.back().space != GUMBO_NAMESPACE_HTML && !holds_html(stack_.back());
}

/// Directly in a select only options count; most other tags are ignored.
bool OpenElements::in_select() const
{
    if (open_[GUMBO_TAG_SELECT] == 0) return false;
    auto at = stack_.size();
    while (at > 0 && (stack_[at - 1].tag == GUMBO_TAG_OPTION || stack_[at - 1].tag == GUMBO_TAG_OPTGROUP))
        --at;
    return at > 0 && stack_[at - 1].tag == GUMBO_TAG_SELECT;
}

void OpenElements::push(Open element)
{
    level_ += kMarker[element.tag];
    element.level = level_;
    stack_.push_back(element);
    ++open_[element.tag];
}

void OpenElements::push_implied(GumboTag tag)
{
    ++nodes_;
    push(Open{tag, hash_name(gumbo_normalized_tagname(tag)), 0, 0});
}

/// At most three equal formatting elements are opened again ("Noah's Ark", HTML §13.2.4.3).
void OpenElements::keep_three_alike(const Open& element)
{
    Open* earliest = nullptr;
    int alike = 0;
    for (auto at = stack_.size(); at > 0 && !kMarker[stack_[at - 1].tag]; --at) {
        auto& open = stack_[at - 1];
        if (open.comes_back && open.whole == element.whole) {
            earliest = &open;
            ++alike;
        }
    }
    if (alike >= 3) earliest->comes_back = false;
}

void OpenElements::rename_paragraph(Open& open)
{
    if (open.tag != GUMBO_TAG_P) return;
    --open_[GUMBO_TAG_P];
    open.tag = GUMBO_TAG_SPAN;
    ++open_[GUMBO_TAG_SPAN];
}

void OpenElements::close_nearest(const TagSet& wanted, const TagSet& barriers)
{
    for (auto at = stack_.size(); at > 0; --at) {
        const auto& open = stack_[at - 1];
        bool html = open.space == GUMBO_NAMESPACE_HTML;
        if (html && wanted[open.tag]) {
            pop_to(at - 1);
            return;
        }
        if (html ? barriers[open.tag] : is_special(open)) return;
    }
}

void OpenElements::pop_to(std::size_t size)
{
    for (auto at = stack_.size(); at > size; --at) {
        const auto& gone = stack_[at - 1];
        --open_[gone.tag];
        if (kMarker[gone.tag]) { // what was left open inside a cell is not opened again outside
            std::erase_if(unclosed_, [&](const Open& open) { return open.level >= gone.level; });
            --level_;
        } else if (gone.comes_back) {
            unclosed_.push_back(gone);
        }
    }
    stack_.resize(size);
}

void OpenElements::reconstruct()
{
    if (unclosed_.empty()) return;
    for (const auto& element : unclosed_) {
        if (element.level != level_) continue;
        clones_ += 1 + element.attributes;
        push(element);
    }
    std::erase_if(unclosed_, [this](const Open& open) { return open.level == level_; });
}

void OpenElements::erase(std::size_t at)
{
    --open_[stack_[at].tag];
    stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(at));
}

void OpenElements::end_formatting(std::size_t at)
{
    // The adoption agency (HTML §13.2.6.4.7) takes the element from the middle and clones the formatting
    // elements above it.
    erase(at);
    std::size_t blocks_above = 0;
    for (auto above = at; above < stack_.size(); ++above) {
        if (kFormatting[stack_[above].tag]) clones_ += 1 + stack_[above].attributes;
        blocks_above += is_special(stack_[above]);
    }
    clones_ += std::min<std::size_t>(blocks_above, 8);
    if (blocks_above == 0) // what was opened inside is closed with it; its formatting elements come back
        pop_to(at);
}

} // namespace baotin::parsers::html
