#include "parsers/article.hpp"
#include "parsers/html/nesting.hpp"
#include "parsers/html/visible_text.hpp"
#include "parsers/listing.hpp"
#include "parsers/text/canonical.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

namespace baotin::parsers {
namespace {

/// A page of 82 KB: 17 KB of article in 65 KB of menus, scripts, teasers and comments, as news pages are
/// built.
std::string make_page()
{
    constexpr std::string_view sentence =
        "Ngày 20/5/2021, Đoàn công tác của Bộ Công an đã đến thăm, làm việc với Tỉnh ủy Bắc Ninh về công tác "
        "bảo đảm an "
        "ninh, trật tự cuộc bầu cử đại biểu Quốc hội khóa XV và phòng, chống dịch bệnh. ";
    std::string text = "<!DOCTYPE html><html><head><title>Tin - Công an</title><meta charset=utf-8><style>";
    while (text.size() < 8'000)
        text += ".box>a{color:#123456;margin:0 auto}";
    text += "</style><script>";
    while (text.size() < 26'000)
        text += "window.q=window.q||[];function f(a,b){if(a<b){return a&&b}}";
    text += "</script></head><body class=\"detail-page\"><div class=\"menu\"><ul>";
    for (int i = 0; text.size() < 40'000; ++i)
        text += fmt::format(
            "<li class=\"item level-1\"><a href=\"/chuyen-muc-{}\" title=\"Mục\">Tin tức {}</a></li>\n", i,
            i);
    text +=
        "</ul></div><div class=\"wrap\"><h1 class=\"title\">Bảo đảm an ninh, trật tự cuộc bầu cử</h1>"
        "<span class=\"date\">Thứ năm, 20/05/2021 | 14:24</span><p class=\"sapo\">Tóm tắt của bài viết.</p>"
        "<div class=\"detail-content\" id=\"content\">";
    for (int i = 0; text.size() < 57'000; ++i)
        text += fmt::format(
            "<p>{}<strong>{}</strong> {}</p>\n{}", sentence, i, sentence,
            i % 8 == 0 ? "<figure><img src=\"/a.jpg\"><figcaption>Quang cảnh</figcaption></figure>" : "");
    text += "</div><p class=\"author\">Việt Cường</p></div><div class=\"news-list\">";
    for (int i = 0; text.size() < 82'000; ++i)
        text += fmt::format(
            "<div class=\"news-item\"><a href=\"/tin-{}.html\"><img src=\"/t{}.jpg\" alt=\"\"></a><h3><a "
            "href=\"/tin-{}.html\">Tin số {} trong ngày</a></h3><p>Mô tả ngắn.</p></div>\n",
            i, i, i, i);
    return text + "</div></body></html>";
}

const std::string& page()
{
    static const auto text = make_page();
    return text;
}

const html::Tree& tree()
{
    static const auto parsed = html::Tree::parse(page()).value();
    return parsed;
}

html::Selector css(std::string_view source)
{
    return html::Selector::compile(source).value();
}

FieldRule field(std::string_view source)
{
    return FieldRule::compile(source).value();
}

void measure_nesting(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(html::measure_nesting(page()));
    state.SetBytesProcessed(state.iterations() * std::ssize(page()));
}
BENCHMARK(measure_nesting);

void parse_tree(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(html::Tree::parse(page()));
    state.SetBytesProcessed(state.iterations() * std::ssize(page()));
}
BENCHMARK(parse_tree);

void select(benchmark::State& state, const char* source)
{
    auto selector = css(source);
    for (auto _ : state)
        benchmark::DoNotOptimize(selector.select(tree().root()));
}
BENCHMARK_CAPTURE(select, id, "#content");
BENCHMARK_CAPTURE(select, class_descendant, ".detail-content p");
BENCHMARK_CAPTURE(select, list, "h1.title, .date, .sapo, .author");
BENCHMARK_CAPTURE(select, nth_child, "div.news-item:nth-child(2n+1) > h3 > a[href$='.html']");
BENCHMARK_CAPTURE(select, has, "div:has(> h3 a)");

void compile_selector(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(
            html::Selector::compile("div.news-item:nth-child(2n+1) > h3 > a[href$='.html']"));
}
BENCHMARK(compile_selector);

void read_by_rules(benchmark::State& state)
{
    Generation rules;
    rules.title = {field("h1.title")};
    rules.published = {field(".date")};
    rules.author = {field(".author")};
    rules.summary = {field(".sapo")};
    rules.body = {field(".detail-content")};
    rules.captions = {css("figcaption, .img-caption")};
    rules.remove = {css(".related"), css(".view-count")};
    for (auto _ : state)
        benchmark::DoNotOptimize(read_article(tree(), ArticleRules{{rules}, Fallback::generic},
                                              "https://a.vn/tin-1.html", Time{}));
}
BENCHMARK(read_by_rules);

void read_without_rules(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(read_article(tree(), {}, "https://a.vn/tin-1.html", Time{}));
}
BENCHMARK(read_without_rules);

void listing(benchmark::State& state)
{
    ListingRules rules{css(".news-list h3 a"), css("a.next")};
    UrlGlobs articles({"/**-*.html"});
    for (auto _ : state)
        benchmark::DoNotOptimize(read_listing(tree(), rules, articles, "https://a.vn/tin"));
}
BENCHMARK(listing);

void canonical_text(benchmark::State& state)
{
    auto text = html::visible_text(tree().root(), {});
    for (auto _ : state)
        benchmark::DoNotOptimize(canonical(text));
    state.SetBytesProcessed(state.iterations() * std::ssize(text));
}
BENCHMARK(canonical_text);

} // namespace
} // namespace baotin::parsers

BENCHMARK_MAIN();
