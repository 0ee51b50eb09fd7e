#pragma once

#include "parsers/html/tree.hpp"

#include <fmt/format.h>
#include <gumbo.h>

#include <memory_resource>
#include <string>
#include <string_view>

/// All of a tree that a reader could see, as text.
namespace baotin::parsers::html {

inline std::string lower_case(std::string_view text)
{
    std::string all(text);
    for (auto& c : all)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return all;
}

inline void describe(const GumboNode* node, std::size_t depth, std::string& all)
{
    all.append(depth, ' ');
    if (node->type == GUMBO_NODE_COMMENT) {
        all += "#\n";
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) {
        all += fmt::format("{} {:?}\n", static_cast<int>(node->type), std::string_view(node->v.text.text));
        return;
    }
    const auto& element = node->v.element;
    all += fmt::format("{}:{}", static_cast<int>(element.tag_namespace), lower_case(Node(node).tag()));
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        const auto* one = static_cast<const GumboAttribute*>(element.attributes.data[i]);
        all += fmt::format(" {}:{}={:?}", static_cast<int>(one->attr_namespace), lower_case(one->name),
                           std::string_view(one->value));
    }
    all += '\n';
    for (unsigned i = 0; i < element.children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
        if (child->parent != node || child->index_within_parent != i) all += "misplaced: ";
        describe(child, depth + 1, all);
    }
}

inline std::string described(const GumboNode* root)
{
    std::string all;
    describe(root, 0, all);
    return all;
}

/// In memory that goes at once: Gumbo 0.10 leaks a few bytes of odd pages.
inline std::string described_by_gumbo(std::string_view html)
{
    std::pmr::monotonic_buffer_resource memory;
    auto options = kGumboDefaultOptions;
    options.userdata = &memory;
    options.allocator = [](void* from, std::size_t size) {
        return static_cast<std::pmr::memory_resource*>(from)->allocate(size);
    };
    options.deallocator = [](void*, void*) {};
    return described(gumbo_parse_with_options(&options, html.data(), html.size())->root);
}

} // namespace baotin::parsers::html
