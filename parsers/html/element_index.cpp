#include "parsers/html/element_index.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/html/selector_program.hpp"

#include <gumbo.h>

#include <algorithm>
#include <string_view>

namespace baotin::parsers::html {
namespace {

/// `kind` tells `#a` from `.a`. Lower case throughout: attributes' names are compared without it.
std::uint32_t hash_of(char kind, std::string_view name)
{
    auto hash = static_cast<std::uint32_t>(kind);
    for (char c : name)
        hash = (hash ^ static_cast<unsigned char>(lower(c))) * 16777619u;
    return hash;
}

std::uint32_t hash_of(GumboTag tag)
{
    return static_cast<std::uint32_t>(tag) + 1000u;
}

Marks mark(std::uint32_t hash)
{
    return Marks{1} << ((hash * 0x9E3779B1u) >> 26);
}

template <typename Visit>
void each_class(std::string_view classes, Visit visit)
{
    for (std::size_t at = 0; at < classes.size(); ++at) {
        auto begin = at;
        while (at < classes.size() && !is_space(classes[at]))
            ++at;
        if (at > begin) visit(hash_of('.', classes.substr(begin, at - begin)));
    }
}

template <typename Visit>
void each_name(const GumboNode& element, Visit visit)
{
    const auto& attributes = element.v.element.attributes;
    visit(hash_of(element.v.element.tag));
    for (unsigned i = 0; i < attributes.length; ++i) {
        const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
        std::string_view name(attribute.name);
        visit(hash_of('[', name));
        if (equals_ignoring_case(name, "class")) each_class(attribute.value, visit);
        if (equals_ignoring_case(name, "id")) visit(hash_of('#', attribute.value));
    }
}

template <typename Visit>
void each_name(const Compound& compound, Visit visit)
{
    if (compound.tag) visit(hash_of(*compound.tag));
    if (!compound.id.empty()) visit(hash_of('#', compound.id));
    for (const auto& name : compound.classes)
        visit(hash_of('.', name));
    for (const auto& test : compound.attributes)
        visit(hash_of('[', test.name));
}

template <typename Named>
Marks marks_of(const Named& named)
{
    Marks marks = 0;
    each_name(named, [&](std::uint32_t hash) { marks |= mark(hash); });
    return marks;
}

} // namespace

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

Alternatives::Alternatives(const std::vector<const Compound*>& last)
{
    constexpr std::size_t kShort = 16;
    bool is_long = last.size() > kShort;
    for (std::uint32_t number = 0; number < last.size(); ++number) {
        wanted_.push_back(marks_of(*last[number]));
        auto* rarest = &all_;
        if (is_long)
            each_name(*last[number], [&](std::uint32_t hash) {
                auto& same = by_name_[hash];
                if (rarest == &all_ || same.size() < rarest->size()) rarest = &same;
            });
        rarest->push_back(number);
    }
}

void Alternatives::gather_names(const GumboNode& element)
{
    names_.clear();
    each_name(element, [&](std::uint32_t hash) { names_.push_back(hash); });
    std::ranges::sort(names_); // a class may be said a thousand times
    names_.erase(std::ranges::unique(names_).begin(), names_.end());
}

} // namespace baotin::parsers::html
