#include "config/config.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/page_regions.hpp"
#include "shipped_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

/// For every shipped site, on pages of its shape and on thousands of broken copies: what is cut out for its
/// rules reads byte for byte as the whole page does.
namespace baotin::config {
namespace {

parsers::Time november_2026()
{
    return parsers::parse_rfc3339("2026-11-22T12:00:00+07:00").value();
}

/// All fields and where they came from.
std::string fields_of(const parsers::ArticleReading& reading)
{
    const auto& text = reading.text;
    const auto& more = reading.particulars;
    auto all =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{} {} {} {}\n", text.title, text.summary,
                    text.author.value_or("-"), text.published_at.value_or("-"), text.body,
                    fmt::join(text.captions, "|"), more.section.value_or("-"), more.modified_at.value_or("-"),
                    fmt::join(more.images, "|"), reading.generation, reading.published_is_volatile,
                    reading.canonical_url.value_or("-"), reading.more.value_or("-"));
    for (const auto& source : reading.sources)
        all += fmt::format("{} {} {}\n", source.field, parsers::to_string(source.origin), source.selector);
    for (const auto& match : reading.rule_matches)
        all += fmt::format("{} {}\n", match.field, match.matched);
    return all;
}

/// Slips of people and of their programs: tags lost, doubled, moved or cut off.
std::string broken(std::string html, std::mt19937& random)
{
    auto place = [&] { return std::uniform_int_distribution<std::size_t>(0, html.size())(random); };
    auto tag_at = [&](std::size_t from) {
        auto begin = html.find('<', from);
        auto end = begin == html.npos ? html.npos : html.find('>', begin);
        return end == html.npos ? std::pair(html.size(), std::size_t{0}) : std::pair(begin, end + 1 - begin);
    };
    for (int slips = 1 + static_cast<int>(random() % 3); slips > 0; --slips) {
        auto [at, size] = tag_at(place());
        auto tag = html.substr(std::min(at, html.size()), size);
        switch (random() % 6) {
        case 0:
            html.erase(std::min(at, html.size()), size);
            break;
        case 1:
            html.insert(std::min(at, html.size()), tag);
            break;
        case 2:
            html.insert(tag_at(place()).first, tag);
            break;
        case 3:
            html.insert(tag_at(place()).first, "<!-- </div> --><script>'<p>'</script>");
            break;
        case 4:
            if (random() % 10 == 0) html.resize(place());
            break;
        case 5:
            html.insert(place(), "\"");
            break;
        }
    }
    return html;
}

struct Count {
    int pages = 0, cut = 0, kept_reading = 0;
};

void reads_the_same(const Site& site, const std::string& url, const std::string& html, Count& count)
{
    ++count.pages;
    const auto plan = parsers::plan_regions(site.rules);
    const auto regions = parsers::html::cut_regions(html, plan);
    if (!regions) return;
    ++count.cut;
    const auto part = parsers::html::Tree::parse(regions->html);
    ASSERT_TRUE(part);
    const auto reading = parsers::read_article(*part, site.rules, url, november_2026());
    if (!parsers::reads_as_the_whole_page(reading, site.rules)) return;
    ++count.kept_reading;
    const auto whole = parsers::html::Tree::parse(html);
    ASSERT_TRUE(whole);
    ASSERT_EQ(fields_of(reading), fields_of(parsers::read_article(*whole, site.rules, url, november_2026())))
        << site.id << "\n"
        << html << "\ncut:\n"
        << regions->html;
}

void links_the_same(const Site& site, const std::string& url, const std::string& html, Count& count)
{
    for (const auto& source : site.sources) {
        if (!source.rules) continue;
        ++count.pages;
        const auto regions = parsers::html::cut_regions(html, parsers::plan_regions(*source.rules));
        if (!regions) continue;
        ++count.cut;
        ++count.kept_reading;
        const auto part = parsers::html::Tree::parse(regions->html), whole = parsers::html::Tree::parse(html);
        ASSERT_TRUE(part && whole);
        const auto one = parsers::read_listing(*part, *source.rules, site.articles, url);
        const auto other = parsers::read_listing(*whole, *source.rules, site.articles, url);
        ASSERT_EQ(one.links, other.links) << site.id << "\n" << html << "\ncut:\n" << regions->html;
        ASSERT_EQ(one.more, other.more) << site.id;
    }
}

TEST(ShippedRegions, ReadAsTheWholePageDoesAlsoWhereItIsBroken)
{
    const auto config = load(std::filesystem::path(BAOTIN_SOURCE_DIR) / "config/baotin.toml");
    ASSERT_TRUE(config);
    Count whole, broken_ones;
    std::mt19937 random(1);
    for (const auto& page : shipped_pages()) {
        for (const auto& id : page.sites()) {
            const auto site = (*config)->site(id);
            ASSERT_TRUE(site);
            const auto url = parsers::normalise_url(page.one("url"), site->home).value();
            const auto same = page.one("as") == "listing" ? links_the_same : reads_the_same;
            same(*site, url, page.html, whole);
            for (int i = 0; i < 100 && !testing::Test::HasFatalFailure(); ++i)
                same(*site, url, broken(page.html, random), broken_ones);
            if (testing::Test::HasFatalFailure()) return;
        }
    }
    RecordProperty("pages", whole.pages);
    EXPECT_GT(whole.kept_reading * 10, whole.pages * 6) << whole.cut << " of " << whole.pages << " were cut";
    EXPECT_GT(broken_ones.kept_reading * 10, broken_ones.pages * 2)
        << broken_ones.cut << " of " << broken_ones.pages << " were cut";
}

} // namespace
} // namespace baotin::config
