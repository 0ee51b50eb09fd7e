#include "pages.hpp"

#include <gmock/gmock.h>

#include <string>

namespace baotin::parsers::html {
namespace {

constexpr const char* kPage = R"(<!DOCTYPE html><html id=html><body id=body class="page News">
<div id=top class="box top"><h1 id=h1 title="Tin mới">Bầu cử</h1><p id=p1 class=lead lang=vi-VN>Một <b id=b1>hai</b> ba</p>
<p id=p2 data-x="a b c">Công an <a id=a1 href="/tin-1.html" rel=NoFollow>Bắc Ninh</a></p><p id=p3></p></div>
<div id=mid class="box"><ul id=ul><li id=l1 class=odd>1</li><li id=l2>2</li><li id=l3 class=odd>3</li><li id=l4>4</li>
<li id=l5 class=odd>5</li><li id=l6>6</li></ul><span id=s1>x</span><em id=e1></em><span id=s2><!-- c --></span><em id=e2> </em></div>
<div id=low class="box-low"><table id=t class="MASTERCMS_TPL_TABLE"><tr id=r1><td id=c1><img id=i1 src="a.JPG"></td></tr>
<tr id=r2><td id=c2>Chú thích</td></tr></table><input id=in type=TEXT><a id=a2>không đích</a>
<section id=sec><article id=art><p id=p4><strong id=st><a id=a3 href="http://x.vn/tin-2.html">Đọc thêm</a></strong></p>
<p id=p5>Bài   liên
quan</p></article></section><my-tag id=my><x:y id=xy class="w-1/2 md:p-2 2col">t</x:y></my-tag></div></body></html>)";

struct Case {
    const char* selector;
    const char* ids;
};

std::string ids_of(const std::vector<Selector::Match>& matches)
{
    std::string ids;
    for (const auto& match : matches)
        ids += (ids.empty() ? "" : " ") +
               std::string(match.node.id().empty() ? match.node.tag() : match.node.id());
    return ids;
}

class Selects : public testing::TestWithParam<Case> {};

TEST_P(Selects, InDocumentOrder)
{
    static const auto tree = page(kPage);
    auto selector = Selector::compile(GetParam().selector);
    ASSERT_TRUE(selector) << GetParam().selector << ": " << selector.error().what;
    auto matches = selector->select(tree.root());
    EXPECT_EQ(ids_of(matches), GetParam().ids) << GetParam().selector;
    // One at a time they answer the same.
    for (const auto& match : matches) {
        bool alone = std::string_view(GetParam().selector).find(":scope") == std::string_view::npos;
        EXPECT_TRUE(!alone || selector->matches(match.node)) << GetParam().selector;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Simple, Selects,
    testing::Values(Case{"h1", "h1"}, Case{"H1", "h1"}, Case{"#h1", "h1"}, Case{"#H1", ""},
                    Case{".lead", "p1"}, Case{".LEAD", ""}, Case{"p", "p1 p2 p3 p4 p5"}, Case{"p.lead", "p1"},
                    Case{"p#p2", "p2"}, Case{"div#p2", ""}, Case{".box.top", "top"}, Case{".top.box", "top"},
                    Case{".box", "top mid"}, Case{"*.odd", "l1 l3 l5"}, Case{"*#s1", "s1"},
                    Case{"head", "head"}, Case{"my-tag", "my"}, Case{"MY-TAG", "my"}, Case{"x\\:y", "xy"},
                    Case{"nosuch", ""}, Case{"  p.lead  ", "p1"}, Case{"/* a */p/* b */.lead/* c */", "p1"},
                    Case{".box-low", "low"}, Case{"h1, p.lead", "h1 p1"}, Case{"p.lead,h1", "h1 p1"},
                    Case{"p, p, #p1", "p1 p2 p3 p4 p5"}));

INSTANTIATE_TEST_SUITE_P(Escapes, Selects,
                         testing::Values(Case{".md\\:p-2", "xy"}, Case{".w-1\\/2", "xy"},
                                         Case{".\\32 col", "xy"}, Case{".\\000032col", "xy"},
                                         Case{"#\\68 1", "h1"}, Case{"#\\h1", "h1"},
                                         Case{"[title='Tin m\\1EDBi']", "h1"},
                                         Case{"[title=\"Tin m\\1edb i\"]", "h1"}));

INSTANTIATE_TEST_SUITE_P(
    Attributes, Selects,
    testing::Values(Case{"[title]", "h1"}, Case{"[TITLE]", "h1"}, Case{"[ title ]", "h1"},
                    Case{"[nosuch]", ""}, Case{"a[href]", "a1 a3"}, Case{"[title='Tin mới']", "h1"},
                    Case{"[title=\"Tin mới\"]", "h1"}, Case{"[title='tin mới']", ""},
                    Case{"[title='tin mới' i]", "h1"}, Case{"[title = 'TIN mới' I ]", "h1"},
                    Case{"[id=s1]", "s1"}, Case{"[id=S1]", ""}, Case{"[data-x~=b]", "p2"},
                    Case{"[data-x~=B]", ""}, Case{"[data-x~=B i]", "p2"}, Case{"[data-x~='a b']", ""},
                    Case{"[data-x~='']", ""}, Case{"[class~=top]", "top"}, Case{"[lang|=vi]", "p1"},
                    Case{"[lang|=VI]", "p1"}, Case{"[lang|=VI s]", ""}, Case{"[lang|='vi-VN']", "p1"},
                    Case{"[lang|=v]", ""}, Case{"[href^='/tin-']", "a1"}, Case{"[href^='/TIN']", ""},
                    Case{"[href^='/TIN'i]", "a1"}, Case{"[href^='']", ""}, Case{"[href$='.html']", "a1 a3"},
                    Case{"[src$='.jpg']", ""}, Case{"[src$='.jpg' i]", "i1"}, Case{"[href$='']", ""},
                    Case{"[href*='x.vn']", "a3"}, Case{"[href*='X.VN']", ""}, Case{"[href*=X i]", "a3"},
                    Case{"[href*='']", ""}, Case{"[type=text]", "in"}, Case{"[type='text' s]", ""},
                    Case{"[rel=nofollow]", "a1"}, Case{"[href][rel]", "a1"}, Case{"a[href^='/'][rel]", "a1"},
                    Case{"[class]:not([class*=box])", "body p1 l1 l3 l5 t xy"},
                    Case{"[data-x='a b c']", "p2"}));

INSTANTIATE_TEST_SUITE_P(
    Combinators, Selects,
    testing::Values(Case{"div p", "p1 p2 p3 p4 p5"}, Case{"#top p", "p1 p2 p3"}, Case{"#top > p", "p1 p2 p3"},
                    Case{"#top>p", "p1 p2 p3"}, Case{"body > p", ""}, Case{"body p a", "a1 a3"},
                    Case{"div > p > a", "a1"}, Case{"div > p a", "a1"},
                    Case{"html > body > div > ul > li.odd", "l1 l3 l5"},
                    Case{"section article p strong a", "a3"}, Case{"h1 + p", "p1"}, Case{"h1+p", "p1"},
                    Case{"h1 ~ p", "p1 p2 p3"}, Case{"h1~p", "p1 p2 p3"}, Case{"p + h1", ""},
                    Case{"p ~ h1", ""}, Case{"li + li + li", "l3 l4 l5 l6"}, Case{"li.odd + li", "l2 l4 l6"},
                    Case{"li.odd ~ li.odd", "l3 l5"}, Case{"#l2 ~ li + li", "l4 l5 l6"},
                    Case{"ul ~ span", "s1 s2"}, Case{"ul ~ em ~ span", "s2"}, Case{"div + div p", "p4 p5"},
                    Case{"div ~ div > ul li", "l1 l2 l3 l4 l5 l6"}, Case{"div.top ~ div p ~ p", "p5"},
                    Case{"#top p + p > a", "a1"}, Case{"div div", ""}, Case{"body div > p:first-child", ""},
                    Case{"div article > p", "p4 p5"}, Case{"p\n>\tb", "b1"}, Case{"table tr td", "c1 c2"},
                    Case{"table > tr", ""}, Case{"table > tbody > tr", "r1 r2"}));

INSTANTIATE_TEST_SUITE_P(
    Positions, Selects,
    testing::Values(Case{"li:nth-child(1)", "l1"}, Case{"li:nth-child(2n)", "l2 l4 l6"},
                    Case{"li:nth-child(even)", "l2 l4 l6"}, Case{"li:nth-child(2n+1)", "l1 l3 l5"},
                    Case{"li:nth-child(ODD)", "l1 l3 l5"}, Case{"li:nth-child( 2n + 1 )", "l1 l3 l5"},
                    Case{"li:nth-child(n)", "l1 l2 l3 l4 l5 l6"}, Case{"li:nth-child(n+4)", "l4 l5 l6"},
                    Case{"li:nth-child(-n+2)", "l1 l2"}, Case{"li:nth-child(-2n+5)", "l1 l3 l5"},
                    Case{"li:nth-child(3n-1)", "l2 l5"}, Case{"li:nth-child(+3)", "l3"},
                    Case{"li:nth-child(+n)", "l1 l2 l3 l4 l5 l6"}, Case{"li:nth-child(0)", ""},
                    Case{"li:nth-child(-3)", ""}, Case{"li:nth-child(0n+2)", "l2"},
                    Case{"li:nth-child(7)", ""}, Case{"li:nth-child(99999999999999999999)", ""},
                    Case{"li:nth-last-child(1)", "l6"}, Case{"li:nth-last-child(-n+2)", "l5 l6"},
                    Case{"li:nth-last-child(2n)", "l1 l3 l5"}, Case{"li:nth-child(2 of .odd)", "l3"},
                    Case{"li:nth-child(n+2 of .odd)", "l3 l5"}, Case{"li:nth-last-child(1 of .odd)", "l5"},
                    Case{":nth-child(1 of p, b)", "p1 b1 p4"}, Case{"li:nth-child(even of li)", "l2 l4 l6"},
                    Case{"p:nth-child(2)", "p1 p5"}, Case{"p:nth-of-type(1)", "p1 p4"},
                    Case{"p:nth-of-type(2)", "p2 p5"}, Case{"#top > :nth-of-type(1)", "h1 p1"},
                    Case{"span:nth-of-type(2)", "s2"}, Case{"span:nth-last-of-type(1)", "s2"},
                    Case{"p:nth-last-of-type(1)", "p3 p5"}, Case{"li:first-child", "l1"},
                    Case{"li:last-child", "l6"}, Case{"b:only-child", "b1"},
                    Case{"strong:only-child a", "a3"}, Case{"p:has(strong:only-child a)", "p4"},
                    Case{"p:first-of-type", "p1 p4"}, Case{"em:first-of-type", "e1"},
                    Case{"em:last-of-type", "e2"}, Case{"h1:only-of-type", "h1"},
                    Case{"span:only-of-type", ""}, Case{"tr:nth-of-type(2) td", "c2"},
                    Case{"table.MASTERCMS_TPL_TABLE tr:nth-of-type(2) td", "c2"},
                    Case{"html:first-child", "html"}, Case{"html:nth-last-child(1)", "html"}));

INSTANTIATE_TEST_SUITE_P(
    Logic, Selects,
    testing::Values(Case{"li:not(.odd)", "l2 l4 l6"}, Case{"li:not(.odd, #l2)", "l4 l6"},
                    Case{"li:not(.odd):not(#l2)", "l4 l6"}, Case{"p:not(div > p)", "p4 p5"},
                    Case{"li:not(ul > .odd)", "l2 l4 l6"}, Case{"div:not(:has(h1))", "mid low"},
                    Case{":is(h1, b)", "h1 b1"}, Case{":IS(h1, b)", "h1 b1"},
                    Case{"div :is(b, a)[id]", "b1 a1 a2 a3"}, Case{":where(#s1)", "s1"},
                    Case{"p:is(.lead, #p3)", "p1 p3"}, Case{":is(ul, section) :is(li.odd, a)", "l1 l3 l5 a3"},
                    Case{":not(*)", ""}, Case{":not(:not(h1))", "h1"}, Case{"p:is(div > *)", "p1 p2 p3"},
                    Case{"div:has(h1)", "top"}, Case{"div:has(> h1)", "top"}, Case{"body:has(> h1)", ""},
                    Case{"body:has(h1)", "body"}, Case{"div:has(+ div)", "top mid"},
                    Case{"div:has(~ div > ul)", "top"}, Case{"p:has(b, a)", "p1 p2 p4"},
                    Case{"p:has(> a)", "p2"}, Case{"p:has(> strong > a)", "p4"},
                    Case{"div:has(article a)", "low"}, Case{"li:has(+ .odd)", "l2 l4"},
                    Case{"li:has(~ #l3)", "l1 l2"}, Case{"li:has(+ li + li.odd)", "l1 l3"},
                    Case{"li:has(~ .odd + li)", "l1 l2 l3 l4"}, Case{"tr:has(img) + tr td", "c2"},
                    Case{":has(> #b1)", "p1"}, Case{"table:has(img):has(td)", "t"}, Case{"a:has(b)", ""},
                    Case{"em:empty", "e1"}, Case{"span:empty", "s2"}, Case{"p:empty", "p3"},
                    Case{":root", "html"}, Case{":root > body", "body"}, Case{":scope > body", "body"},
                    Case{"a:link", "a1 a3"}, Case{"a:any-link", "a1 a3"}, Case{"a:not(:link)", "a2"}));

INSTANTIATE_TEST_SUITE_P(
    Text, Selects,
    testing::Values(Case{"p:contains(\"Bắc Ninh\")", "p2"}, Case{"p:contains('Bắc Ninh')", "p2"},
                    Case{"p:contains(Bắc Ninh)", "p2"}, Case{"p:contains('bắc ninh')", ""},
                    Case{"p:contains('Bài liên quan')", "p5"}, Case{"p:contains('Một hai ba')", "p1"},
                    Case{"p:contains('Ba\xCC\x86\xCC\x81"
                         "c Ninh')",
                         "p2"},
                    Case{"div:contains('Đọc')", "low"}, Case{"li:contains('3')", "l3"},
                    Case{"p:not(:contains('Một')):not(:empty)", "p2 p4 p5"},
                    Case{"a::attr(href)", "a1 a2 a3"}, Case{"h1::text", "h1"},
                    Case{"p.lead::text, h1", "h1 p1"}));

INSTANTIATE_TEST_SUITE_P(NamespacesAreIgnored, Selects,
                         testing::Values(Case{"html|h1", "h1"}, Case{"*|h1", "h1"}, Case{"|h1", "h1"},
                                         Case{"svg|*#h1", "h1"}, Case{"*|*#h1", "h1"}, Case{"h1[*|id]", "h1"},
                                         Case{"h1[xml|id=h1]", "h1"}, Case{"h1[|id|=h1]", "h1"}));

TEST(Selector, AsksForAnAttribute)
{
    auto tree = page("<a href=/1 data-url=/2>x</a><img src=/3>");
    auto selector = css("a::attr( Data-URL ), img::attr(src), p");
    auto matches = selector.select(tree.root());
    ASSERT_EQ(matches.size(), 2u);
    EXPECT_EQ(matches[0].attribute, "data-url");
    EXPECT_EQ(matches[1].attribute, "src");
    EXPECT_EQ(css("a").select(tree.root())[0].attribute, "");
}

TEST(Selector, KeepsItsSource)
{
    EXPECT_EQ(css(" a , b ").source(), " a , b ");
}

TEST(Selector, SelectsBelowAndIncludingItsRoot)
{
    auto tree = page("<div id=a><div id=b><div id=c></div></div><p id=d></p></div>");
    auto b = find(tree, "#b");
    EXPECT_EQ(ids_of(css("div").select(b)), "b c");
    EXPECT_EQ(ids_of(css(":scope > div").select(b)), "c");
    EXPECT_EQ(ids_of(css("#a div").select(b)), "b c") << "what stands above the root still counts";
    EXPECT_EQ(ids_of(css("p").select(b)), "");
    EXPECT_TRUE(css("div").select(Node()).empty());
    EXPECT_FALSE(css("div").matches(Node()));
    EXPECT_FALSE(css("*").matches(find(page("<p>x"), "p").first_child())) << "a text matches nothing";
    EXPECT_TRUE(css(":scope").matches(b));
}

TEST(Selector, DoesNotLookIntoTemplates)
{
    auto tree = page("<template id=t><p id=a></p></template><p id=b></p>");
    EXPECT_EQ(ids_of(css("p, template").select(tree.root())), "t b");
}

TEST(Selector, MatchesPicturesInTheirOwnCase)
{
    auto tree = page("<svg id=s viewBox='0 0 1 1'><linearGradient id='g'/><foreignObject id='f'/></svg>");
    EXPECT_EQ(ids_of(css("svg[viewbox] lineargradient").select(tree.root())), "g");
    EXPECT_EQ(ids_of(css("foreignObject").select(tree.root())), "f");
}

TEST(Selector, IsSharedByItsCopies)
{
    auto tree = page("<p id=a>");
    Selector copy = css("p::attr(id)");
    auto again = copy;
    auto matches = again.select(tree.root());
    copy = css("b");
    ASSERT_EQ(matches.size(), 1u);
    EXPECT_EQ(matches[0].attribute, "id");
}

/// What tells quickly that an element cannot match must not tell so of one that does.
TEST(Selector, FindsNamesThatAreWrittenOddly)
{
    auto tree =
        page("<svg viewBox=x Class=a></svg><X-Y DATA-A=1 class='\tb\fc\n'></X-Y><p ID=d>x</p><template>"
             "<i class=b></i></template><u class='" +
             times(5'000, "z ") + "e'></u>");
    for (auto source :
         {"svg[viewbox]", "svg.a", "[VIEWBOX=x]", "x-y[data-a='1']", ".b.c", "P#d", "u.z.e", "template"})
        EXPECT_EQ(css(source).select(tree.root()).size(), 1u) << source;
    EXPECT_TRUE(css("i").select(tree.root()).empty());
    auto body = css("body").select(tree.root()).front().node;
    EXPECT_EQ(css(".b, .e, svg").select(body).size(), 3u); // below an element, without the page's index
    EXPECT_EQ(css(".b, .e, svg").select(tree.root()).size(), 3u);
}

} // namespace
} // namespace baotin::parsers::html
