#include "config/config.hpp"
#include "parsers/html/tree.hpp"
#include "shipped_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace baotin::config {
namespace {

const Config& shipped()
{
    static const auto config = load(std::filesystem::path(BAOTIN_SOURCE_DIR) / "config/baotin.toml");
    if (!config) throw std::runtime_error("the shipped configuration is not valid");
    return **config;
}

parsers::Time november_2026()
{
    return parsers::parse_rfc3339("2026-11-22T12:00:00+07:00").value();
}

class APageOfThisShape : public testing::TestWithParam<ShippedPage> {
protected:
    void is_read_as_an_article(const Site& site, const parsers::html::Tree& tree,
                               const std::string& url) const;
    void is_read_as_a_listing(const Site& site, const parsers::html::Tree& tree,
                              const std::string& url) const;
    void also_finds(const parsers::ArticleReading& reading) const;

    const ShippedPage& page = GetParam();
};

void APageOfThisShape::is_read_as_an_article(const Site& site, const parsers::html::Tree& tree,
                                             const std::string& url) const
{
    const auto reading = parsers::read_article(tree, site.rules, url, november_2026());
    const auto& text = reading.text;
    std::string body;
    for (const auto& paragraph : page.all("body"))
        body += (body.empty() ? "" : "\n") + paragraph;
    EXPECT_EQ(text.title, page.one("title"));
    EXPECT_EQ(text.summary, page.one("summary"));
    EXPECT_EQ(text.author.value_or(""), page.one("author"));
    EXPECT_EQ(text.published_at.value_or(""), page.one("published"));
    EXPECT_EQ(text.body, body);
    EXPECT_EQ(text.captions, page.all("caption"));
    also_finds(reading);
}

void APageOfThisShape::also_finds(const parsers::ArticleReading& reading) const
{
    const auto& particulars = reading.particulars;
    if (page.says("section")) {
        EXPECT_EQ(particulars.section, page.one("section"));
    }
    if (page.says("modified")) {
        EXPECT_EQ(particulars.modified_at, page.one("modified"));
    }
    if (page.says("image")) {
        EXPECT_EQ(particulars.images, page.all("image"));
    }
    if (page.says("generation")) {
        EXPECT_EQ(std::to_string(reading.generation + 1), page.one("generation"));
    }
}

void APageOfThisShape::is_read_as_a_listing(const Site& site, const parsers::html::Tree& tree,
                                            const std::string& url) const
{
    std::vector<std::string> links, expected;
    const auto source = std::ranges::find(site.sources, SourceKind::listing, &Source::kind);
    ASSERT_NE(source, site.sources.end());
    for (const auto& link : parsers::read_listing(tree, *source->rules, site.articles, url).links)
        links.push_back(link.url);
    for (const auto& path : page.all("link"))
        expected.push_back(parsers::normalise_url(path, url).value());
    EXPECT_EQ(links, expected);
}

TEST_P(APageOfThisShape, IsReadByTheShippedRules)
{
    const auto tree = parsers::html::Tree::parse(page.html);
    ASSERT_TRUE(tree);
    for (const auto& id : page.sites()) {
        SCOPED_TRACE(id);
        const auto site = shipped().site(id);
        ASSERT_TRUE(site);
        const std::string url = parsers::normalise_url(page.one("url"), site->home).value();
        if (page.one("as") == "listing")
            is_read_as_a_listing(*site, *tree, url);
        else
            is_read_as_an_article(*site, *tree, url);
    }
}

INSTANTIATE_TEST_SUITE_P(Shipped, APageOfThisShape, testing::ValuesIn(shipped_pages()), [](const auto& one) {
    std::string name = one.param.name;
    std::ranges::replace(name, '-', '_');
    return name;
});

TEST(ShippedSites, AreEachTriedOnAPage)
{
    // The lab has these, with their seeds' text: tests/lab, tests/daemon.
    std::set<std::string> tried{"congan-haiphong", "congan-sonla", "thst"};
    for (const auto& page : shipped_pages())
        if (page.one("as") != "listing")
            for (const auto& id : page.sites())
                tried.insert(id);
    for (const auto& site : shipped().sites)
        EXPECT_TRUE(tried.contains(site->id)) << site->id << " has no page in tests/config/pages";
}

} // namespace
} // namespace baotin::config
