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

/// A view of one element or text of a Tree; valid as long as the Tree lives. Cheap to copy; an empty Node is
/// false.
class Node {
public:
    Node() = default;
    explicit Node(const GumboInternalNode* node) : node_(node) {}

    explicit operator bool() const { return node_ != nullptr; }
    bool operator==(const Node&) const = default;

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

private:
    const GumboInternalNode* node_ = nullptr;
};

enum class TreeError {
    too_deep, ///< more than kMaxDepth open elements: Gumbo is quadratic in depth
    too_large ///< more than kMaxBytes
};

/// An HTML page as Gumbo reads it. Owns all that its nodes point to.
class Tree {
public:
    static constexpr int kMaxDepth = 512;
    static constexpr std::size_t kMaxBytes = 16u << 20;

    /// Gumbo parses what build_tree() leaves to it, its depth counted by a scan before.
    static std::expected<Tree, TreeError> parse(std::string utf8);

    [[nodiscard]] Node root() const { return Node(root_); } ///< the <html> element; there always is one

private:
    Tree() = default;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_; ///< given back all at once
    std::unique_ptr<std::string> text_; ///< Gumbo's nodes have views of it
    const GumboInternalNode* root_ = nullptr;
};

} // namespace baotin::parsers::html
