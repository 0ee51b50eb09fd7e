#include "parsers/html/tree_builder.hpp"

#include "parsers/html/character_references.hpp"
#include "parsers/html/tag_attributes.hpp"
#include "parsers/html/tree_rules.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace baotin::parsers::html {
namespace {

constexpr std::size_t kMostAttributes = 64; // each is compared with those before it
constexpr std::size_t kMostNodes = 1'000'000;
// The first line end in these is not part of the text.
constexpr auto kDropsLineEnd = tags({GUMBO_TAG_PRE, GUMBO_TAG_LISTING, GUMBO_TAG_TEXTAREA});
// Text without references.
constexpr auto kPlain = tags({GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_XMP, GUMBO_TAG_IFRAME,
                              GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES});

/// What SVG's and MathML's attributes with a prefix are called (HTML §13.2.6.1, "adjust foreign attributes").
std::pair<GumboAttributeNamespaceEnum, std::string> foreign_name(const std::string& name)
{
    static constexpr std::array xlink =
        std::to_array<std::string_view>({"actuate", "arcrole", "href", "role", "show", "title", "type"});
    static constexpr std::array xml = std::to_array<std::string_view>({"base", "lang", "space"});
    auto is_one_of = [&](const auto& names, std::size_t prefix) {
        return std::ranges::find(names, std::string_view(name).substr(prefix)) != names.end();
    };
    if (name.starts_with("xlink:") && is_one_of(xlink, 6))
        return {GUMBO_ATTR_NAMESPACE_XLINK, name.substr(6)};
    if (name.starts_with("xml:") && is_one_of(xml, 4)) return {GUMBO_ATTR_NAMESPACE_XML, name.substr(4)};
    if (name == "xmlns:xlink") return {GUMBO_ATTR_NAMESPACE_XMLNS, "xlink"};
    return {name == "xmlns" ? GUMBO_ATTR_NAMESPACE_XMLNS : GUMBO_ATTR_NAMESPACE_NONE, name};
}

class TreeBuilder final : TreeRules {
public:
    TreeBuilder(std::string_view html, std::pmr::memory_resource& memory) : TreeRules(html), memory_(memory)
    {
        document_ = new_node(GUMBO_NODE_DOCUMENT);
    }
    const GumboNode* build();

private:
    void starts(const SeenTag& seen, OpenTag& element, bool is_void) override;
    void opened() override;
    void closes(std::size_t at, std::size_t tag_end, bool alone) override;
    void text(std::size_t begin, std::size_t end) override;
    void comment(std::size_t begin, std::size_t end) override;
    void starts_by_its_end(GumboTag tag) override;
    void late_body(const SeenTag& seen) override;

    GumboNode* new_node(GumboNodeType type);
    GumboNode* new_element(const SeenTag& seen, GumboNamespaceEnum space = GUMBO_NAMESPACE_HTML);
    [[nodiscard]] GumboNamespaceEnum namespace_of(const SeenTag& seen) const;
    void set_attributes(GumboElement& element, std::string_view inside);
    void append(GumboNode* parent, GumboNode* child);
    void add(GumboVector& vector, void* item);
    void flush();
    void have_head();
    const char* copy(std::string_view text);
    template <class T>
    T* make()
    {
        return new (memory_.allocate(sizeof(T), alignof(T))) T{};
    }
    [[nodiscard]] GumboNode* current() const { return nodes_.empty() ? document_ : nodes_.back(); }

    std::pmr::memory_resource& memory_;
    GumboNode* document_ = nullptr;
    GumboNode* html_node_ = nullptr;
    GumboNode* head_ = nullptr;
    GumboNode* started_ = nullptr;  ///< what opened() will put on the stack
    std::vector<GumboNode*> nodes_; ///< the open elements
    std::vector<RawAttribute> attributes_;
    std::string pending_; ///< text of the innermost element that is not in the tree yet
    std::string decoded_;
    std::size_t node_count_ = 0;
};

const GumboNode* TreeBuilder::build()
{
    if (html().starts_with("\xEF\xBB\xBF") || !run()) return nullptr;
    flush();
    if (!html_node_) append(document_, html_node_ = new_element({GUMBO_TAG_HTML, {}, {}}));
    have_head();
    if (!is_open(GUMBO_TAG_BODY)) append(html_node_, new_element({GUMBO_TAG_BODY, {}, {}}));
    return html_node_;
}

void TreeBuilder::starts(const SeenTag& seen, OpenTag& element, bool is_void)
{
    flush();
    if (seen.tag == GUMBO_TAG_BODY) have_head();
    auto* node = new_element(seen, element.foreign ? namespace_of(seen) : GUMBO_NAMESPACE_HTML);
    append(current(), node);
    if (!is_void) started_ = node;
}

void TreeBuilder::opened()
{
    auto* node = std::exchange(started_, nullptr);
    auto tag = open().top();
    if (!node) { // implied
        flush();
        if (tag == GUMBO_TAG_BODY) have_head();
        bool head_again = tag == GUMBO_TAG_HEAD && head_;
        node = head_again ? head_ : new_element({tag, {}, {}});
        if (!head_again) append(current(), node);
    }
    if (tag == GUMBO_TAG_HTML) html_node_ = node;
    if (tag == GUMBO_TAG_HEAD) head_ = node;
    nodes_.push_back(node);
}

void TreeBuilder::closes(std::size_t, std::size_t, bool)
{
    // Gumbo takes a form off the stack before its last text is written (docs/traps.md).
    if (html_top() != GUMBO_TAG_FORM) flush();
    nodes_.pop_back();
}

void TreeBuilder::text(std::size_t begin, std::size_t end)
{
    auto raw = html().substr(begin, end - begin);
    if (begin == open().tags.back().end && kDropsLineEnd[html_top()]) {
        if (raw.starts_with('\r')) raw.remove_prefix(1);
        if (raw.starts_with('\n')) raw.remove_prefix(1);
        if (raw.starts_with("&#")) doubt(); // a line end, perhaps, which Gumbo drops too
    }
    if (kPlain[html_top()]) {
        append_with_line_ends(raw, pending_);
    } else if (!append_decoded(raw, ReferenceIn::text, pending_)) {
        doubt();
    }
    if (kHoldsTableParts[html_top()]) flush(); // no text goes on there behind a tag that does nothing
}

void TreeBuilder::comment(std::size_t begin, std::size_t end)
{
    constexpr std::string_view doctype = "<!doctype";
    auto written = html().substr(begin, end - begin);
    if (equals_ignoring_case(written.substr(0, doctype.size()), doctype)) return;
    flush();
    auto* node = new_node(GUMBO_NODE_COMMENT);
    node->v.text.text = "";
    append(after_html() ? document_ : after_body() ? html_node_ : current(), node);
}

void TreeBuilder::starts_by_its_end(GumboTag tag)
{
    flush();
    append(current(), new_element({tag, {}, {}}));
}

void TreeBuilder::late_body(const SeenTag& seen)
{
    set_attributes(nodes_[1]->v.element, seen.inside);
}

void TreeBuilder::have_head()
{
    if (!head_) append(html_node_, head_ = new_element({GUMBO_TAG_HEAD, {}, {}}));
}

void TreeBuilder::flush()
{
    if (pending_.empty()) return;
    bool blank = std::ranges::all_of(pending_, is_space);
    auto* node = new_node(blank ? GUMBO_NODE_WHITESPACE : GUMBO_NODE_TEXT);
    node->v.text.text = copy(pending_);
    append(current(), node);
    pending_.clear();
}

GumboNode* TreeBuilder::new_node(GumboNodeType type)
{
    auto* node = make<GumboNode>();
    node->type = type;
    if (++node_count_ > kMostNodes) doubt();
    return node;
}

GumboNamespaceEnum TreeBuilder::namespace_of(const SeenTag& seen) const
{
    auto outer = current()->v.element.tag_namespace;
    if (outer != GUMBO_NAMESPACE_HTML) return outer;
    return seen.tag == GUMBO_TAG_SVG ? GUMBO_NAMESPACE_SVG : GUMBO_NAMESPACE_MATHML;
}

GumboNode* TreeBuilder::new_element(const SeenTag& seen, GumboNamespaceEnum space)
{
    auto* node = new_node(GUMBO_NODE_ELEMENT);
    auto& element = node->v.element;
    element.tag = seen.tag;
    element.tag_namespace = space;
    if (seen.tag == GUMBO_TAG_UNKNOWN) { // the only place of its name
        std::string name(seen.name);
        std::ranges::transform(name, name.begin(), lower);
        element.original_tag = {copy(name), name.size()};
    }
    if (!seen.inside.empty()) set_attributes(element, seen.inside);
    return node;
}

void TreeBuilder::set_attributes(GumboElement& element, std::string_view inside)
{
    attributes_.clear();
    TagAttributes written(inside);
    while (auto one = written.next()) {
        auto same = [&](const RawAttribute& other) { return equals_ignoring_case(other.name, one->name); };
        if (std::ranges::any_of(attributes_, same)) continue;
        attributes_.push_back(*one);
        if (attributes_.size() > kMostAttributes) {
            doubt();
            return;
        }
    }
    for (const auto& one : attributes_) {
        auto* attribute = make<GumboAttribute>();
        decoded_.assign(one.name);
        std::ranges::transform(decoded_, decoded_.begin(), lower);
        if (element.tag_namespace != GUMBO_NAMESPACE_HTML)
            std::tie(attribute->attr_namespace, decoded_) = foreign_name(decoded_);
        attribute->name = copy(decoded_);
        decoded_.clear();
        if (!append_decoded(one.value, ReferenceIn::attribute, decoded_)) doubt();
        attribute->value = copy(decoded_);
        add(element.attributes, attribute);
    }
}

void TreeBuilder::append(GumboNode* parent, GumboNode* child)
{
    auto& children =
        parent->type == GUMBO_NODE_DOCUMENT ? parent->v.document.children : parent->v.element.children;
    child->parent = parent;
    child->index_within_parent = children.length;
    add(children, child);
}

void TreeBuilder::add(GumboVector& vector, void* item)
{
    if (vector.length == vector.capacity) {
        auto capacity = std::max(4u, vector.capacity * 2);
        auto* data = static_cast<void**>(memory_.allocate(capacity * sizeof(void*), alignof(void*)));
        std::copy_n(vector.data, vector.length, data);
        vector.data = data;
        vector.capacity = capacity;
    }
    vector.data[vector.length++] = item;
}

const char* TreeBuilder::copy(std::string_view text)
{
    auto* place = static_cast<char*>(memory_.allocate(text.size() + 1, 1));
    std::memcpy(place, text.data(), text.size());
    place[text.size()] = '\0';
    return place;
}

} // namespace

const GumboNode* build_tree(std::string_view html, std::pmr::memory_resource& memory)
{
    return TreeBuilder(html, memory).build();
}

} // namespace baotin::parsers::html
