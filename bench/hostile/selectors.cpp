#include "parsers/article.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/html/selector.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/page_regions.hpp"
#include "shapes.hpp"

#include <fmt/format.h>

#include <array>
#include <memory>

namespace baotin::bench {
namespace {

using namespace parsers;

std::string select(const html::Tree& tree, std::string_view source)
{
    auto selector = html::Selector::compile(source);
    if (!selector) return selector.error().what;
    (void)selector->select(tree.root());
    return {};
}

/// Many selectors, each a stage, over one page.
Shape matching(std::string name, std::size_t size, std::function<std::string(std::size_t)> make,
               std::vector<std::string> selectors)
{
    return {std::move(name), size, [make, selectors](std::size_t n) {
                auto tree = std::make_shared<html::Tree>(html::Tree::parse(make(n)).value());
                std::vector<Stage> stages;
                for (const auto& source : selectors)
                    stages.push_back({source, [tree, source] { return select(*tree, source); }});
                return stages;
            }};
}

/// A selector by itself: compiled, and planned for regions.
Shape compiling(std::string name, std::size_t size, std::function<std::string(std::size_t)> make)
{
    return {std::move(name), size, [make](std::size_t n) {
                auto source = std::make_shared<std::string>(make(n));
                auto page = std::make_shared<std::string>(ordinary_page());
                auto tree = std::make_shared<html::Tree>(html::Tree::parse(*page).value());
                auto compiled = html::Selector::compile(*source);
                std::vector<Stage> stages{{"compile", [source] {
                                               auto one = html::Selector::compile(*source);
                                               return one ? std::string() : one.error().what;
                                           }}};
                if (!compiled) return stages;
                auto selector = std::make_shared<html::Selector>(*compiled);
                auto plan = std::make_shared<html::RegionPlan>();
                plan->keep(*selector);
                stages.push_back({"plan", [selector] {
                                      html::RegionPlan one;
                                      one.keep(*selector);
                                      return std::string();
                                  }});
                stages.push_back({"select", [selector, tree] {
                                      (void)selector->select(tree->root());
                                      return std::string();
                                  }});
                stages.push_back({"cut", [plan, page] {
                                      return html::cut_regions(*page, *plan) ? "" : std::string("not cut");
                                  }});
                return stages;
            }};
}

std::string siblings(std::size_t n)
{
    return "<ul class=content>" + numbered(n, "<li class=c{}>x") + "</ul>";
}

std::string mixed_siblings(std::size_t n)
{
    return "<div class=content>" + times(n / 4, "<h2>x</h2><p class=a>y<b>z</b></p><x-y></x-y><p></p>") +
           "</div>";
}

std::string towers(std::size_t n)
{
    return times(n / 500, times(500, "<div class=a>") + "<p>x</p>" + times(500, "</div>"));
}

const std::vector<std::string> kSiblingSelectors = {
    "li:nth-last-child(2n+1)",
    "li:nth-child(3n+2 of .c7, .c9, li)",
    "li:nth-last-of-type(5)",
    "li:last-child",
    "li:first-of-type",
    "li ~ li",
    "li ~ li ~ li ~ li",
    "li + li + li",
    ".c5 ~ li ~ .c9",
    "li:has(+ li)",
    "li:has(~ .none)",
    "li:has(~ li ~ li)",
    "ul:has(li ~ li)",
    "li:not(:has(+ li))",
    "li:not(li ~ li)",
    "ul:has(> li:nth-last-child(3))",
    "li:not(:nth-child(2n)):not(:nth-last-child(3n)):not(.c1 ~ .c2)",
    "li:contains('x')",
    "ul:contains('y') li",
    "li:only-child",
    "li:empty",
    ":is(li, li ~ li):where(li + li)",
    "li:nth-child(2n of :has(+ li))",
    "li:lang(vi)",
    "[class*='9' i]",
    "li:has(+ li + li + li)"};
const std::vector<std::string> kMixedSelectors = {"h2:nth-of-type(2n)",
                                                  "x-y:nth-last-of-type(3n)",
                                                  "p.a + x-y + p",
                                                  "h2 ~ p:not(:empty)",
                                                  "p:has(b) ~ x-y",
                                                  "div > p:nth-child(4n+2) > b",
                                                  ":not(p):not(h2)",
                                                  "p:nth-last-child(-n+3 of p.a)",
                                                  "*:only-of-type",
                                                  "b:only-child",
                                                  "p:has(> b:contains('z')) + x-y"};
const std::vector<std::string> kTowerSelectors = {"div div div div div div div div p",
                                                  "div > div div > div div > div p",
                                                  ".a .a .a .a .b",
                                                  "div:has(p)",
                                                  "div:has(div div div p)",
                                                  "div:not(div div)",
                                                  "div:has(> div > div > p)",
                                                  ":not(.a .a) .b",
                                                  "div:is(.a .a .a, .b .b) p",
                                                  "div:contains('x')",
                                                  "div:lang(vi)",
                                                  "div:has(p):has(b):not(:has(i))",
                                                  ".a > .a > .a > .a > .b",
                                                  "div:nth-child(1) div:nth-child(1) p",
                                                  "div:not(:has(p)) ~ div",
                                                  ".a ~ .a .a p",
                                                  "div:where(:not(.b)) :is(div, p)",
                                                  "p:last-child"};

} // namespace

std::vector<Shape> selector_shapes()
{
    return {
        matching("selectors on siblings", 100'000, siblings, kSiblingSelectors),
        matching("selectors on mixed siblings", 100'000, mixed_siblings, kMixedSelectors),
        matching("selectors on towers", 100'000, towers, kTowerSelectors),
        compiling("selector list, classes, 1 MB", 57'000, [](auto n) { return numbered(n, ".c{}, ") + "p"; }),
        compiling("selector list, tags, 0.5 MB", 170'000, [](auto n) { return times(n, "p, ") + "p"; }),
        compiling("selector list, attributes", 30'000,
                  [](auto n) { return numbered(n, "[class*=x{}], ") + "p"; }),
        compiling("selector list, :nth-child()", 25'000,
                  [](auto n) { return times(n, "p:nth-child(2n+1), ") + "p"; }),
        compiling("selector list, :has()", 25'000,
                  [](auto n) { return numbered(n, "div:has(> .c{}), ") + "p"; }),
        compiling("selector chain", 100'000, [](auto n) { return times(n, "div ") + "p"; }),
        compiling("selector chain of siblings", 100'000, [](auto n) { return times(n, "p ~ ") + "p"; }),
        compiling("selector chain of children", 100'000, [](auto n) { return times(n, "div > ") + "p"; }),
        compiling("selector in parentheses", 100'000,
                  [](auto n) { return times(n, ":not(") + "p" + times(n, ")"); }),
        compiling("selector, :has() in :has()", 100'000,
                  [](auto n) { return times(n, ":has(") + "p" + times(n, ")"); }),
        compiling("selector, one compound", 100'000, [](auto n) { return "div" + numbered(n, ".c{}"); }),
        compiling("selector, one name, bytes", 500'000, [](auto n) { return "." + times(n, "x"); }),
        compiling("selector, escapes", 100'000, [](auto n) { return "." + times(n, "\\31 "); }),
        compiling("selector, comments", 50'000, [](auto n) { return times(n, "/* x */") + "p"; }),
        compiling("selector, open comments", 50'000, [](auto n) { return "p" + times(n, "/*"); }),
        compiling("selector, open brackets", 100'000, [](auto n) { return times(n, "["); }),
        compiling("selector, :lang()", 100'000, [](auto n) { return "p:lang(" + times(n, "vi, ") + "en)"; }),
        compiling("selector, in :is() list", 100'000,
                  [](auto n) { return "div:is(" + numbered(n, ".c{}, ") + "p)"; }),
    };
}

} // namespace baotin::bench
