#include "pages.hpp"
#include "parsers/html/lasting_names.hpp"
#include "parsers/html/selector_writer.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers::html {
namespace {

/// What is written for the element with the attribute `x`.
std::optional<std::string> written(const std::string& body)
{
    auto tree = page(body);
    return write_selector(parsers::find(tree, "[x]"));
}

std::optional<std::string> group(const std::string& body)
{
    auto tree = page(body);
    return write_group_selector(parsers::find(tree, "[x]"));
}

TEST(SelectorWriter, PrefersAnId)
{
    EXPECT_EQ(written("<div><div x id=content class=detail-content>a</div></div>"), "#content");
}

TEST(SelectorWriter, PassesOverAnIdThatStandsTwiceOrIsANumber)
{
    EXPECT_EQ(written("<div id=a1 class=x-b></div><h1 x id=tt class=title></h1><p id=tt></p>"), "h1.title");
    EXPECT_EQ(written("<div x id=post-18832 class=entry-text></div>"), ".entry-text");
    EXPECT_EQ(written("<div x id=ctl00_ctl30_g_a823d20f class=entry-text></div>"), ".entry-text");
}

TEST(SelectorWriter, UsesAttributesThatNameARole)
{
    EXPECT_EQ(written("<h2 x data-role=sapo class=css-1x2y3z></h2>"), "h2[data-role=sapo]");
    EXPECT_EQ(written("<div x itemprop=articleBody></div>"), "div[itemprop=articleBody]");
}

TEST(SelectorWriter, UsesTheTagWithACommonWordAndNotWithATellingOne)
{
    EXPECT_EQ(written("<h1 x class='title'></h1><a class=title></a>"), "h1.title");
    EXPECT_EQ(written("<div x class='row content detail-content mt-3'></div>"), ".detail-content");
}

TEST(SelectorWriter, CombinesClassesWhereOneIsNotEnough)
{
    EXPECT_EQ(
        written(
            "<div class=main-a></div><div class=afcbc-body></div><div x class='main-a afcbc-body'></div>"),
        "div.main-a.afcbc-body");
}

TEST(SelectorWriter, NamesAnAncestorWhereTheElementHasNoName)
{
    EXPECT_EQ(written("<div class=head-info><h3 x>t</h3></div><h3>u</h3>"), ".head-info > h3");
    EXPECT_EQ(written("<div id=news><div><span x class=date></span></div></div><span class=date></span>"),
              "#news span.date");
}

TEST(SelectorWriter, CountsSiblingsOnlyBelowANamedParent)
{
    EXPECT_EQ(written("<div class=meta-line><span>a</span><span x>b</span><span>c</span></div>"),
              ".meta-line > span:nth-of-type(2)");
    EXPECT_EQ(written("<div><span>a</span><span x>b</span></div>"), std::nullopt);
}

TEST(SelectorWriter, WritesTagsThatTellEnough)
{
    EXPECT_EQ(written("<h1 x class=text-bold>t</h1>"), "h1");
    EXPECT_EQ(written("<body x>t"), "body");
}

TEST(SelectorWriter, FindsNothingForATextOrWithinATemplate)
{
    EXPECT_EQ(write_selector(Node()), std::nullopt);
    EXPECT_EQ(write_group_selector(Node()), std::nullopt);
    auto tree = page("<body><p>text</p></body>");
    EXPECT_EQ(write_selector(parsers::find(tree, "p").first_child()), std::nullopt);
}

TEST(SelectorWriter, EscapesNamesAsCssEscapeDoes)
{
    EXPECT_EQ(escape_name("a.b:c"), "a\\.b\\:c");
    EXPECT_EQ(escape_name("1a"), "\\31 a");
    EXPECT_EQ(escape_name("-1a"), "-\\31 a");
    EXPECT_EQ(escape_name("-"), "\\-");
    EXPECT_EQ(escape_name("a\x01"), "a\\1 ");
    EXPECT_EQ(escape_name(std::string_view("a\0b", 3)), "a\uFFFDb");
    EXPECT_EQ(escape_name("tiêu-đề"), "tiêu-đề");
}

TEST(SelectorWriter, WritesWhatTheSelectorParserReads)
{
    for (std::string name : {"a.b", "1a", "-1", "-", "a b", "tiêu_đề", "a\"b'c", "[x]"}) {
        auto tree = page("<p id=\"" + (name == "a\"b'c" ? std::string("a&quot;b'c") : name) + "\">");
        auto found = css("#" + escape_name(name)).select(tree.root());
        ASSERT_EQ(found.size(), 1u) << name;
    }
}

TEST(SelectorWriter, WritesGroupsByClasses)
{
    EXPECT_EQ(group("<ul><li><h3 class=title-news><a x href=1>a</a></h3><li><h3 class=title-news><a href=2>"),
              "h3.title-news > a");
    EXPECT_EQ(group("<div class=news-item><h3><a x href=1>a</a></h3></div>"), ".news-item h3 > a");
    EXPECT_EQ(group("<div class=css-18xa2><h3><a x class=box-title-link href=1>a</a></h3></div>"),
              "a.box-title-link");
    EXPECT_EQ(group("<ul><li><a x href=1>a</a></ul>"), std::nullopt);
}

TEST(SelectorWriter, NamesNoTagThatNoSelectorCanName)
{
    auto tree = page(std::string("<p>a<x\0y>b</x\0y>", 16));
    auto element = css("p > *").select(tree.root()).at(0).node;
    for (const auto& candidate : selector_candidates(element))
        EXPECT_TRUE(css(candidate).matches(element)) << candidate;
}

TEST(LastingName, IsAWordThatAnEditorWouldTrust)
{
    for (auto name : {"title", "detail-content", "PhotoCMS_Caption", "article__body", "singular-content",
                      "bx-time", "fck_detail", "title-2", "noidung", "news-bodyhtml", "articleBody",
                      "sc-longform-header-title", "tiêu-đề", "zce-content-body", "ArticleContent"})
        EXPECT_TRUE(is_lasting_name(name)) << name;
    for (auto name : {"css-1x2y3z", "sc-bdVaJa", "post-18832", "col-md-8", "mt-3", "md:flex", "w-1/2",
                      "active", "lazyloaded", "a", "", "xkqzt", "ctl00_g_a823d20f", "text-bca-gray-700",
                      "dt-text-black-mine", "clearfix", "jsx-a", "_1aB2c3", "status-publish"})
        EXPECT_FALSE(is_lasting_name(name)) << name;
}

} // namespace
} // namespace baotin::parsers::html
