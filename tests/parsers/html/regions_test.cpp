#include "pages.hpp"
#include "parsers/html/region_scan.hpp"
#include "parsers/html/visible_text.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>

/// What is cut out of a page must read as the whole page does.
namespace baotin::parsers::html {
namespace {

using testing::HasSubstr;
using testing::Not;

RegionPlan plan_of(const std::vector<Selector>& kept, const std::vector<Selector>& hidden = {})
{
    RegionPlan plan;
    for (const auto& selector : kept)
        plan.keep(selector);
    for (const auto& selector : hidden)
        plan.consider(selector, true);
    return plan;
}

/// All that a reader could see of what the selectors match.
std::string seen_by(const std::vector<Selector>& selectors, const Tree& tree)
{
    std::string all;
    for (const auto& selector : selectors) {
        all += selector.source() + ":\n";
        for (const auto& match : selector.select(tree.root())) {
            all += fmt::format("  {} #{} \"{}\"", match.node.tag(), match.node.id(),
                               visible_text(match.node, {}));
            for (auto name : {"class", "href", "content", "data-x"})
                all += fmt::format(" {}={}", name, match.node.attribute(name).value_or("-"));
            all += '\n';
        }
    }
    return all;
}

std::optional<Regions> cut(std::string_view html, std::initializer_list<const char*> kept,
                           std::initializer_list<const char*> hidden = {})
{
    return cut_regions(html, plan_of(list(kept), list(hidden)));
}

TEST(Regions, HoldWhatSelectorsMatchAndTheBareTagsAroundIt)
{
    auto regions =
        cut("<!DOCTYPE html><html><head><title>t</title></head><body class=x><div id=menu>menu</div>"
            "<div id=main>own text<p class=sapo>lead</p><div "
            "class=content>a<p>b</p></div></div>foot</body></html>",
            {".content p", "#main > .sapo"});
    ASSERT_TRUE(regions);
    EXPECT_EQ(regions->html, "<!DOCTYPE html><html><body class=x><div id=main><p class=sapo>lead</p>"
                             "<div class=content>a<p>b</p></div></div>");
}

TEST(Regions, LeaveCommentsAndCodeOut)
{
    auto html = "<div class=c>a<!-- x --><script>if (a < b) '</div>';</script><style>p{}</style>b</div>";
    EXPECT_EQ(cut(html, {".c"})->html, "<body><div class=c>a<!---->b</div>");
    EXPECT_THAT(cut(html, {".c > :nth-child(1)"})->html, HasSubstr("<script>"))
        << "an element counts where elements are counted";
    EXPECT_THAT(cut(html, {".c", "script"})->html, HasSubstr("<script>"));
    EXPECT_THAT(cut(html, {".c > :not(b)"})->html, HasSubstr("<script>")) << "all but one kind of element";
}

TEST(Regions, StayInTheBodyThatSomethingCutAwayHasBegun)
{
    auto html = "<p>x</p><noscript class=c>a<form>b</form></noscript>";
    EXPECT_EQ(seen_by(list({".c"}), page(cut(html, {".c"})->html)), seen_by(list({".c"}), page(html)));
}

TEST(Regions, AreTheWholePageWhereASelectorLooksFurther)
{
    for (auto selector : {"h1 + p", "div:nth-child(2)", "p:first-child", "div:has(+ p) p", ":not(.a)", "*"})
        EXPECT_TRUE(plan_of(list({selector})).needs_whole_page()) << selector;
    for (auto selector :
         {".c h1 + p", "#m > div > p:nth-child(2)", "div:has(> p)", "p:contains('x')", "h1", "a[href]",
          ".a:not(.b)", ".a:is(p, .c) > b", "article.x > :not(.y, .z)", "p:lang(vi)"})
        EXPECT_FALSE(plan_of(list({selector})).needs_whole_page()) << selector;
}

struct Doubtful {
    const char* what;
    const char* html;
};
class Doubt : public testing::TestWithParam<Doubtful> {};

TEST_P(Doubt, MeansTheWholePage)
{
    EXPECT_FALSE(cut(GetParam().html, {".c"})) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Regions, Doubt,
    testing::Values(
        Doubtful{"bold text is closed by its parent", "<div><b>x</div><p class=c>y</p>"},
        Doubtful{"links in links", "<a href=1>x<a href=2>y</a><p class=c>z</p>"},
        Doubtful{"formatting across each other", "<b><i>x</b></i><p class=c>y</p>"},
        Doubtful{"text pushed out of a table", "<table><div>x</div><tr><td class=c>y</td></tr></table>"},
        Doubtful{"a form in a form", "<form><form></form><p class=c>y</p>"},
        Doubtful{"a form closed by its parent", "<div><form></div><p class=c>y</p>"},
        Doubtful{"HTML in SVG", "<svg><p>x</svg><p class=c>y</p>"},
        Doubtful{"SVG that is kept", "<svg><g class=c></g></svg>"},
        Doubtful{"a region that never ends", "<div class=c>y"},
        Doubtful{"two bodies", "<body><p class=c>y</p><body class=z>"},
        Doubtful{"a body that comes late, and matters", "<img class=x><body><p class=c>a</p><body>"},
        Doubtful{"tags in a select", "<select><div></select><p class=c>y</p>"},
        Doubtful{"frames", "<frameset><frame></frameset><p class=c>y</p>"},
        Doubtful{"a heading in a heading", "<h1>x<h2>y</h2></h1><p class=c>z</p>"}));

struct Odd {
    const char* what;
    const char* selector;
    const char* html;
};
class OddPages : public testing::TestWithParam<Odd> {};

/// What fuzzing found.
TEST_P(OddPages, AreReadAsAWholeOrTheSame)
{
    const auto& odd = GetParam();
    auto wanted = list({odd.selector});
    auto regions = cut(odd.html, {odd.selector});
    if (!regions) return;
    EXPECT_EQ(seen_by(wanted, page(regions->html)), seen_by(wanted, page(odd.html))) << odd.what;
}

INSTANTIATE_TEST_SUITE_P(
    Regions, OddPages,
    testing::Values(
        Odd{"an end tag that makes a paragraph", "p", "x</p>"},
        Odd{"an end tag that makes a line break", "br", "<p>a</p></br>"},
        Odd{"text before a comment begins the body", "head > meta[content]",
            "<title>t</title>x<!-- c --><meta content=1>"},
        Odd{"an end tag with attributes in SVG", "div", "<div><svg></svg a=b>x</div>"},
        Odd{"a script between < and a letter", ".c", "<div class=c>a <<script>1</script>b c</div>"},
        Odd{"a comment between < and a letter", ".c", "<div class=c>6 <<!-- y -->b> het</div>"},
        Odd{"a comment within a reference", ".c",
            "<div class=c>5 &<!-- x -->lt; &#<!-- y -->60; &am<!-- z -->p;</div>"},
        Odd{"CDATA in MathML", ".c", "<div class=c>mot <math><mo><![CDATA[=]]></mo></math> hai</div>"},
        Odd{"an end tag without a name in SVG", ".c", "<div class=c>mot <svg></></svg> hai</div>"},
        Odd{"an end tag with a space in SVG", ".c", "<div class=c>mot <svg></svg > hai</div>"},
        Odd{"an end tag that closes itself in SVG", ".c", "<div class=c>mot <svg></svg/> hai</div>"},
        Odd{"a document type behind an end tag", ".c",
            "</p><!doctype html><p class=c>a<table><tr><td>b</table>c</p>"},
        Odd{"control characters", ".c",
            "<p class=c>a\x0B"
            "b\xC2\x96 c\x7F</p>"}));

TEST(Regions, HashTheSameWhateverStandsOutsideOrIsHidden)
{
    auto hash = [](std::string_view views, std::string_view related, std::string_view text) {
        auto html = fmt::format(
            "<div class=top>{0}</div><div class=c>{2}<p class=view>{0}</p><div class=box>{1}</div></div>",
            views, related, text);
        return cut(html, {".c"}, {".view", ".c > .box"})->hash;
    };
    EXPECT_EQ(hash("1", "<p>a</p>", "x"), hash("2", "<p>b</p><p>c</p>", "x"));
    EXPECT_NE(hash("1", "a", "x"), hash("1", "a", "y"));
}

TEST(Regions, HashWhatIsKeptInsideSomethingHidden)
{
    auto hash = [](std::string_view date) {
        return cut(fmt::format("<div class=c>a<div class=box>b<time datetime={0}>{0}</time></div></div>",
                               date),
                   {".c", "time"}, {".box"})
            ->hash;
    };
    EXPECT_NE(hash("2021"), hash("2022"));
}

/// Pages as sloppy as people write them, and worse.
class SloppyPages {
public:
    explicit SloppyPages(unsigned seed, double errors) : random_(seed), errors_(errors) {}

    std::string page()
    {
        text_.clear();
        if (chance(0.5)) text_ += "<!DOCTYPE html>";
        if (chance(0.7)) text_ += "<html><head><title>t</title><meta name=d content=1></head><body class=c1>";
        for (int i = 0; i < 6; ++i)
            element(0);
        if (chance(0.5)) text_ += "</body></html>";
        return text_;
    }

private:
    bool chance(double share) { return std::uniform_real_distribution<double>()(random_) < share; }
    template <std::size_t N>
    const char* one_of(const std::array<const char*, N>& all)
    {
        return all[std::uniform_int_distribution<std::size_t>(0, N - 1)(random_)];
    }
    void attributes()
    {
        static constexpr std::array classes{"c1", "c2", "c3", "c4 c1", "c&#50;"};
        if (chance(0.5)) text_ += fmt::format(" class=\"{}\"", one_of(classes));
        if (chance(0.1)) text_ += fmt::format(" id=i{}", ++ids_);
        if (chance(0.1)) text_ += " data-x='1 > 2'";
    }
    /// Tidy where there are no errors: blocks hold blocks or paragraphs, paragraphs hold words and inline
    /// elements.
    void element(int depth)
    {
        static constexpr std::array blocks{"div", "div", "section", "article",    "li",  "td",
                                           "ul",  "dl",  "x-y",     "blockquote", "form"};
        static constexpr std::array paragraphs{"p", "p", "h1", "h2", "dd", "center"};
        static constexpr std::array inlines{"span", "b", "i", "a", "strong", "em", "x-y"};
        static constexpr std::array rare{"button", "select",   "option",   "svg", "tbody",
                                         "script", "textarea", "noscript", "tr",  "dt"};
        static constexpr std::array odd_texts{"<<!-- c -->b ",
                                              "&<!-- c -->lt;",
                                              "&#6<script>1</script>0;",
                                              "</>",
                                              "<![CDATA[c]]>",
                                              "\x0B",
                                              "\xC2\x96",
                                              "</svg/>",
                                              "<!doctype html>",
                                              "<",
                                              "&am"};
        static constexpr std::array voids{"br", "img src=x", "hr", "input", "meta content=2"};
        if (chance(0.1)) {
            text_ += fmt::format("<{}>", one_of(voids));
            return;
        }
        bool block = depth < 3 && chance(0.7);
        std::string tag = block                      ? one_of(blocks)
                          : depth > 5 || chance(0.3) ? one_of(inlines)
                                                     : one_of(paragraphs);
        bool is_inline = !block && std::ranges::find(inlines, tag) != inlines.end();
        if (chance(errors_)) tag = one_of(rare);
        if (tag == "form" && errors_ == 0 && depth > 0) tag = "div";
        bool cell = tag == "td" && !chance(errors_);
        if (cell) text_ += "<table><tr>";
        text_ += "<" + tag;
        attributes();
        text_ += '>';
        for (int i = 0; i < 3 && depth < 7 && tag != "script"; ++i) {
            if (chance(0.6)) text_ += fmt::format("w{} ", ++words_);
            bool may_hold = block || chance(errors_ * 2);
            if (may_hold && chance(0.6)) element(depth + 1);
            if (!block && !is_inline && chance(0.4))
                text_ += fmt::format("<{0}>w{1}</{0}>", one_of(inlines), ++words_);
            if (chance(0.03)) text_ += "<!-- </div> -->";
            if (chance(errors_ / 20)) text_ += one_of(odd_texts);
        }
        if (chance(errors_)) tag = one_of(blocks); // another's end tag, or none
        if (!chance(errors_)) text_ += "</" + tag + ">";
        if (cell && !chance(errors_)) text_ += "</tr></table>";
    }

    std::mt19937 random_;
    double errors_;
    int ids_ = 0, words_ = 0;
    std::string text_;
};

TEST(Regions, ReadAsTheWholePageDoesOnThousandsOfSloppyPages)
{
    const std::vector<std::vector<Selector>> selectors{
        list({".c1"}),
        list({".c2 p", "h1"}),
        list({".c3 > .c1", "a.c2", ".c4"}),
        list({"section .c1 b", "td.c2"}),
        list({".c2 li:nth-child(2)", ".c1 > p:first-child", "ul.c3 li + li"}),
        list({"body > div.c1", "tr > td.c2"}),
        list({"div:has(> p.c1)", "p:contains('w3')"}),
        list({"table > tbody > tr > td", "head > meta[content]"}),
        list({"[data-x]", "#i3", "x-y.c2"}),
        list({".c1:not(.c4)", "article.c2 :not(b)"}),
        list({"[class*=C2 i]", "[id^=i]", "[data-x$='2'] b"}),
        list({"[class~=c4]", "meta[content='2']", "[id*=i1]"})};
    std::map<double, int> cut_pages;
    for (double errors : {0.0, 0.02, 0.1, 0.3}) {
        for (unsigned seed = 0; seed < 2000; ++seed) {
            auto html = SloppyPages(seed, errors).page();
            const auto& wanted = selectors[seed % selectors.size()];
            auto regions = cut_regions(html, plan_of(wanted));
            if (!regions) continue;
            ++cut_pages[errors];
            ASSERT_EQ(seen_by(wanted, page(regions->html)), seen_by(wanted, page(html)))
                << "seed " << seed << "\n"
                << html << "\ncut:\n"
                << regions->html;
        }
    }
    EXPECT_GT(cut_pages[0.0], 1000);
    EXPECT_GT(cut_pages[0.02], 400);
    EXPECT_GT(cut_pages[0.3], 10);
}

} // namespace
} // namespace baotin::parsers::html
