#include "parsers/html/selector_writer.hpp"

#include "parsers/html/characters.hpp"
#include "parsers/html/lasting_names.hpp"
#include "parsers/html/selector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace baotin::parsers::html {
namespace {

constexpr int kAncestors = 6;           // further up a name says little about this element
constexpr std::size_t kClasses = 4;     // of one element; more make no better rule
constexpr std::size_t kCandidates = 64; // each costs a walk over the page

/// Attributes by which pages name the role of an element.
constexpr auto kHooks = std::to_array<std::string_view>(
    {"itemprop", "data-role", "data-slot", "data-field", "data-testid", "data-component", "property"});

/// Tags that are a description by themselves.
constexpr auto kTellingTags = std::to_array<std::string_view>(
    {"h1", "article", "main", "time", "figcaption", "address", "body", "title", "html", "head"});

void add_once(std::vector<std::string>& list, std::string selector)
{
    if (list.size() < kCandidates && std::ranges::find(list, selector) == list.end())
        list.push_back(std::move(selector));
}

std::string tag_name(Node element)
{
    // No selector can say NUL (CSS Syntax §3.3), nor nothing, which broken pages have for a name.
    const auto tag = element.tag();
    return tag.empty() || tag.find('\0') != tag.npos ? "*" : escape_name(tag);
}

std::vector<std::string> lasting_classes(Node element)
{
    std::vector<std::string> classes;
    auto all = element.attribute("class").value_or(std::string_view());
    for (std::size_t begin = 0; begin < all.size() && classes.size() < kClasses;) {
        auto end = begin;
        while (end < all.size() && !is_space(all[end]))
            ++end;
        if (auto name = all.substr(begin, end - begin); is_lasting_name(name))
            add_once(classes, escape_name(name));
        begin = end + 1;
    }
    // What is made of several words (`detail-content`) says more than one (`content`).
    std::ranges::stable_partition(
        classes, [](const std::string& name) { return name.find_first_of("-_") != name.npos; });
    return classes;
}

bool is_compound(const std::string& name)
{
    return name.find_first_of("-_") != name.npos || name.size() >= 10;
}

void add_classes(std::vector<std::string>& names, Node element)
{
    auto tag = tag_name(element);
    auto classes = lasting_classes(element);
    for (const auto& name : classes) {
        auto alone = "." + name, with_tag = tag + "." + name;
        // A common word is safer with its tag: `h1.title`, not `.title`.
        add_once(names, is_compound(name) ? alone : with_tag);
        add_once(names, is_compound(name) ? with_tag : alone);
    }
    for (std::size_t i = 0; i < classes.size(); ++i)
        for (std::size_t j = i + 1; j < classes.size(); ++j)
            add_once(names, fmt::format("{}.{}.{}", tag, classes[i], classes[j]));
}

void add_roles(std::vector<std::string>& names, Node element)
{
    for (auto hook : kHooks) {
        auto value = element.attribute(hook);
        if (!value || !is_lasting_name(*value)) continue;
        auto test = fmt::format("[{}={}]", hook, escape_name(*value));
        add_once(names, tag_name(element) + test);
        add_once(names, test);
    }
}

/// What the element says of itself, best first; empty where it says nothing.
std::vector<std::string> own_names(Node element)
{
    std::vector<std::string> names;
    if (is_lasting_name(element.id())) names.push_back("#" + escape_name(element.id()));
    add_roles(names, element);
    add_classes(names, element);
    if (std::ranges::find(kTellingTags, element.tag()) != kTellingTags.end())
        add_once(names, tag_name(element));
    return names;
}

/// `:first-of-type`, `:nth-of-type(3)`: the element's place among its siblings of the same tag.
std::string place_of(Node element)
{
    int place = 1;
    bool last = true;
    for (auto other = element.previous(); other; other = other.previous())
        place += other.tag() == element.tag();
    for (auto other = element.next(); other && last; other = other.next())
        last = other.tag() != element.tag();
    if (place == 1) return ":first-of-type";
    return last ? ":last-of-type" : fmt::format(":nth-of-type({})", place);
}

/// Is this selector one that finds `element` and nothing else below `root`?
bool finds_only(const std::string& selector, Node element, Node root)
{
    auto compiled = Selector::compile(selector);
    if (!compiled) return false;
    auto found = compiled->select(root);
    return found.size() == 1 && found.front().node == element;
}

void add_below_ancestors(std::vector<std::string>& candidates, Node element)
{
    auto own = own_names(element);
    auto tag = tag_name(element);
    int steps = 0;
    for (auto above = element.parent(); above && steps < kAncestors; above = above.parent(), ++steps) {
        if (above.tag() == "html" || above.tag() == "body") break;
        auto names = own_names(above);
        if (names.size() > 2) names.resize(2);
        for (const auto& name : names) {
            for (std::size_t i = 0; i < own.size() && i < 2; ++i)
                add_once(candidates, name + " " + own[i]);
            add_once(candidates, name + (steps == 0 ? " > " : " ") + tag);
        }
    }
    if (auto parent = element.parent()) {
        auto names = own_names(parent);
        for (std::size_t i = 0; i < names.size() && i < 2; ++i)
            add_once(candidates, names[i] + " > " + tag + place_of(element));
    }
}

/// `h3 > a`, `h3 > span > a`: the way down from the named ancestor that is `steps` above.
std::string path_below(Node element, int steps)
{
    std::string path = tag_name(element);
    for (auto above = element.parent(); steps > 1; above = above.parent(), --steps)
        path = tag_name(above) + " > " + path;
    return path;
}

} // namespace

std::string escape_name(std::string_view name)
{
    std::string escaped;
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto byte = static_cast<unsigned char>(name[i]);
        bool digit = byte >= '0' && byte <= '9';
        bool leading = i == 0 || (i == 1 && name[0] == '-');
        if (byte == 0)
            escaped += "\uFFFD";
        else if (byte < 0x20 || byte == 0x7F || (digit && leading))
            escaped += fmt::format("\\{:x} ", byte);
        else if (byte == '-' && name.size() == 1)
            escaped += "\\-";
        else if (byte >= 0x80 || digit || is_letter(name[i]) || byte == '-' || byte == '_')
            escaped += name[i];
        else
            escaped += {'\\', name[i]};
    }
    return escaped;
}

std::vector<std::string> selector_candidates(Node element)
{
    if (!element.is_element()) return {};
    auto candidates = own_names(element);
    add_below_ancestors(candidates, element);
    return candidates;
}

std::optional<std::string> write_selector(Node element)
{
    auto root = element;
    while (root.parent())
        root = root.parent();
    for (auto& candidate : selector_candidates(element))
        if (finds_only(candidate, element, root)) return std::move(candidate);
    return std::nullopt;
}

std::optional<std::string> write_group_selector(Node element)
{
    if (!element.is_element()) return std::nullopt;
    if (auto classes = lasting_classes(element); !classes.empty())
        return tag_name(element) + "." + classes.front();
    int steps = 1;
    for (auto above = element.parent(); above && steps <= kAncestors; above = above.parent(), ++steps) {
        auto classes = lasting_classes(above);
        if (classes.empty()) continue;
        // `h3.title > a`, but `.news-item h3 a`: an editor leaves out what stands between.
        auto name = is_compound(classes.front()) && steps > 1 ? "." + classes.front()
                                                              : tag_name(above) + "." + classes.front();
        return name + (steps == 1 ? " > " : " ") + path_below(element, steps);
    }
    return std::nullopt;
}

} // namespace baotin::parsers::html
