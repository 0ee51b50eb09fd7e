#include "parsers/volatile_parts.hpp"

#include "parsers/article_fields.hpp"
#include "parsers/generic.hpp"
#include "parsers/hash.hpp"
#include "parsers/html/selector_writer.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/text/canonical.hpp"
#include "parsers/text/utf8.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace baotin::parsers {
namespace {

using html::Node;

constexpr std::size_t kLongestSample = 80; // bytes
constexpr std::size_t kSmallPart = 400;    // bytes of text: this much may differ in the shortest of articles
constexpr std::size_t kMostParts = 20;     // of one page
constexpr std::size_t kMostDifferences = 200;

std::vector<Node> children_of(Node element)
{
    std::vector<Node> children;
    for (auto child = element.first_child(); child; child = child.next())
        if (child.is_element() || !canonical_line(child.text()).empty()) children.push_back(child);
    return children;
}

/// Elements that the rules read of a page, outermost ones.
std::vector<Node> elements_read(const html::Tree& tree, const ArticleRules& rules)
{
    std::vector<Node> elements;
    Elements known;
    auto add = [&](Node element) {
        if (known.hold(element)) return;
        known.add(element);
        elements.push_back(element);
    };
    static const Generation none;
    const auto& generation =
        rules.generations.empty() ? none : rules.generations[generation_of(rules, tree.root())];
    bool body = false;
    for (const auto* field : {&generation.body, &generation.title, &generation.summary, &generation.author})
        for (const auto& rule : *field)
            for (const auto& match : rule.selector().select(tree.root())) {
                if (match.is_whole()) add(match.node);
                body = body || field == &generation.body;
            }
    if (body || rules.fallback == Fallback::none) return elements;
    if (auto content = find_content(tree)) add(content);
    return elements;
}

/// Walks two looks at a page side by side.
class Comparison {
public:
    void compare(Node first, Node second);
    [[nodiscard]] std::vector<Node> take() { return std::move(different_); }

private:
    bool same(Node first, Node second) { return first.tag() == second.tag() && hash(first) == hash(second); }
    /// Of all text below a node.
    std::uint64_t hash(Node node)
    {
        auto [place, fresh] = hashes_.try_emplace(node.raw());
        if (!fresh) return place->second;
        auto text = std::string(node.text());
        for (auto child = node.first_child(); child; child = child.next())
            text += std::to_string(hash(child)) + ' ';
        return hashes_[node.raw()] = quick_hash(text);
    }
    void differs(Node node)
    {
        auto element = node.is_element() ? node : node.parent();
        if (known_.insert(element.raw()).second) different_.push_back(element);
    }

    std::unordered_map<const GumboInternalNode*, std::uint64_t> hashes_;
    std::vector<Node> different_;
    std::unordered_set<const GumboInternalNode*> known_; ///< those
};

void Comparison::compare(Node first, Node second)
{
    auto before = children_of(first), after = children_of(second);
    while (!before.empty() && !after.empty() && same(before.back(), after.back())) {
        before.pop_back();
        after.pop_back();
    }
    std::size_t begin = 0;
    while (begin < before.size() && begin < after.size() && same(before[begin], after[begin]))
        ++begin;
    bool pairs = before.size() == after.size();
    for (auto i = begin; pairs && i < before.size(); ++i)
        pairs = before[i].is_element() && before[i].tag() == after[i].tag();
    for (auto i = begin; i < after.size(); ++i) {
        if (!pairs)
            differs(after[i]);
        else if (!same(before[i], after[i]))
            compare(before[i], after[i]);
    }
    for (auto i = begin; !pairs && i < before.size(); ++i)
        differs(before[i]);
}

/// By a name of its own: a place among siblings is another thing on the next page.
bool is_lasting(std::string_view selector)
{
    auto last = selector.substr(selector.find_last_of(" >+~") + 1);
    return selector.find(':') == selector.npos && last.find_first_of(".#[") != last.npos;
}

/// What an editor would write; else the element's classes, however plain (`div.box`).
std::optional<std::string> name_of(Node element)
{
    auto selector = html::write_selector(element);
    if (selector && is_lasting(*selector)) return selector;
    std::string plain(element.tag());
    auto classes = element.attribute("class").value_or("");
    for (std::size_t begin = 0; begin < classes.size();) {
        auto end = std::min(classes.find_first_of(" \t\r\n\f", begin), classes.size());
        if (end > begin) plain += "." + html::escape_name(classes.substr(begin, end - begin));
        begin = end + 1;
    }
    if (!is_lasting(plain)) return std::nullopt;
    return plain;
}

/// Finds names for what differs between two looks.
class Naming {
public:
    Naming(const html::Tree& second, std::vector<Node> roots, const std::vector<Node>& different)
        : second_(second), roots_(std::move(roots))
    {
        for (auto one : different)
            for (auto around = one; around; around = around.parent())
                touched_.insert(around.raw());
    }

    /// The innermost element around `different`, inside a root, that has a name and is not most of the text.
    std::optional<VolatilePart> part_around(Node different)
    {
        auto root = root_of(different);
        if (!root) return std::nullopt;
        auto most = std::max(kSmallPart, size_of(root) / 3);
        for (auto element = different; element != root; element = element.parent()) {
            if (size_of(element) > most) return std::nullopt;
            auto selector = name_of(element);
            if (!selector || !names_nothing_else(*selector, most)) continue;
            auto sample = canonical_line(html::visible_text(element, {}));
            if (sample.size() > kLongestSample) {
                sample.resize(kLongestSample);
                sample = utf8::mended(sample);
            }
            return VolatilePart{std::move(*selector), std::move(sample)};
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] Node root_of(Node node) const
    {
        while (node && std::ranges::find(roots_, node) == roots_.end())
            node = node.parent();
        return node;
    }
    std::size_t size_of(Node element)
    {
        auto [known, fresh] = sizes_.try_emplace(element.raw());
        if (fresh) known->second = html::visible_text(element, {}).size();
        return known->second;
    }
    /// `p.MsoNormal` is every paragraph: what did not differ must not be named along.
    bool names_nothing_else(const std::string& source, std::size_t most)
    {
        auto selector = html::Selector::compile(source);
        if (!selector) return false;
        std::size_t size = 0;
        for (const auto& match : selector->select(second_.root())) {
            if (!root_of(match.node)) continue;
            size += size_of(match.node);
            if (size > most || !touched_.contains(match.node.raw())) return false;
        }
        return true;
    }

    const html::Tree& second_;
    std::vector<Node> roots_;
    std::unordered_set<const GumboInternalNode*> touched_; ///< what differs, and what is around it
    std::unordered_map<const GumboInternalNode*, std::size_t> sizes_;
};

} // namespace

std::vector<VolatilePart> find_volatile_parts(const html::Tree& first, const html::Tree& second,
                                              const ArticleRules& rules)
{
    auto before = elements_read(first, rules), after = elements_read(second, rules);
    if (before.size() != after.size()) return {};
    Comparison comparison;
    for (std::size_t i = 0; i < before.size(); ++i)
        comparison.compare(before[i], after[i]);
    auto different = comparison.take();
    if (different.size() > kMostDifferences) return {}; // that is another text
    auto roots = before;
    roots.insert(roots.end(), after.begin(), after.end());
    Naming naming(second, std::move(roots), different);
    std::vector<VolatilePart> parts;
    for (auto one : different) {
        auto part = naming.part_around(one);
        auto known = [&](const VolatilePart& other) { return other.selector == part->selector; };
        if (part && parts.size() < kMostParts && std::ranges::none_of(parts, known))
            parts.push_back(std::move(*part));
    }
    return parts;
}

ArticleRules without_parts(const ArticleRules& rules, const std::vector<std::string>& selectors)
{
    auto changed = rules;
    if (changed.generations.empty()) changed.generations.emplace_back();
    for (const auto& source : selectors)
        if (auto selector = html::Selector::compile(source))
            for (auto& generation : changed.generations)
                generation.remove.push_back(*selector);
    return changed;
}

} // namespace baotin::parsers
