// What a page costs as it grows from 10 KB to 10 MB, and what it costs as its site has more selectors:
// `growth_bench [FOLDER]`. Prints two tables with the exponent of each column (1 is linear); with FOLDER it
// also draws growth_by_size.svg and growth_by_rules.svg there.
#include "curve_plot.hpp"
#include "parsers/article.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/link_blocks.hpp"
#include "parsers/listing.hpp"
#include "parsers/not_the_page.hpp"
#include "parsers/page_regions.hpp"
#include "parsers/text/charset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>

namespace {

using namespace baotin::parsers;
using baotin::bench::Curve;
using baotin::bench::CurvePlot;

constexpr std::string_view kUrl = "https://a.vn/tin-1.html";

double cpu_us()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// The best of many runs: other programs can only make one slower.
double cost(const std::function<void()>& work)
{
    double best = 1e300, spent = 0;
    for (int run = 0; run < 2 || (spent < 60'000 && run < 100); ++run) {
        auto begin = cpu_us();
        work();
        auto took = cpu_us() - begin;
        best = std::min(best, took);
        spent += took;
    }
    return best;
}

/// As news pages are built: a fifth is the article, the rest scripts, menus and teasers. The same shares in
/// every size.
std::string make_page(std::size_t bytes)
{
    constexpr std::string_view sentence =
        "Ngày 20/5/2021, Đoàn công tác của Bộ Công an đã đến thăm, làm việc với Tỉnh ủy Bắc Ninh về công tác "
        "bảo đảm an ninh, trật tự cuộc bầu cử đại biểu Quốc hội khóa XV và phòng, chống dịch bệnh. ";
    std::string text = "<!DOCTYPE html><html><head><meta charset=utf-8><title>Tin - Công an</title>"
                       "<meta property='og:title' content='Bảo đảm an ninh'><script>";
    while (text.size() < bytes * 3 / 10)
        text += "window.q=window.q||[];function f(a,b){if(a<b){return a&&b}}";
    text += "</script></head><body class='detail-page'><div class='menu'><ul>";
    for (int i = 0; text.size() < bytes / 2; ++i)
        text += fmt::format(
            "<li class='item level-1'><a href='/chuyen-muc-{}' title='Mục'>Tin tức {}</a></li>\n", i, i);
    text += "</ul></div><div class='wrap'><h1 class='title'>Bảo đảm an ninh, trật tự cuộc bầu cử</h1>"
            "<span class='date'>Thứ năm, 20/05/2021 | 14:24</span><p class='sapo'>Tóm tắt của bài viết.</p>"
            "<div class='detail-content' id='content'>";
    for (int i = 0; text.size() < bytes * 7 / 10; ++i)
        text += fmt::format("<p>{}<strong>{}</strong> {}</p>\n", sentence, i, sentence);
    text += "</div><p class='author'>Việt Cường</p></div><div class='news-list'>";
    for (int i = 0; text.size() < bytes; ++i)
        text += fmt::format(
            "<div class='news-item'><a href='/tin-{0}.html'><img src='/t{0}.jpg' alt=''></a><h3><a "
            "href='/tin-{0}.html'>Tin số {0} trong ngày</a></h3><p>Mô tả ngắn.</p></div>\n",
            i);
    return text + "</div></body></html>";
}

FieldRule field(const std::string& source)
{
    return FieldRule::compile(source).value();
}

/// A site with so many selectors. What the first seven leave is spread over what sites remove, of every kind.
ArticleRules make_rules(int selectors)
{
    Generation rules;
    rules.body = {field(".detail-content")};
    if (selectors > 1) rules.title = {field("h1.title")};
    if (selectors > 2) rules.published = {field(".date")};
    if (selectors > 3) rules.author = {field(".author")};
    if (selectors > 4) rules.summary = {field(".sapo")};
    for (int i = 5; i < selectors; ++i) {
        const char* kinds[] = {".related-{}", "#box-{}", "div[data-kind='{}']", ".detail-content > p.note-{}",
                               "aside.box-{} li"};
        rules.remove.push_back(html::Selector::compile(fmt::format(fmt::runtime(kinds[i % 5]), i)).value());
    }
    return {{std::move(rules)}, Fallback::none};
}

ListingRules make_listing_rules(int selectors)
{
    std::string links = ".news-list h3 a";
    for (int i = 1; i < selectors; ++i)
        links += fmt::format(", .list-{} h2 > a", i);
    return {html::Selector::compile(links).value(), std::nullopt};
}

/// One way to read a page.
struct Way {
    const char* name;
    std::function<void()> work;
};

std::vector<Way> ways(std::string html, int selectors)
{
    auto page = std::make_shared<const std::string>(std::move(html));
    auto rules = std::make_shared<ArticleRules>(make_rules(selectors));
    auto plan = std::make_shared<html::RegionPlan>(plan_regions(*rules));
    auto listing = std::make_shared<ListingRules>(make_listing_rules(selectors));
    auto read = [rules](std::string text) {
        (void)read_article(html::Tree::parse(std::move(text)).value(), *rules, kUrl, Time{});
    };
    return {
        {"whole page", [page, read] { read(*page); }},
        {"regions", [page, plan, read] { read(html::cut_regions(*page, *plan)->html); }},
        {"region gate", [page, plan] { (void)html::cut_regions(*page, *plan)->hash; }},
        {"decode, judge", [page] { (void)not_the_page(decode(*page, "text/html").text); }},
        {"listing",
         [page, listing] {
             (void)read_listing(html::Tree::parse(*page).value(), *listing, UrlGlobs({"/**-*.html"}), kUrl);
         }},
        {"without rules", [page] { (void)read_article(html::Tree::parse(*page).value(), {}, kUrl, Time{}); }},
    };
}

/// The exponent by which a curve grows: the slope of its logarithms, by least squares.
double exponent(const Curve& curve)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (auto [at, value] : curve.points) {
        auto x = std::log(at), y = std::log(value);
        n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

/// One page: where it stands on the axis, and how it is read.
struct Point {
    double at;
    std::vector<Way> ways;
};

/// In several rounds: other programs disturb for seconds, not for minutes.
std::vector<Curve> measure(const char* what, const std::vector<Point>& points)
{
    constexpr int kRounds = 4;
    std::vector<Curve> curves;
    for (const auto& way : points.front().ways)
        curves.push_back({way.name, std::vector<std::pair<double, double>>(points.size(), {0, 1e300})});
    for (int round = 0; round < kRounds; ++round)
        for (std::size_t row = 0; row < points.size(); ++row)
            for (std::size_t i = 0; i < curves.size(); ++i) {
                auto& [at, us] = curves[i].points[row];
                at = points[row].at;
                us = std::min(us, cost(points[row].ways[i].work));
            }
    fmt::print("{:>10}", what);
    for (const auto& curve : curves)
        fmt::print(" {:>13}", curve.name);
    fmt::print("   CPU us\n");
    for (std::size_t row = 0; row < points.size(); ++row) {
        fmt::print("{:>10}", points[row].at);
        for (const auto& curve : curves)
            fmt::print(" {:>13.1f}", curve.points[row].second);
        fmt::print("\n");
    }
    return curves;
}

std::vector<Curve> by_size()
{
    std::vector<Point> points;
    for (std::size_t bytes :
         {10'000, 20'000, 50'000, 100'000, 200'000, 500'000, 1'000'000, 2'000'000, 5'000'000, 10'000'000})
        points.push_back({static_cast<double>(bytes), ways(make_page(bytes), 7)});
    auto curves = measure("bytes", points);
    fmt::print("{:>10}", "exponent");
    for (auto& curve : curves) {
        fmt::print(" {:>13.2f}", exponent(curve));
        curve.name += fmt::format(": n^{:.2f}", exponent(curve));
    }
    fmt::print("\n\n");
    return curves;
}

std::vector<Curve> by_rules()
{
    std::vector<Point> points;
    for (int selectors : {1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50})
        points.push_back({static_cast<double>(selectors), ways(make_page(82'000), selectors)});
    auto curves = measure("selectors", points);
    fmt::print("{:>10}", "50 : 1");
    for (auto& curve : curves) {
        auto ratio = curve.points.back().second / curve.points.front().second;
        fmt::print(" {:>13.2f}", ratio);
        curve.name += fmt::format(": 50 cost x {:.2f}", ratio);
    }
    fmt::print("\n");
    return curves;
}

void draw(const std::filesystem::path& file, const CurvePlot& plot)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream stream(file);
    stream << plot.svg();
    stream.close();
    if (stream)
        fmt::print("wrote {}\n", file.string());
    else
        fmt::print(stderr, "{} could not be written\n", file.string());
}

} // namespace

int main(int argc, char** argv)
{
    CurvePlot size{"What a page costs by its size", "bytes", "CPU, µs", true, by_size()};
    CurvePlot rules{"What a page of 82 KB costs by its site's selectors", "selectors", "CPU, µs", false,
                    by_rules()};
    if (argc > 1) {
        draw(std::filesystem::path(argv[1]) / "growth_by_size.svg", size);
        draw(std::filesystem::path(argv[1]) / "growth_by_rules.svg", rules);
    }
}
