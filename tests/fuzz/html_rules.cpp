#include "links.hpp"
#include "parsers/article.hpp"
#include "parsers/challenge.hpp"
#include "parsers/discovery.hpp"
#include "parsers/html/nesting.hpp"
#include "parsers/link_blocks.hpp"
#include "parsers/listing.hpp"
#include "parsers/not_the_page.hpp"
#include "parsers/page_glance.hpp"
#include "parsers/rule_proposals.hpp"
#include "parsers/text/utf8.hpp"
#include "parsers/volatile_parts.hpp"
#include "promise.hpp"
#include "readings.hpp"
#include "rules.hpp"

#include <fmt/format.h>
#include <gumbo.h>

#include <algorithm>
#include <vector>

/// Input: rules (rules.hpp), then a page: all that reads pages.
namespace baotin::fuzz {
namespace {

using namespace parsers;
constexpr auto kUrl = "https://congan.example/tin/mot-bai-viet-20260307080054340.htm";

int depth_of(html::Node root)
{
    int deepest = 0;
    std::vector<std::pair<html::Node, int>> open{{root, 1}};
    while (!open.empty()) {
        auto [node, depth] = open.back();
        open.pop_back();
        deepest = std::max(deepest, depth);
        if (node.is_element())
            for (auto child = node.first_child(); child; child = child.next())
                if (child.is_element()) open.emplace_back(child, depth + 1);
    }
    return deepest;
}

void is_judged_before_it_is_read(std::string_view page)
{
    static_cast<void>(not_the_page(page));
    must(challenge_cookie(page).value_or(ChallengeCookie{"a", ""}).name.size() > 0, "a cookie has a name");
    auto glance = glance_at(page, page.size() * 8);
    must(glance.visible <= page.size() * 8, "no more is seen than is there");
}

void reads_the_same_twice(const html::Tree& tree, const ArticleRules& rules)
{
    auto reference = parse_rfc3339("2026-11-22T12:00:00+07:00").value();
    auto reading = read_article(tree, rules, kUrl, reference);
    must_be_sound(reading);
    must_equal(told(reading), told(read_article(tree, rules, kUrl, reference)),
               "a page reads twice the same");
    must(find_volatile_parts(tree, tree, rules).empty(), "a page does not differ from itself");
}

void gives_sound_links(const html::Tree& tree, const Rules& rules)
{
    for (const auto& listing : rules.listings)
        must_be_sound(read_listing(tree, listing, {}, kUrl));
    must_be_sound(find_article_links(tree, kUrl));
    for (const auto& block : find_link_blocks(tree, kUrl)) {
        must_be_sound({block.links, {}, true});
        must(html::Selector::compile(block.selector).has_value(), "a block's selector compiles");
    }
    auto found = discover_in_html(tree, kUrl);
    for (const auto* list : {&found.feeds, &found.feed_lists, &found.sitemaps})
        for (const auto& url : *list)
            must_be_normal_url(url, "what is discovered");
}

} // namespace
} // namespace baotin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace baotin::fuzz;
    auto input = view(bytes, size);
    const auto& rules = rules_of(take_line(input));
    auto page = utf8::mended(input);
    is_judged_before_it_is_read(page);
    auto nesting = html::measure_nesting(page);
    auto tree = html::Tree::parse(page);
    if (!tree) {
        must(nesting.error.has_value(), "what the scan lets pass is parsed");
        return 0;
    }
    auto depth = depth_of(tree->root());
    must(depth <= html::Tree::kMaxDepth + 8, fmt::format("depth is capped, not {}", depth));
    must(depth <= nesting.depth + 8, fmt::format("depth {} was foreseen as {}", depth, nesting.depth));
    reads_the_same_twice(*tree, rules.article);
    reads_the_same_twice(*tree, {});
    gives_sound_links(*tree, rules);
    for (const auto& proposal : propose_rules({{&*tree, kUrl}}))
        must(FieldRule::compile(proposal.selector).has_value(), "a proposed rule compiles");
    return 0;
}
