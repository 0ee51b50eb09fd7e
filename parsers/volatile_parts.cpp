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

namespace baotin::parsers {
namespace {

using html::Node;

constexpr std::size_t kLongestSample = 80; // bytes
constexpr std::size_t kSmallPart = 400;    // bytes of text: this much may differ in the shortest of articles
constexpr std::size_t kMostParts = 20;     // of one page

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
        if (std::ranges::find(different_, element) == different_.end()) different_.push_back(element);
    }

    std::unordered_map<const GumboInternalNode*, std::uint64_t> hashes_;
    std::vector<Node> different_;
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

std::size_t size_of(Node element)
{
    return html::visible_text(element, {}).size();
}

/// The innermost element around `different`, inside `root`, that has a lasting name.
std::optional<VolatilePart> part_around(Node different, const std::vector<Node>& roots)
{
    auto is_root = [&](Node node) { return std::ranges::find(roots, node) != roots.end(); };
    auto root = different;
    while (root && !is_root(root))
        root = root.parent();
    if (!root) return std::nullopt;
    auto most = std::max(kSmallPart, size_of(root) / 3);
    for (auto element = different; element != root; element = element.parent()) {
        if (size_of(element) > most) return std::nullopt;
        auto selector = html::write_selector(element);
        if (!selector || !is_lasting(*selector)) selector = html::write_group_selector(element);
        if (!selector || !is_lasting(*selector)) continue;
        auto sample = canonical_line(html::visible_text(element, {}));
        if (sample.size() > kLongestSample) {
            sample.resize(kLongestSample);
            sample = utf8::mended(sample);
        }
        return VolatilePart{std::move(*selector), std::move(sample)};
    }
    return std::nullopt;
}

} // namespace

std::vector<VolatilePart> find_volatile_parts(const html::Tree& first, const html::Tree& second,
                                              const ArticleRules& rules)
{
    auto before = elements_read(first, rules), after = elements_read(second, rules);
    if (before.size() != after.size()) return {};
    Comparison comparison;
    for (std::size_t i = 0; i < before.size(); ++i)
        comparison.compare(before[i], after[i]);
    auto roots = before;
    roots.insert(roots.end(), after.begin(), after.end());
    std::vector<VolatilePart> parts;
    for (auto different : comparison.take()) {
        auto part = part_around(different, roots);
        auto known = [&](const VolatilePart& one) { return one.selector == part->selector; };
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
