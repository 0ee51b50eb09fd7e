#include "parsers/html/tree.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/html/element_index.hpp"
#include "parsers/html/nesting.hpp"
#include "parsers/html/tree_builder.hpp"

#include <fmt/format.h>
#include <gumbo.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace baotin::parsers::html {
namespace {

const GumboElement& element_of(const GumboNode* node)
{
    return node->v.element;
}

const GumboVector* children_of(const GumboNode* node)
{
    switch (node->type) {
    case GUMBO_NODE_DOCUMENT:
        return &node->v.document.children;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        return &node->v.element.children;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_WHITESPACE:
        return nullptr;
    }
    return nullptr;
}

const GumboNode* sibling(const GumboNode* node, std::ptrdiff_t step)
{
    const auto* children = node && node->parent ? children_of(node->parent) : nullptr;
    if (!children) return nullptr;
    auto size = static_cast<std::ptrdiff_t>(children->length);
    auto index = static_cast<std::ptrdiff_t>(node->index_within_parent);
    if (index >= size ||
        children->data[index] != node) // Gumbo forgets to count anew when a frame set replaces <body>
        index = std::find(children->data, children->data + size, node) - children->data;
    index += step;
    return index < 0 || index >= size ? nullptr : static_cast<const GumboNode*>(children->data[index]);
}

std::string_view unknown_name(const GumboElement& element)
{
    std::string_view tag(element.original_tag.data, element.original_tag.length);
    if (tag.starts_with('<')) tag.remove_prefix(1);
    std::size_t end = 0;
    while (end < tag.size() && !is_space(tag[end]) && tag[end] != '/' && tag[end] != '>')
        ++end;
    return tag.substr(0, end);
}

/// Gumbo keeps an unknown element's name only as it stands in the text, which is ours to change.
void lower_unknown_names(const GumboNode* root, std::string& text)
{
    std::vector<const GumboNode*> waiting{root};
    while (!waiting.empty()) {
        const auto* node = waiting.back();
        waiting.pop_back();
        const auto* children = children_of(node);
        if (!children) continue;
        if (node->type != GUMBO_NODE_DOCUMENT && node->v.element.tag == GUMBO_TAG_UNKNOWN) {
            auto name = unknown_name(node->v.element);
            for (auto at = name.empty() ? 0 : name.data() - text.data(), i = at; i < at + std::ssize(name);
                 ++i)
                text[static_cast<std::size_t>(i)] = lower(text[static_cast<std::size_t>(i)]);
        }
        for (unsigned i = 0; i < children->length; ++i)
            waiting.push_back(static_cast<const GumboNode*>(children->data[i]));
    }
}

/// All that Gumbo asks for is taken from `memory`, and stays there.
const GumboOutput* parse_by_gumbo(std::string_view text, std::pmr::memory_resource& memory)
{
    auto options = kGumboDefaultOptions;
    options.max_errors = 0; // nobody reads them, and a broken page has many
    options.userdata = &memory;
    options.allocator = [](void* from, std::size_t size) {
        return static_cast<std::pmr::memory_resource*>(from)->allocate(size);
    };
    options.deallocator = [](void*, void*) {};
    return gumbo_parse_with_options(&options, text.data(), text.size());
}

} // namespace

bool Node::is_element() const
{
    return node_ && (node_->type == GUMBO_NODE_ELEMENT || node_->type == GUMBO_NODE_TEMPLATE);
}

bool Node::is_text() const
{
    return node_ && (node_->type == GUMBO_NODE_TEXT || node_->type == GUMBO_NODE_WHITESPACE ||
                     node_->type == GUMBO_NODE_CDATA);
}

std::string_view Node::tag() const
{
    if (!is_element()) return {};
    const auto& element = element_of(node_);
    return element.tag == GUMBO_TAG_UNKNOWN ? unknown_name(element) : gumbo_normalized_tagname(element.tag);
}

std::string_view Node::text() const
{
    return is_text() ? std::string_view(node_->v.text.text) : std::string_view();
}

std::optional<std::string_view> Node::attribute(std::string_view name) const
{
    if (!is_element()) return std::nullopt;
    const auto& attributes = element_of(node_).attributes;
    for (unsigned i = 0; i < attributes.length; ++i) {
        const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
        const char* c = attribute->name;
        std::size_t matched = 0;
        while (matched < name.size() && c[matched] && lower(c[matched]) == lower(name[matched]))
            ++matched;
        if (matched == name.size() && !c[matched]) return std::string_view(attribute->value);
    }
    return std::nullopt;
}

std::string_view Node::id() const
{
    return attribute("id").value_or(std::string_view());
}

bool Node::has_class(std::string_view name) const
{
    auto classes = attribute("class").value_or(std::string_view());
    if (std::ranges::any_of(name, is_space)) return false;
    for (auto at = classes.find(name); !name.empty() && at != classes.npos; at = classes.find(name, at + 1)) {
        auto behind = at + name.size();
        if ((at == 0 || is_space(classes[at - 1])) && (behind == classes.size() || is_space(classes[behind])))
            return true;
    }
    return false;
}

Node Node::parent() const
{
    const auto* above = node_ ? node_->parent : nullptr;
    return above && above->type != GUMBO_NODE_DOCUMENT ? Node(above) : Node();
}

Node Node::first_child() const
{
    const auto* children = node_ ? children_of(node_) : nullptr;
    return children && children->length > 0 ? Node(static_cast<const GumboNode*>(children->data[0])) : Node();
}

Node Node::next() const
{
    return Node(sibling(node_, 1));
}

Node Node::previous() const
{
    return Node(sibling(node_, -1));
}

std::string describe(TreeError error)
{
    switch (error) {
    case TreeError::too_deep:
        return fmt::format("the page nests deeper than {} elements", Tree::kMaxDepth);
    case TreeError::too_large:
        return fmt::format("the page is larger than {} bytes", Tree::kMaxBytes);
    case TreeError::too_many_elements:
        return "the page makes too many elements, or leaves too many of <b>, <font> and their kin open";
    case TreeError::too_many_attributes:
        return "the page has tags with thousands of attributes";
    }
    std::unreachable();
}

std::expected<Tree, TreeError> Tree::parse(std::string utf8)
{
    if (utf8.size() > kMaxBytes) return std::unexpected(TreeError::too_large);
    Tree tree;
    tree.memory_ = std::make_unique<std::pmr::monotonic_buffer_resource>(std::size_t{64} << 10);
    tree.root_ = build_tree(utf8, *tree.memory_);
    if (!tree.root_) {
        tree.memory_->release();
        auto nesting = measure_nesting(utf8);
        if (nesting.error) return std::unexpected(*nesting.error);
        tree.text_ = std::make_unique<std::string>(std::move(utf8));
        const auto* output = parse_by_gumbo(*tree.text_, *tree.memory_);
        if (nesting.odd_names) lower_unknown_names(output->document, *tree.text_);
        tree.root_ = output->root;
    }
    tree.index_ = std::make_unique<const ElementIndex>(tree.root_);
    return tree;
}

Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;
Tree::~Tree() = default;

Node Tree::root() const
{
    return Node(root_, index_.get());
}

} // namespace baotin::parsers::html
