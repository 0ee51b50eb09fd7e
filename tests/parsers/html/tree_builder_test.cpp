#include "parsers/html/tree_builder.hpp"
#include "tree_description.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <memory_resource>
#include <optional>
#include <random>
#include <string>

/// Our trees are Gumbo's, node by node.
namespace baotin::parsers::html {
namespace {

/// Nothing where the page is left to Gumbo.
std::optional<std::string> by_us(std::string_view html)
{
    std::pmr::monotonic_buffer_resource memory;
    const auto* root = build_tree(html, memory);
    if (!root) return std::nullopt;
    return described(root);
}

class OrderlyPage : public testing::TestWithParam<const char*> {};

TEST_P(OrderlyPage, HasGumbosTree)
{
    auto ours = by_us(GetParam());
    ASSERT_TRUE(ours) << "left to Gumbo";
    EXPECT_EQ(*ours, described_by_gumbo(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    TreeBuilder, OrderlyPage,
    testing::Values(
        "", "x", "  x", "<p>",
        "<!DOCTYPE html>\n<html lang=vi>\n<head>\n<title>a &amp; b</title>\n</head>\n"
        "<body class=x>\n<p>a<p>b</p>\n</body>\n</html>\n",
        "<!-- a --><html><!-- b --><head><!-- c --></head><!-- d --><body><!-- e --></body><!-- f "
        "--></html><!-- g -->",
        "<head><meta charset=utf-8></head> <link rel=x> <script>a<b</script> <body id=i>x",
        "<noscript><link rel=x><style>a</style></noscript><p>x</p>", "<img src=a><body class=b>x",
        "a</p>b<div></p></div>", "<p>a<div>b</div>c</p>d",
        "<ul><li>a<li>b<ul><li>c</ul><li>d</ul><dl><dt>a<dd>b<dt>c</dl>",
        "<table><tr><td>a<td>b<tr><th>c</table><table><caption>a</caption><colgroup><col><col></colgroup>\n"
        "<thead><tr><th>b</thead><tbody><tr><td>c</td></tr></tbody></table>",
        "<select><option>a<option selected>b<optgroup label=x><option>c</select>d",
        "<form action=x>a<p>b</p>c</form>d<form>e</form>",
        "<pre>\n\na</pre><textarea>\r\na<b>&lt;</textarea>",
        "<svg viewBox='0 0 1 1' xmlns:xlink=y><use xlink:href=#a /><linearGradient id=b><title>c</title></"
        "linearGradient></svg>d",
        "<a href='?a=1&b=2&copy=3&amp;c&lt;&#8211;&#x2013;&nbsp'>&copy; &nbsp &hellip;&#233;&eacute &b "
        "&&</a>",
        "<x-Y Data-Z=1 data-z=2 CLASS=\"A\"><X-y>a</x-y></X-Y>",
        "<script>if (a < b && c) '<!-- <script>';</script><style>a > b {}</style><title>x</title>",
        "a\r\nb\rc<b>d</b><br>e<br/>f<hr>g<input>h",
        "<b><i>a</i></b><a>b</a><em>c</em><font color=x>d</font>", "a<b", "a<", "a<!x>b", "a<?x>b",
        "a<!doctype html>b", "<div/>a", "<iframe><p>a</iframe>b", "<button>a<p>b</button>c",
        "<h1>a</h1><h2>b</h2>", "<body>a</body>b<p>c", "a</br>b", "</br>", "<p>a</br>b</p></p>"));

TEST(TreeBuilder, LeavesToGumboWhatIsNotInOrder)
{
    for (const auto* html :
         {"<b><p>a</b>b</p>", "<a>a<a>b</a>", "<table>a<tr><td>b</table>", "<form><form></form>",
          "<frameset><frame></frameset>", "<svg><p>a</svg>", "<h1>a<h2>b</h2></h1>", "&CounterClockwise;",
          "<select><div>a</select>", "a</>b", "<svg><![CDATA[a]]></svg>", "<svg></svg/>",
          "<svg><g></g ></svg ><p>a", "</p><!doctype html>", "<pre>&#10;a</pre>", "<p>a\x0B</p>",
          "<p title='\xC2\x96'>", "a\xEF\xBF\xBF"})
        EXPECT_FALSE(by_us(html)) << html;
}

/// Tags, texts and references in any order: most of it out of order.
std::string soup(std::mt19937& random, int pieces, bool tidy)
{
    static constexpr std::array names{
        "html",   "head",     "body",   "title",    "meta",   "link",    "script",  "style",    "noscript",
        "base",   "div",      "p",      "span",     "b",      "i",       "a",       "em",       "strong",
        "font",   "table",    "tr",     "td",       "th",     "tbody",   "thead",   "caption",  "colgroup",
        "col",    "ul",       "ol",     "li",       "dl",     "dt",      "dd",      "form",     "input",
        "select", "option",   "button", "textarea", "h1",     "h2",      "pre",     "br",       "hr",
        "img",    "svg",      "path",   "x-y",      "nobr",   "section", "article", "center",   "object",
        "iframe", "optgroup", "label",  "figure",   "code",   "math",    "mi",      "template", "address",
        "u",      "small",    "main",   "video",    "source", "embed",   "desc",    "isindex",  "plaintext"};
    static constexpr std::array texts{
        "a",         " ",          "\n",       "&amp;",         "&nbsp;",
        "b c",       "&x",         "&#160;",   "\r\n",          "<!--c-->",
        "&lt",       "\t",         "á",        "&copy=1",       "<",
        "a & b",     "</>",        "<!x>",     "&hellip;",      "<!doctype html>",
        "&#10;",     "&#9;",       "&#xA;x",   "<![CDATA[a]]>", "</svg/>",
        "</math/>",  "\x0B",       "\xC2\x96", "\x7F",          "\xEF\xBF\xBE",
        "<<!---->b", "&<!---->lt;"};
    static constexpr std::array attributes{
        "",  "", "", "", " class=c", " id='i&amp;'", " a=1 A=2", " /", " href=?a=1&b=2", " x=\"\r\n&quot;\"",
        " ="};
    auto one_of = [&](const auto& all) { return all[random() % all.size()]; };
    std::string html = random() % 2 == 0 ? "<!DOCTYPE html>" : "";
    std::vector<std::string> open;
    for (int i = 0; i < pieces; ++i) {
        auto kind = random() % 10;
        if (kind < 4) {
            open.emplace_back(one_of(names));
            html += fmt::format("<{}{}>", open.back(), one_of(attributes));
        } else if (kind < 7) {
            bool in_turn = !open.empty() && (tidy || random() % 4 > 0);
            html += fmt::format("</{}>", in_turn ? open.back() : one_of(names));
            if (in_turn) open.pop_back();
        } else {
            html += one_of(texts);
        }
    }
    return html;
}

TEST(TreeBuilder, BuildsGumbosTreeOfTagSoupOrNone)
{
    std::mt19937 random(20261122);
    int built = 0;
    for (int round = 0; round < 20'000; ++round) {
        auto html = soup(random, 3 + static_cast<int>(random() % 25), round % 2 == 0);
        auto ours = by_us(html);
        if (!ours) continue;
        ++built;
        ASSERT_EQ(*ours, described_by_gumbo(html)) << html;
    }
    EXPECT_GT(built, 4'000);
}

TEST(TreeBuilder, KeepsManyAttributesInTheirOrder)
{
    std::string html = "<p";
    for (int i = 0; i < 60; ++i)
        html += fmt::format(" a{}='{}'", i, i);
    EXPECT_EQ(by_us(html + ">"), described_by_gumbo(html + ">"));
}

} // namespace
} // namespace baotin::parsers::html
