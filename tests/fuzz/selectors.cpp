#include "parsers/field_rule.hpp"
#include "parsers/html/region_plan.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/selector_writer.hpp"
#include "parsers/text/utf8.hpp"
#include "promise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

/// Input: a selector as a site file writes it, then a page.
namespace baotin::fuzz {
namespace {

using namespace parsers;
using html::Node;
using html::Selector;

void elements_below(Node element, std::vector<Node>& all)
{
    if (!element.is_element()) return;
    all.push_back(element);
    if (element.tag() == "template") return; // no part of the page
    for (auto child = element.first_child(); child; child = child.next())
        elements_below(child, all);
}

/// From the root down and element by element, the same ones match.
void matches_alike(const Selector& selector, Node root, const std::vector<Node>& all)
{
    std::vector<Node> selected, matching;
    for (const auto& match : selector.select(root))
        if (selected.empty() || selected.back() != match.node) selected.push_back(match.node);
    if (selector.source().find(":scope") != std::string::npos) return; // another element each time
    for (auto element : all)
        if (selector.matches(element)) matching.push_back(element);
    must(selected == matching,
         fmt::format("select() and matches() agree: {} and {}", selected.size(), matching.size()));
}

void is_written_so_that_it_matches(const std::vector<Node>& all, Node root)
{
    constexpr std::size_t kMost = 12;
    for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i) {
        auto element = all[all.size() - 1 - i];
        if (auto written = html::write_selector(element)) {
            auto again = Selector::compile(*written);
            must(again.has_value(), fmt::format("a written selector compiles: {}", *written));
            auto found = again->select(root);
            must(found.size() == 1 && found[0].node == element,
                 fmt::format("a written selector finds its element and no other: {}", *written));
        }
        for (const auto& candidate : html::selector_candidates(element)) {
            auto again = Selector::compile(candidate);
            must(again && again->matches(element), fmt::format("a candidate matches: {}", candidate));
        }
        if (auto group = html::write_group_selector(element)) {
            auto again = Selector::compile(*group);
            must(again && again->matches(element), fmt::format("a group's selector matches: {}", *group));
        }
    }
}

void says_where_it_is_wrong(const html::SelectorError& error, std::string_view source)
{
    must(error.column >= 1 && error.column <= source.size() + 1, "an error has its column");
    must(!error.what.empty(), "an error says what is wrong");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto page = view(bytes, size);
    auto source = take_line(page);
    auto tree = html::Tree::parse(utf8::mended(page));
    std::vector<Node> all;
    if (tree) elements_below(tree->root(), all);
    if (auto rule = FieldRule::compile(source))
        static_cast<void>(rule->refined(std::string(page)));
    else
        says_where_it_is_wrong(rule.error(), source);
    auto selector = Selector::compile(source);
    if (!selector) {
        says_where_it_is_wrong(selector.error(), source);
    } else {
        auto again = Selector::compile(selector->source());
        must(again && again->source() == selector->source(), "a selector's source compiles to the same");
        html::RegionPlan plan;
        plan.keep(*selector);
        plan.consider(*selector, true);
        if (tree && all.size() < 300) matches_alike(*selector, tree->root(), all);
    }
    if (tree && all.size() < 300) is_written_so_that_it_matches(all, tree->root());
    return 0;
}
