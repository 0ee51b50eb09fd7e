#include "parsers/html/selector_match.hpp"

#include "parsers/html/attribute_fit.hpp"
#include "parsers/html/characters.hpp"
#include "parsers/html/visible_text.hpp"

#include <algorithm>
#include <string_view>

namespace baotin::parsers::html {
namespace {

Node next_element(Node node)
{
    do
        node = node.next();
    while (node && !node.is_element());
    return node;
}

Node previous_element(Node node)
{
    do
        node = node.previous();
    while (node && !node.is_element());
    return node;
}

Node first_element(Node parent)
{
    auto child = parent.first_child();
    return !child || child.is_element() ? child : next_element(child);
}

} // namespace

const Complex* Matching::match(ListId list, Node element)
{
    for (const auto& alternative : program_.lists[list.index].alternatives)
        if (match(alternative, element)) return &alternative;
    return nullptr;
}

bool Matching::match(const Complex& complex, Node element)
{
    return step(complex, complex.steps.size() - 1, element);
}

bool Matching::step(const Complex& complex, std::size_t index, Node element)
{
    const auto& step_here = complex.steps[index];
    if (!compound(program_.compounds[step_here.compound], element)) return false;
    if (index == 0) return true;
    switch (step_here.combinator) {
    case Combinator::child: {
        auto parent = element.parent();
        return parent && step(complex, index - 1, parent);
    }
    case Combinator::next_sibling: {
        auto before = previous_element(element);
        return before && step(complex, index - 1, before);
    }
    case Combinator::descendant:
        return ancestor(complex, index - 1, element);
    case Combinator::later_sibling:
        return earlier_sibling(complex, index - 1, element);
    }
    return false;
}

bool Matching::ancestor(const Complex& complex, std::size_t index, Node element)
{
    constexpr int kNear = 24; // few real elements stand deeper
    const auto& wanted = program_.compounds[complex.steps[index].compound];
    if (index == 0 && wanted.tests.empty()) { // the usual `.body p`: too cheap to remember
        auto above = element.parent();
        for (int looked = 0; above && looked < kNear; ++looked) {
            if (compound(wanted, above)) return true;
            element = above;
            above = above.parent();
        }
        if (!above) return false;
    }
    auto number = complex.first_step + index;
    bool found = false;
    auto above = element.parent();
    for (; above && !found; above = above.parent()) {
        if (auto known = ancestors_.find({above.raw(), number}); known != ancestors_.end()) {
            found = known->second;
            break;
        }
        if (step(complex, index, above)) {
            ancestors_[{above.raw(), number}] = found = true;
            break;
        }
    }
    for (auto below = element.parent(); below && below != above; below = below.parent())
        ancestors_[{below.raw(), number}] = found;
    return found;
}

bool Matching::earlier_sibling(const Complex& complex, std::size_t index, Node element)
{
    const auto* parent = element.raw()->parent;
    if (!parent || parent->type == GUMBO_NODE_DOCUMENT) return false;
    const auto& children = parent->v.element.children;
    Key key{parent, complex.first_step + index};
    auto first = first_children_[key];
    while (!first.found && first.looked < children.length) {
        Node child(static_cast<Raw>(children.data[first.looked]));
        if (child == element) break;
        first.found = child.is_element() && step(complex, index, child);
        first.looked += !first.found;
    }
    first_children_[key] = first;
    return first.found && first.looked < element.raw()->index_within_parent;
}

bool Matching::compound(const Compound& wanted, Node element)
{
    const auto& raw = element.raw()->v.element;
    if (wanted.tag && *wanted.tag != raw.tag) return false;
    if (!wanted.unknown_tag.empty() && element.tag() != wanted.unknown_tag) return false;
    if (!wanted.id.empty() && element.id() != wanted.id) return false;
    for (const auto& name : wanted.classes)
        if (!element.has_class(name)) return false;
    for (const auto& attribute : wanted.attributes)
        if (auto value = element.attribute(attribute.name); !value || !fits(attribute, *value)) return false;
    return std::ranges::all_of(wanted.tests, [&](const Test& each) {
        return std::visit([&](const auto& which) { return test(which, element); }, each);
    });
}

bool Matching::test(const ListTest& wanted, Node element)
{
    return (match(wanted.list, element) != nullptr) != wanted.negated;
}

bool Matching::test(const HasTest& wanted, Node element)
{
    return std::ranges::any_of(wanted.any, [&](const HasTest::Relative& relative) {
        switch (relative.combinator) {
        case Combinator::child:
            return has_child(relative.compound, element);
        case Combinator::descendant:
            return has_descendant(relative.compound, element);
        case Combinator::next_sibling: {
            auto next = next_element(element);
            return next && compound(program_.compounds[relative.compound], next);
        }
        case Combinator::later_sibling:
            return has_later_sibling(relative.compound, element);
        }
        return false;
    });
}

bool Matching::has_child(std::size_t wanted, Node element)
{
    for (auto child = first_element(element); child; child = next_element(child))
        if (compound(program_.compounds[wanted], child)) return true;
    return false;
}

bool Matching::has_descendant(std::size_t wanted, Node element)
{
    auto child = first_element(element);
    if (!child) return false;
    Key key{element.raw(), wanted};
    if (auto known = descendants_.find(key); known != descendants_.end()) return known->second;
    bool found = false;
    for (; child && !found; child = next_element(child))
        found = compound(program_.compounds[wanted], child) || has_descendant(wanted, child);
    descendants_[key] = found;
    return found;
}

bool Matching::has_later_sibling(std::size_t wanted, Node element)
{
    const auto* parent = element.raw()->parent;
    if (!parent || parent->type == GUMBO_NODE_DOCUMENT) return false;
    Key key{parent, wanted};
    auto known = last_children_.find(key);
    if (known == last_children_.end()) {
        const auto& children = parent->v.element.children;
        std::size_t behind = children.length;
        for (; behind > 0; --behind) {
            Node child(static_cast<Raw>(children.data[behind - 1]));
            if (child.is_element() && compound(program_.compounds[wanted], child)) break;
        }
        known = last_children_.insert_or_assign(key, behind).first;
    }
    return known->second > element.raw()->index_within_parent + 1;
}

bool Matching::counts(const NthTest& nth, Node sibling, Node element)
{
    if (!sibling.is_element()) return false;
    if (nth.of) return match(*nth.of, sibling) != nullptr;
    return !nth.of_type || sibling.tag() == element.tag();
}

bool Matching::test(const NthTest& nth, Node element)
{
    if (nth.of && !match(*nth.of, element)) return false;
    return nth.accepts(nth_index(nth, element));
}

long long Matching::nth_index(const NthTest& nth, Node element)
{
    const auto* parent = element.raw()->parent;
    if (!parent || parent->type == GUMBO_NODE_DOCUMENT) return 1;
    auto index = element.raw()->index_within_parent;
    auto size = parent->v.element.children.length;
    auto ahead = nth.from_end ? size - index : index;
    if (ahead > 16 && index < size && parent->v.element.children.data[index] == element.raw())
        return numbered_children(nth, parent)[index];
    long long count = 1;
    for (auto other = element;;) {
        other = nth.from_end ? other.next() : other.previous();
        if (!other) return count;
        count += counts(nth, other, element);
    }
}

const std::vector<std::uint32_t>& Matching::numbered_children(const NthTest& nth, Raw parent)
{
    auto& numbers = numbered_[{parent, nth.id}];
    if (!numbers.empty()) return numbers;
    const auto& children = parent->v.element.children;
    std::vector<std::uint32_t> result(children.length);
    std::unordered_map<std::string_view, std::uint32_t> by_type;
    std::uint32_t all = 0;
    for (std::size_t i = 0; i < children.length; ++i) {
        auto at = nth.from_end ? children.length - 1 - i : i;
        Node child(static_cast<Raw>(children.data[at]));
        if (!counts(nth, child, child)) continue;
        result[at] = nth.of_type ? ++by_type[child.tag()] : ++all;
    }
    // `of S` may itself have filled in other entries: look the place up anew
    return numbered_[{parent, nth.id}] = std::move(result);
}

/// Of any kind, the element's own among them.
std::size_t Matching::count_nodes(Node node)
{
    if (!node.first_child()) return 1;
    if (auto known = nodes_.find({node.raw(), 0}); known != nodes_.end()) return known->second;
    std::size_t nodes = 1;
    for (auto child = node.first_child(); child; child = child.next())
        nodes += count_nodes(child);
    nodes_[{node.raw(), 0}] = nodes;
    return nodes;
}

bool Matching::test(const ContainsTest& wanted, Node element)
{
    // Nested elements read the same text again; a page where that adds up to this much is not worth the time.
    constexpr std::size_t kMaxText = 16u << 20, kNode = 32;
    text_read_ += kNode * count_nodes(element);
    if (text_read_ > kMaxText) return false;
    auto text = visible_text(element, {});
    text_read_ += text.size();
    std::ranges::replace(text, '\n', ' ');
    return text.find(wanted.text) != text.npos;
}

/// What the element says, or the nearest around it that says anything.
std::string_view Matching::language(Node element)
{
    std::string_view found;
    auto around = element;
    for (; around; around = around.parent()) {
        if (auto known = languages_.find({around.raw(), 0}); known != languages_.end()) {
            found = known->second;
            break;
        }
        if (auto own = around.attribute("lang")) {
            languages_[{around.raw(), 0}] = found = *own;
            break;
        }
    }
    for (auto below = element; below && below != around; below = below.parent())
        languages_[{below.raw(), 0}] = found;
    return found;
}

bool Matching::test(const LanguageTest& wanted, Node element)
{
    auto language = this->language(element);
    return std::ranges::any_of(wanted.any, [&](const std::string& range) {
        return !language.empty() && equals_ignoring_case(language.substr(0, range.size()), range) &&
               (language.size() == range.size() || language[range.size()] == '-');
    });
}

bool Matching::test(const EmptyTest&, Node element)
{
    for (auto child = element.first_child(); child; child = child.next())
        if (child.is_element() || child.is_text()) return false;
    return true;
}

bool Matching::test(const RootTest&, Node element)
{
    return !element.parent();
}

bool Matching::test(const ScopeTest&, Node element)
{
    return element == scope_;
}

bool Matching::test(const LinkTest&, Node element)
{
    return (element.tag() == "a" || element.tag() == "area") && element.attribute("href");
}

bool Matching::test(const FirstChildTest&, Node element)
{
    return !previous_element(element);
}

bool Matching::test(const LastChildTest&, Node element)
{
    return !next_element(element);
}

} // namespace baotin::parsers::html
