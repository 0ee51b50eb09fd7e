#include "parsers/article.hpp"
#include "parsers/html/nesting.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/link_blocks.hpp"
#include "parsers/not_the_page.hpp"
#include "parsers/page_regions.hpp"
#include "parsers/text/charset.hpp"
#include "shapes.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace baotin::bench {
namespace {

using namespace parsers;

constexpr std::string_view kUrl = "https://a.vn/tin-1.html";

FieldRule field(std::string_view source)
{
    return FieldRule::compile(source).value();
}

html::Selector css(std::string_view source)
{
    return html::Selector::compile(source).value();
}

ArticleRules make_rules()
{
    Generation rules;
    rules.title = {field("h1.title"), field("h1")};
    rules.published = {field(".date"), field("div.time | regex \"[0-9/]+\"")};
    rules.author = {field(".author")};
    rules.summary = {field(".sapo")};
    rules.body = {field("body > .detail-content"), field(".content")};
    rules.captions = {css("figcaption, .img-caption")};
    rules.remove = {css(".related"), css(".view-count"), css(".content div[class*=tin]")};
    return {{std::move(rules)}, Fallback::generic};
}

const ArticleRules& rules()
{
    static const auto made = make_rules();
    return made;
}

/// A tree that is built when it is first asked for, so that only what reads it is measured later.
struct Page {
    explicit Page(std::string text) : html(std::move(text)) {}
    const html::Tree* tree()
    {
        if (!parsed) parsed = html::Tree::parse(html);
        return parsed->has_value() ? &parsed->value() : nullptr;
    }
    std::string html;
    std::optional<std::expected<html::Tree, html::TreeError>> parsed;
};

template <typename Read>
Stage reading(std::string name, const std::shared_ptr<Page>& page, Read read)
{
    page->tree();
    return {std::move(name), [page, read] {
                const auto* tree = page->tree();
                if (!tree) return std::string("-");
                read(*tree);
                return std::string();
            }};
}

} // namespace

std::vector<Stage> stages_of_a_visit(std::string text)
{
    auto page = std::make_shared<Page>(std::move(text));
    auto plan = std::make_shared<html::RegionPlan>(plan_regions(rules()));
    return {
        {"decode",
         [page] {
             return decode(page->html, "text/html").charset == "utf-8" ? "" : std::string("not utf-8");
         }},
        {"judge", [page] { return not_the_page(page->html) ? std::string("not the page") : ""; }},
        {"cut", [page, plan] { return html::cut_regions(page->html, *plan) ? "" : std::string("not cut"); }},
        {"scan",
         [page] {
             auto found = html::measure_nesting(page->html);
             return found.error ? describe(*found.error) : "";
         }},
        {"parse",
         [page] {
             auto tree = html::Tree::parse(page->html);
             return tree ? "" : std::string("refused");
         }},
        reading("rules", page, [](const html::Tree& tree) { read_article(tree, rules(), kUrl, Time{}); }),
        reading("generic", page, [](const html::Tree& tree) { read_article(tree, {}, kUrl, Time{}); }),
        reading("links", page, [](const html::Tree& tree) { find_article_links(tree, kUrl); }),
    };
}

} // namespace baotin::bench
