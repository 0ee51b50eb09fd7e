#include "pages.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers::html {
namespace {

TEST(Tree, GivesEveryPageAnHtmlElement)
{
    for (auto text : {"", "text", "<p>a", "<!-- only a comment -->", "\xEF\xBB\xBF<p>a"}) {
        auto tree = page(text);
        EXPECT_EQ(tree.root().tag(), "html") << text;
        EXPECT_FALSE(tree.root().parent()) << text;
    }
}

TEST(Tree, DecodesEntitiesInTextAndAttributes)
{
    auto tree = page("<p title='a &amp; b'>Qu&#7889;c h&#x1ed9;i &ocirc; &nbsp;x");
    auto p = find(tree, "p");
    EXPECT_EQ(p.first_child().text(), "Quốc hội ô \u00A0x");
    EXPECT_EQ(p.attribute("title"), "a & b");
}

TEST(Tree, WalksAmongSiblingsAndParents)
{
    auto tree = page("<body><a>1</a>two<!-- three --><b>4</b></body>");
    auto a = find(tree, "a");
    EXPECT_TRUE(a.is_element());
    EXPECT_FALSE(a.previous());
    EXPECT_TRUE(a.next().is_text());
    auto comment = a.next().next();
    EXPECT_FALSE(comment.is_text() || comment.is_element());
    EXPECT_EQ(comment.next().tag(), "b");
    EXPECT_EQ(comment.next().previous(), comment);
    EXPECT_FALSE(comment.next().next());
    EXPECT_EQ(a.parent().tag(), "body");
    EXPECT_EQ(a.parent().parent(), tree.root());
}

TEST(Tree, KnowsNamesWithoutCase)
{
    auto tree = page("<DIV ID=Top Class='a  B\tc'><Amp-IMG Data-Src=x></Amp-IMG></DIV>");
    auto div = find(tree, "div");
    EXPECT_EQ(div.tag(), "div");
    EXPECT_EQ(div.id(), "Top");
    EXPECT_TRUE(div.has_class("B"));
    EXPECT_FALSE(div.has_class("b"));
    EXPECT_FALSE(div.has_class("a "));
    EXPECT_FALSE(div.has_class(""));
    EXPECT_EQ(div.first_child().tag(), "amp-img");
    EXPECT_EQ(div.first_child().attribute("DATA-src"), "x");
    EXPECT_EQ(div.attribute("data"), std::nullopt);
}

TEST(Tree, CanBeMoved)
{
    auto tree = page("<p>one");
    auto other = page("<p>two");
    auto node = find(tree, "p");
    other = std::move(tree);
    EXPECT_EQ(find(other, "p"), node);
    EXPECT_EQ(node.first_child().text(), "one");
}

TEST(Tree, RefusesMoreThanSixteenMebibytes)
{
    auto tree = Tree::parse(std::string(Tree::kMaxBytes + 1, 'a'));
    ASSERT_FALSE(tree);
    EXPECT_EQ(tree.error(), TreeError::too_large);
    EXPECT_TRUE(Tree::parse(std::string(1u << 20, 'a')));
}

TEST(Tree, SaysWhyAPageIsRefused)
{
    EXPECT_EQ(describe(TreeError::too_deep), "the page nests deeper than 512 elements");
    EXPECT_EQ(describe(TreeError::too_large), "the page is larger than 16777216 bytes");
    EXPECT_EQ(describe(TreeError::too_many_attributes), "the page has tags with thousands of attributes");
}

TEST(Tree, KeepsItsPlaceWhereAFrameSetReplacesTheBody)
{
    auto tree = page("<ul><caption></body><!-- a --><frameset id=3><ul><frame></frameset><!-- b -->");
    int nodes = 0;
    for (auto child = tree.root().first_child(); child && nodes < 100; child = child.next())
        ++nodes;
    EXPECT_LT(nodes, 10);
}

TEST(Node, IsFalseWhenEmpty)
{
    Node none;
    EXPECT_FALSE(none);
    EXPECT_FALSE(none.is_element() || none.is_text());
    EXPECT_EQ(none.tag(), "");
    EXPECT_EQ(none.text(), "");
    EXPECT_FALSE(none.parent() || none.next() || none.previous() || none.first_child());
    EXPECT_EQ(none.attribute("id"), std::nullopt);
}

} // namespace
} // namespace baotin::parsers::html
