#include "parsers/feed.hpp"
#include "parsers/html/tree.hpp"
#include "parsers/json_ld.hpp"
#include "parsers/robots.hpp"
#include "parsers/sitemap.hpp"
#include "parsers/sloppy_json.hpp"
#include "parsers/timestamp.hpp"
#include "shapes.hpp"

#include <memory>

namespace baotin::bench {
namespace {

using namespace parsers;
using Make = std::function<std::string(std::size_t)>;

constexpr std::string_view kUrl = "https://a.vn/rss";

template <typename Read>
Shape document(std::string name, std::size_t size, Make make, Read read)
{
    return {std::move(name), size, [make, read](std::size_t n) {
                auto text = std::make_shared<std::string>(make(n));
                return std::vector<Stage>{{"read", [text, read] { return read(*text); }}};
            }};
}

template <typename Links>
std::string outcome(const Links& links)
{
    return links ? "" : links.error();
}

Shape feed(std::string name, std::size_t size, Make make)
{
    return document("feed: " + std::move(name), size, std::move(make),
                    [](const std::string& text) { return outcome(read_feed(text, kUrl, Time{})); });
}

Shape sitemap(std::string name, std::size_t size, Make make)
{
    return document("sitemap: " + std::move(name), size, std::move(make),
                    [](const std::string& text) { return outcome(read_sitemap(text, kUrl, Time{})); });
}

Shape json(std::string name, std::size_t size, Make make)
{
    return document("JSON-LD: " + std::move(name), size, std::move(make), [](const std::string& text) {
        read_sloppy_json(text);
        auto tree = html::Tree::parse("<script type='application/ld+json'>" + text + "</script>");
        read_json_ld(*tree, "https://a.vn/1", "x");
        return std::string();
    });
}

Shape robots(std::string name, std::size_t size, Make make, std::string url)
{
    return {"robots: " + std::move(name), size, [make, url](std::size_t n) {
                auto text = std::make_shared<std::string>(make(n));
                auto rules = std::make_shared<Robots>(Robots::parse(*text, "baotin"));
                return std::vector<Stage>{{"parse",
                                           [text] {
                                               (void)Robots::parse(*text, "baotin");
                                               return std::string();
                                           }},
                                          {"verdict", [rules, url] {
                                               (void)rules->verdict(url);
                                               return std::string();
                                           }}};
            }};
}

const std::string kItem = "<item><title>Tin số {}</title><link>https://a.vn/tin-{}.html</link>"
                          "<pubDate>Thu, 20 May 2021 07:00:00 +0700</pubDate></item>";
const std::string kRss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>";

std::vector<Shape> feeds()
{
    return {
        feed("items", 100'000, [](auto n) { return kRss + numbered(n, kItem) + "</channel></rss>"; }),
        feed("items, cut off", 50'000, [](auto n) { return kRss + numbered(n, kItem); }),
        feed("items, broken", 50'000,
             [](auto n) { return kRss + "<1>" + numbered(n, kItem) + "</channel></rss>"; }),
        feed("the same item", 50'000,
             [](auto n) {
                 return kRss + times(n, "<item><title>x</title><link>https://a.vn/1</link></item>") +
                        "</channel></rss>";
             }),
        feed("Atom entries", 50'000,
             [](auto n) {
                 return "<feed xmlns='http://www.w3.org/2005/Atom'>" +
                        numbered(n, "<entry><title>x</title><link "
                                    "href='/tin-{}'/><updated>2021-05-20T07:00:00Z</updated></entry>") +
                        "</feed>";
             }),
        feed("RDF items", 50'000,
             [](auto n) {
                 return "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel/>" +
                        numbered(n, "<item><title>x</title><link>https://a.vn/{}</link></item>") +
                        "</rdf:RDF>";
             }),
        feed("one item of many children", 100'000,
             [](auto n) {
                 return kRss + "<item>" + times(n, "<a>x</a>") +
                        "<title>x</title><link>https://a.vn/1</link></item></channel></rss>";
             }),
        feed("many empty links", 100'000,
             [](auto n) { return kRss + "<item>" + times(n, "<link/>") + "</item></channel></rss>"; }),
        feed("nested", 100'000, [](auto n) { return kRss + times(n, "<item><title>"); }),
        feed("nested, closed", 100'000,
             [](auto n) { return kRss + times(n, "<a>") + times(n, "</a>") + "</channel></rss>"; }),
        feed("nested items", 50'000,
             [](auto n) {
                 return kRss + times(n, "<item><link>https://a.vn/1</link>") + times(n, "</item>") +
                        "</channel></rss>";
             }),
        feed("attributes", 100'000,
             [](auto n) { return "<rss " + numbered(n, "a{}='1' ") + "><channel></channel></rss>"; }),
        feed("references", 200'000,
             [](auto n) {
                 return kRss + "<item><title>" + times(n, "&amp;") +
                        "</title><link>https://a.vn/1</link></item></channel></rss>";
             }),
        feed("entities declared", 50'000,
             [](auto n) {
                 return "<!DOCTYPE r [" + numbered(n, "<!ENTITY a{} '&a1;&a1;'>") + "]>" + kRss +
                        "<item><title>&a9;</title></item></channel></rss>";
             }),
        feed("document types that never end", 100'000, [](auto n) { return kRss + times(n, "<!DOCTYPE ["); }),
        feed("open CDATA", 100'000, [](auto n) { return kRss + "<item><title>" + times(n, "<![CDATA["); }),
        feed("open comments", 100'000, [](auto n) { return kRss + times(n, "<!--"); }),
        feed("title in markup, bytes", 1'000'000,
             [](auto n) {
                 return kRss + "<item><title>" + times(n / 6, "&lt;b&gt;x") +
                        "</title><link>https://a.vn/1</link></item></channel></rss>";
             }),
        feed("xml:base in each item", 50'000,
             [](auto n) {
                 return kRss + numbered(n, "<item xml:base='/{}/'><title>x</title><link>y</link></item>") +
                        "</channel></rss>";
             }),
        feed("JSON Feed", 50'000,
             [](auto n) {
                 return "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[" +
                        numbered(n, "{\"url\":\"https://a.vn/{}\",\"title\":\"x\"},") + "{}]}";
             }),
        feed("JSON Feed, cut off", 50'000,
             [](auto n) {
                 return "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[" +
                        numbered(n, "{\"url\":\"https://a.vn/{}\",\"title\":\"x\"},");
             }),
        feed("JSON Feed, open braces", 100'000,
             [](auto n) {
                 return "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[" + times(n, "{");
             }),
        sitemap(
            "urls", 100'000,
            [](auto n) {
                return "<urlset>" +
                       numbered(
                           n, "<url><loc>https://a.vn/tin-{}.html</loc><lastmod>2021-05-20</lastmod></url>") +
                       "</urlset>";
            }),
        sitemap("urls, cut off", 50'000,
                [](auto n) {
                    return "<urlset>" + numbered(n, "<url><loc>https://a.vn/tin-{}.html</loc></url>") +
                           "<url>";
                }),
        sitemap("news", 50'000,
                [](auto n) {
                    return "<urlset>" +
                           numbered(n, "<url><loc>https://a.vn/{}</loc><news:news><news:title>x</"
                                       "news:title><news:publication_date>2021-05-20</"
                                       "news:publication_date></news:news></url>") +
                           "</urlset>";
                }),
        sitemap("index", 50'000,
                [](auto n) {
                    return "<sitemapindex>" +
                           numbered(n, "<sitemap><loc>https://a.vn/{}.xml</loc></sitemap>") +
                           "</sitemapindex>";
                }),
        sitemap("nested", 100'000, [](auto n) { return times(n, "<urlset><url><loc>"); }),
        sitemap("one url of many places", 100'000,
                [](auto n) { return "<urlset><url>" + times(n, "<loc></loc>") + "</url></urlset>"; }),
    };
}

std::vector<Shape> json_ld()
{
    return {
        json("nested arrays", 100'000, [](auto n) { return times(n, "["); }),
        json("nested objects", 100'000, [](auto n) { return times(n, "{\"a\":") + "1" + times(n, "}"); }),
        json("nested below the cap", 2'000,
             [](auto n) { return "[" + times(n, times(30, "[") + times(30, "]") + ",") + "1]"; }),
        json("nested in @graph", 50'000, [](auto n) { return times(n, "{\"@graph\":["); }),
        json("articles", 20'000,
             [](auto n) {
                 return "[" +
                        numbered(n, "{\"@type\":\"NewsArticle\",\"@id\":\"#{}\",\"headline\":\"Tin {}\"},") +
                        "{}]";
             }),
        json("referenced articles", 20'000,
             [](auto n) {
                 return "{\"@graph\":[" +
                        numbered(
                            n, "{\"@type\":\"NewsArticle\",\"@id\":\"#{}\",\"author\":{\"@id\":\"#{}\"}},") +
                        "{}]}";
             }),
        json("pictures", 50'000,
             [](auto n) {
                 return "{\"@type\":\"NewsArticle\",\"headline\":\"x\",\"image\":[" +
                        numbered(n, "\"/{}.jpg\",") + "\"\"]}";
             }),
        json("breadcrumbs", 50'000,
             [](auto n) {
                 return "{\"@type\":\"BreadcrumbList\",\"itemListElement\":[" +
                        numbered(n, "{\"position\":{},\"name\":\"Mục {}\"},") + "{}]}";
             }),
        json("members", 100'000, [](auto n) { return "{" + numbered(n, "\"a{}\":1,") + "\"b\":1}"; }),
        json("article body, bytes", 1'000'000,
             [](auto n) {
                 return "{\"@type\":\"NewsArticle\",\"headline\":\"x\",\"articleBody\":\"" + times(n, "x") +
                        "\"}";
             }),
        json("raw quotes", 200'000,
             [](auto n) { return "{\"@type\":\"NewsArticle\",\"headline\":\"" + times(n, "\"x") + "\"}"; }),
        json("open quotes", 200'000, [](auto n) { return times(n, "\"{"); }),
        json("back slashes", 500'000, [](auto n) { return "{\"a\":\"" + times(n, "\\q") + "\"}"; }),
        json("commas", 500'000, [](auto n) { return "[" + times(n, ",") + "]"; }),
        json("comments", 200'000, [](auto n) { return times(n, "/**/") + "{}"; }),
        json("open comments", 200'000, [](auto n) { return "{" + times(n, "/*"); }),
        json("values one after another", 100'000, [](auto n) { return times(n, "{} "); }),
        json("broken values", 100'000, [](auto n) { return times(n, "{x} "); }),
        json("references", 200'000,
             [](auto n) { return "{&quot;a&quot;:&quot;" + times(n, "&amp;") + "&quot;}"; }),
        json("wrappers", 100'000, [](auto n) { return times(n, "<!--//--><![CDATA[") + "{}"; }),
        json("digits, bytes", 1'000'000, [](auto n) { return "[" + times(n, "1") + "]"; }),
    };
}

} // namespace

std::vector<Shape> document_shapes()
{
    const auto long_url = "https://a.vn/" + times(8'000, "a");
    auto all = feeds();
    for (auto& shape : json_ld())
        all.push_back(std::move(shape));
    for (auto& shape : std::vector<Shape>{
             robots(
                 "rules, 500 KB", 25'000,
                 [](auto n) { return "User-agent: *\n" + numbered(n, "Disallow: /a{}\n"); }, long_url),
             robots(
                 "rules with stars, 500 KB", 8'000,
                 [](auto n) {
                     return "User-agent: *\n" + times(n, "Disallow: /" + times(24, "*a") + "*b\n");
                 },
                 long_url),
             robots(
                 "one rule of 16 KB of stars", 1,
                 [](auto n) {
                     return "User-agent: *\n" + times(n, "Disallow: /" + times(8'000, "*a") + "b\n");
                 },
                 long_url),
             robots(
                 "rules of half a match", 250,
                 [](auto n) {
                     return "User-agent: *\n" + times(n, "Disallow: /*" + times(1'000, "a") + "b\n");
                 },
                 long_url),
             robots(
                 "rules that almost match", 60,
                 [](auto n) {
                     return "User-agent: *\n" + times(n, "Disallow: /" + times(7'990, "a") + "b\n");
                 },
                 long_url),
             robots(
                 "agents", 25'000, [](auto n) { return numbered(n, "User-agent: a{}\n") + "Disallow: /\n"; },
                 long_url),
             robots(
                 "groups", 12'000, [](auto n) { return numbered(n, "User-agent: *\nDisallow: /{}\n"); },
                 long_url),
             robots(
                 "sitemaps", 10'000, [](auto n) { return numbered(n, "Sitemap: https://a.vn/s{}.xml\n"); },
                 long_url),
             robots(
                 "line breaks", 500'000, [](auto n) { return times(n, "\n"); }, long_url),
         })
        all.push_back(std::move(shape));
    return all;
}

} // namespace baotin::bench
