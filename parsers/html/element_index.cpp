#include "parsers/html/element_index.hpp"

#include "parsers/html/selector_program.hpp"
#include "parsers/html/tokens.hpp"

#include <gumbo.h>

#include <string_view>
#include <utility>

namespace baotin::parsers::html {
namespace {

Marks mark(std::uint32_t hash)
{
    return Marks{1} << ((hash * 0x9E3779B1u) >> 26);
}

/// `kind` tells `#a` from `.a`. Lower case throughout: attributes' names are compared without it.
Marks mark(char kind, std::string_view name)
{
    auto hash = static_cast<std::uint32_t>(kind);
    for (char c : name)
        hash = (hash ^ static_cast<unsigned char>(lower(c))) * 16777619u;
    return mark(hash);
}

Marks mark(GumboTag tag)
{
    return mark(static_cast<std::uint32_t>(tag) + 1000u);
}

Marks marks_of_classes(std::string_view classes)
{
    constexpr std::size_t kMost = 4096; // bytes: such an element is worth a look
    if (classes.size() > kMost) return ~Marks{0};
    Marks marks = 0;
    for (std::size_t at = 0; at < classes.size();) {
        auto begin = at;
        while (at < classes.size() && !is_space(classes[at]))
            ++at;
        if (at > begin) marks |= mark('.', classes.substr(begin, at - begin));
        ++at;
    }
    return marks;
}

} // namespace

Marks marks_of(const GumboNode& element)
{
    const auto& attributes = element.v.element.attributes;
    auto marks = mark(element.v.element.tag);
    for (unsigned i = 0; i < attributes.length; ++i) {
        const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
        std::string_view name(attribute.name);
        marks |= mark('[', name);
        if (equals_ignoring_case(name, "class")) marks |= marks_of_classes(attribute.value);
        if (equals_ignoring_case(name, "id")) marks |= mark('#', attribute.value);
    }
    return marks;
}

Marks marks_of(const Compound& compound)
{
    Marks marks = compound.tag ? mark(*compound.tag) : 0;
    if (!compound.id.empty()) marks |= mark('#', compound.id);
    for (const auto& name : compound.classes)
        marks |= mark('.', name);
    for (const auto& test : compound.attributes)
        marks |= mark('[', test.name);
    return marks;
}

ElementIndex::ElementIndex(const GumboNode* root)
{
    struct Level {
        const GumboVector* children;
        unsigned next;
    };
    std::vector<Level> levels;
    auto enter = [&](const GumboNode* element) {
        entries_.push_back({element, marks_of(*element)});
        // As in browsers, what stands inside a <template> is not part of the page.
        if (element->type != GUMBO_NODE_TEMPLATE) levels.push_back({&element->v.element.children, 0});
    };
    enter(root);
    while (!levels.empty()) {
        auto& level = levels.back();
        if (level.next == level.children->length) {
            levels.pop_back();
            continue;
        }
        const auto* child = static_cast<const GumboNode*>(level.children->data[level.next++]);
        if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE) enter(child);
    }
}

MarkedList::MarkedList(std::vector<Marks> wanted) : wanted_(std::move(wanted))
{
    constexpr std::size_t kShort = 16;
    bool is_long = wanted_.size() > kShort;
    if (is_long) by_mark_.resize(64);
    for (std::uint32_t number = 0; number < wanted_.size(); ++number) {
        auto* emptiest = &all_;
        for (auto left = is_long ? wanted_[number] : 0; left != 0; left &= left - 1) {
            auto& one = by_mark_[static_cast<std::size_t>(std::countr_zero(left))];
            if (emptiest == &all_ || one.size() < emptiest->size()) emptiest = &one;
        }
        emptiest->push_back(number);
    }
}

} // namespace baotin::parsers::html
