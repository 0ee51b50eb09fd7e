#include "parsers/generic.hpp"

#include "parsers/boilerplate.hpp"
#include "parsers/html/characters.hpp"
#include "parsers/html/element_style.hpp"
#include "parsers/teasers.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace baotin::parsers {
namespace {

/// What was measured of an element and all below it.
struct Weight {
    double mass = 0;       ///< running text
    std::size_t units = 0; ///< paragraphs that gave mass
};

/// The text that stands directly in an element, not in a block inside it.
struct OwnText {
    std::size_t letters = 0, linked = 0, stops = 0;
};

/// Weighs every element of a page by the running text below it.
class Scales {
public:
    /// All text of the page counts.
    explicit Scales(html::Node root) { weigh(root, false); }
    /// Boilerplate does not; what is only likely to be so, does where it holds half of `everything`.
    Scales(html::Node root, const Scales& everything, const Teasers& teasers)
        : everything_(&everything), teasers_(&teasers), half_(everything.of(root).mass / 2)
    {
        weigh(root, false);
    }

    [[nodiscard]] Weight of(html::Node element) const
    {
        auto found = weights_.find(element.raw());
        return found == weights_.end() ? Weight{} : found->second;
    }
    /// The heaviest element whose name says that it is the article's text.
    [[nodiscard]] html::Node named() const { return named_; }

private:
    Weight weigh(html::Node block, bool linked);
    void inline_text(html::Node node, bool linked, OwnText& own, Weight& sum);

    [[nodiscard]] bool is_skipped(html::Node element) const
    {
        if (!everything_) return false;
        if (teasers_->has(element)) return true;
        switch (boilerplate_of(element)) {
        case Boilerplate::no:
            return is_caption(element);
        case Boilerplate::likely:
            return everything_->of(element).mass < half_;
        case Boilerplate::surely:
            return true;
        }
        return false;
    }

    const Scales* everything_ = nullptr;
    const Teasers* teasers_ = nullptr;
    double half_ = 0;
    std::unordered_map<const GumboInternalNode*, Weight> weights_;
    html::Node named_;
    double named_mass_ = 0;
};

double mass_of(const OwnText& own)
{
    if (own.letters < 25 || own.linked * 4 > own.letters * 3) return 0;
    // Menus are links; sentences full of links have words between them.
    if (own.linked * 2 > own.letters && (own.stops == 0 || own.letters - own.linked < 40)) return 0;
    auto mass = static_cast<double>(own.letters - own.linked);
    // Teasers and labels have no full stops.
    if (own.stops == 0) mass *= 0.3;
    return own.letters < 80 ? mass * 0.5 : mass;
}

Weight Scales::weigh(html::Node block, bool linked)
{
    Weight sum;
    OwnText own;
    inline_text(block, linked, own, sum);
    if (auto mass = mass_of(own); mass > 0) {
        sum.mass += mass;
        ++sum.units;
    }
    weights_[block.raw()] = sum;
    if (sum.mass > named_mass_ && is_named_content(block)) {
        named_ = block;
        named_mass_ = sum.mass;
    }
    return sum;
}

void Scales::inline_text(html::Node node, bool linked, OwnText& own, Weight& sum)
{
    for (auto child = node.first_child(); child; child = child.next()) {
        if (child.is_text()) {
            for (char c : child.text()) {
                bool letter = !html::is_space(c) && (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                own.letters += letter;
                own.linked += letter && linked;
                own.stops += c == '.' || c == ',' || c == '!' || c == '?' || c == ';';
            }
            // Full stops and commas of East Asian and Arabic texts.
            own.stops += child.text().find("。") != std::string_view::npos ||
                         child.text().find("،") != std::string_view::npos;
            continue;
        }
        if (!child.is_element()) continue;
        auto display = html::display_of(child);
        if (display == html::Display::none) continue;
        if (is_skipped(child)) continue;
        bool in_link = linked || child.tag() == "a";
        if (display == html::Display::inline_) {
            inline_text(child, in_link, own, sum);
            continue;
        }
        if (display == html::Display::line_break) continue;
        auto below = weigh(child, in_link);
        sum.mass += below.mass;
        sum.units += below.units;
    }
}

bool is_part_of_a_text(html::Node element)
{
    auto tag = element.tag();
    return tag == "ul" || tag == "ol" || tag == "dl" || tag == "blockquote";
}

/// Does the text go on beside its heaviest block: in blocks of the same name, which advertisements stand
/// between, or in paragraphs? One paragraph alone may be a lead or a copyright.
bool goes_on_beside(const Scales& scales, html::Node heaviest)
{
    constexpr double kParagraph = 60;
    int paragraphs = 0;
    auto name = heaviest.attribute("class").value_or("");
    for (auto other = heaviest.parent().first_child(); other; other = other.next()) {
        if (!other.is_element() || other == heaviest) continue;
        auto mass = scales.of(other).mass;
        if (mass <= 0) continue;
        if (is_part_of_a_text(heaviest)) return true;
        if (other.tag() == heaviest.tag() && !name.empty() && other.attribute("class") == name) return true;
        paragraphs += other.tag() == "p" && mass >= kParagraph;
    }
    return paragraphs >= 2;
}

/// From the whole page inward, as long as one child holds most of what its parent holds.
html::Node descend(const Scales& scales, html::Node from)
{
    constexpr double kMost = 0.78;
    for (auto here = from;;) {
        html::Node heaviest;
        double mass = 0;
        auto consider = [&](auto&& self, html::Node parent) -> void {
            for (auto child = parent.first_child(); child; child = child.next()) {
                if (!child.is_element()) continue;
                if (auto weight = scales.of(child).mass; weight > mass) {
                    heaviest = child;
                    mass = weight;
                } else if (html::display_of(child) == html::Display::inline_) {
                    self(self, child); // a block within <span> or <a>
                }
            }
        };
        consider(consider, here);
        auto whole = scales.of(here);
        bool is_paragraph = scales.of(heaviest).units <= 1 && whole.units > 1;
        if (!heaviest || mass < kMost * whole.mass || is_paragraph || goes_on_beside(scales, heaviest))
            return here;
        here = heaviest;
    }
}

html::Node content_of(const html::Tree& tree, const Scales& scales)
{
    auto all = scales.of(tree.root()).mass;
    if (all <= 0) return {};
    auto found = descend(scales, tree.root());
    if (auto named = scales.named();
        named && scales.of(named).mass > 0.4 * all && scales.of(named).mass > 200)
        found = descend(scales, named);
    return found;
}

} // namespace

html::Node find_content(const html::Tree& tree)
{
    constexpr double kSomeText = 250;
    Teasers teasers(tree.root());
    Scales everything(tree.root()), clean(tree.root(), everything, teasers);
    auto found = content_of(tree, clean);
    if (clean.of(found).mass >= kSomeText) return found;
    // On some sites everything stands inside a `sidebar` or `comments`.
    auto without_names = content_of(tree, everything);
    return everything.of(without_names).mass > 2 * clean.of(found).mass ? without_names : found;
}

} // namespace baotin::parsers
