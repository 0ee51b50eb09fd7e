#include "parsers/teasers.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/html/element_style.hpp"

#include <vector>

namespace baotin::parsers {
namespace {

constexpr std::size_t kLongest = 600; // letters: more is an article
constexpr std::size_t kShortestHeadline = 15;

std::size_t count_letters(std::string_view text)
{
    std::size_t letters = 0;
    for (char c : text)
        letters += !html::is_space(c) && (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return letters;
}

std::size_t linked_letters(html::Node element)
{
    std::size_t letters = 0;
    for (auto child = element.first_child(); child; child = child.next()) {
        if (!child.is_element()) continue;
        if (child.tag() != "a") {
            letters += linked_letters(child);
            continue;
        }
        for (auto inside = child.first_child(); inside; inside = inside.next())
            letters +=
                inside.is_text() ? count_letters(inside.text()) : linked_letters(inside) + kShortestHeadline;
    }
    return letters;
}

} // namespace

Teasers::Teasers(html::Node root)
{
    if (count(root, false).headlines > 1) find(root);
}

Teasers::Count Teasers::count(html::Node element, bool linked)
{
    Count sum;
    for (auto child = element.first_child(); child; child = child.next()) {
        if (child.is_text()) {
            sum.letters += count_letters(child.text());
        } else if (child.is_element() && html::display_of(child) != html::Display::none) {
            auto below = count(child, linked || child.tag() == "a");
            sum.letters += below.letters;
            sum.headlines += below.headlines;
        }
    }
    if (html::is_heading(element) && sum.letters >= kShortestHeadline)
        sum.headlines = linked || linked_letters(element) * 10 >= sum.letters * 9 ? 1 : 0;
    if (sum.headlines > 0) counts_[element.raw()] = sum; // all others are no teasers
    return sum;
}

/// A teaser is the largest block with one linked headline, beside another such block.
void Teasers::find(html::Node element)
{
    std::vector<html::Node> alike;
    for (auto child = element.first_child(); child; child = child.next()) {
        auto found = child.is_element() ? counts_.find(child.raw()) : counts_.end();
        if (found == counts_.end()) continue;
        if (found->second.headlines > 1)
            find(child);
        else if (found->second.letters <= kLongest && !html::is_heading(child))
            alike.push_back(child);
    }
    if (alike.size() < 2) return;
    for (auto teaser : alike)
        teasers_.insert(teaser.raw());
}

} // namespace baotin::parsers
