#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

struct GumboInternalNode;

namespace baotin::parsers::html {

class ElementIndex;

/// A view of one element or text of a Tree; valid as long as the Tree lives. Cheap to copy; an empty Node is
/// false.
class Node {
public:
    Node() = default;
    explicit Node(const GumboInternalNode* node, const ElementIndex* index = nullptr)
        : node_(node), index_(index)
    {
    }

    explicit operator bool() const { return node_ != nullptr; }
    bool operator==(const Node& other) const { return node_ == other.node_; }

    [[nodiscard]] bool is_element() const;
    [[nodiscard]] bool is_text() const;          ///< text, white space or CDATA; comments are neither
    [[nodiscard]] std::string_view tag() const;  ///< lower-case name; empty for texts
    [[nodiscard]] std::string_view text() const; ///< of a text node, entities decoded; empty for elements
    [[nodiscard]] std::optional<std::string_view> attribute(std::string_view name) const;
    [[nodiscard]] std::string_view id() const;
    [[nodiscard]] bool has_class(std::string_view name) const;

    [[nodiscard]] Node parent() const;      ///< the enclosing element; empty above <html>
    [[nodiscard]] Node first_child() const; ///< of any kind
    [[nodiscard]] Node next() const;        ///< the next sibling of any kind
    [[nodiscard]] Node previous() const;

    [[nodiscard]] const GumboInternalNode* raw() const { return node_; }
    /// Of the page whose root this is; null for all nodes but Tree::root().
    [[nodiscard]] const ElementIndex* index() const { return index_; }

private:
    const GumboInternalNode* node_ = nullptr;
    const ElementIndex* index_ = nullptr;
};

enum class TreeError {
    too_deep,           ///< more than kMaxDepth open elements: Gumbo is quadratic in depth
    too_large,          ///< more than kMaxBytes
    too_many_elements,  ///< most of them by formatting elements that are never closed, and opened again
    too_many_attributes ///< Gumbo compares each with all others of its tag
};
std::string describe(TreeError error); ///< `the page nests deeper than 512 elements`, for people

/// An HTML page as Gumbo reads it. Owns all that its nodes point to.
class Tree {
public:
    static constexpr int kMaxDepth = 512;
    static constexpr std::size_t kMaxBytes = 16u << 20;

    /// Gumbo parses what build_tree() leaves to it, its depth counted by a scan before.
    static std::expected<Tree, TreeError> parse(std::string utf8);

    Tree(Tree&&) noexcept;
    Tree& operator=(Tree&&) noexcept;
    ~Tree();

    [[nodiscard]] Node root() const; ///< the <html> element; there always is one

private:
    Tree() = default;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_; ///< given back all at once
    std::unique_ptr<std::string> text_;                           ///< Gumbo's nodes have views of it
    const GumboInternalNode* root_ = nullptr;
    std::unique_ptr<const ElementIndex> index_;
};

} // namespace baotin::parsers::html
