#include "pages.hpp"
#include "parsers/html/nesting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>

namespace baotin::parsers::html {
namespace {

int depth_of(Node root)
{
    int deepest = 0, depth = 1;
    for (auto node = root; node;) {
        deepest = std::max(deepest, depth);
        auto next = node.first_child();
        if (next) ++depth;
        while (!next && node != root) {
            next = node.next();
            if (!next) {
                node = node.parent();
                --depth;
            }
        }
        node = next;
    }
    return deepest;
}

TEST(Nesting, RefusesAHundredThousandNestedElementsAtOnce)
{
    for (std::string tag :
         {"<div>", "<span>", "<b>", "<blockquote>", "<ul><li>", "<table><td>", "<x-y>", "<svg>",
          "<svg><desc>", "<math><mi>", "<object>", "<template>", "<font color=red>", "<button><svg><desc>"}) {
        auto text = times(100'000, tag);
        auto took = cpu_time_of([&] {
            auto tree = Tree::parse(text);
            ASSERT_FALSE(tree) << tag;
            EXPECT_EQ(tree.error(), TreeError::too_deep) << tag;
        });
        EXPECT_LT(took, std::chrono::milliseconds(200)) << tag;
    }
}

TEST(Nesting, AcceptsFiveHundredAndTwelveOpenElements)
{
    EXPECT_EQ(measure_nesting(times(512, "<div>")).depth, 512);
    EXPECT_TRUE(Tree::parse(times(512, "<div>")));
    EXPECT_FALSE(Tree::parse(times(513, "<div>")));
}

struct Flat {
    const char* what;
    const char* piece;
};

class FlatPages : public testing::TestWithParam<Flat> {};

TEST_P(FlatPages, AreNotTakenForDeepOnes)
{
    auto nesting = measure_nesting(times(2000, GetParam().piece));
    EXPECT_FALSE(nesting.error) << GetParam().what;
    EXPECT_LT(nesting.depth, 12) << GetParam().what;
    EXPECT_TRUE(Tree::parse(times(2000, GetParam().piece)));
}

INSTANTIATE_TEST_SUITE_P(
    Nesting, FlatPages,
    testing::Values(Flat{"unclosed paragraphs", "<p>text"}, Flat{"unclosed list items", "<li>text"},
                    Flat{"void elements", "<br><img src=a><hr><input><meta><link>"},
                    Flat{"self-closed void elements", "<br/><img src=a />"}, Flat{"options", "<option>a"},
                    Flat{"definition lists", "<dt>a<dd>b"}, Flat{"comments", "<!-- <div> --><!-- > <p> -->"},
                    Flat{"scripts", "<script>document.write('<div><div>')</script>"},
                    Flat{"scripts in comments", "<script><!--\nif(a<b)'<div>'\n//--></script>"},
                    Flat{"styles", "<style>a>b{content:'<div>'}</style>"},
                    Flat{"text areas", "<textarea><div></textarea>"},
                    Flat{"tags in attributes", "<a title='<div><div>' href=x>y</a>"},
                    Flat{"rows", "<table><tr><td>a<td>b<tr><td>c</table>"}, Flat{"unclosed cells", "<td>a"},
                    Flat{"forms in forms", "<form><input>"}, Flat{"links in links", "<a href=x>"},
                    Flat{"misnested formatting", "<b><i>x</b></i>"},
                    Flat{"paragraphs in bold", "<b><p>x</b></p>"}, Flat{"unclosed bold", "<p><b>x"},
                    Flat{"pictures", "<svg><path d='M0'/><g><use/></g></svg>"},
                    Flat{"headings", "<h2>a<h3>b"}, Flat{"stray end tags", "</div></p></span></b>"},
                    Flat{"buttons", "<button>a"}, Flat{"selects", "<select><option>a</select>"}),
    [](const auto& made) { return test_name(made.param.what); });

TEST(Nesting, LeavesPicturesOpenWhoseEndTagsHaveMoreThanTheirNameAsGumboDoes)
{
    for (const auto* end : {"</title rel=x>", "</title/>", "</title >"}) {
        const auto page = times(2000, std::string("<svg><title>t") + end + "<p>");
        EXPECT_EQ(measure_nesting(page).error, TreeError::too_deep) << end;
        EXPECT_EQ(Tree::parse(page).error(), TreeError::too_deep) << end;
    }
    EXPECT_FALSE(measure_nesting(times(2000, "<svg><title>t</title></svg><p>")).error);
}

TEST(Nesting, CountsFormattingThatIsOpenedAgainInEveryParagraph)
{
    std::string text;
    for (int i = 0; i < 5000; ++i)
        text += fmt::format("<p><b id=a{}>x", i);
    EXPECT_TRUE(measure_nesting(text).error);
    EXPECT_FALSE(measure_nesting(text.substr(0, text.find("<p><b id=a300>"))).error);
    auto wide = std::string();
    for (int i = 0; i < 500; ++i)
        wide += fmt::format("<font id=a{}>", i);
    EXPECT_EQ(measure_nesting("<p>" + wide + times(100'000, "<p>x")).error, TreeError::too_many_elements);
}

TEST(Nesting, RefusesTagsWithTensOfThousandsOfAttributes)
{
    auto attributes = [](int count) {
        std::string text = "<div";
        for (int i = 0; i < count; ++i)
            text += fmt::format(" a{}", i);
        return text + ">";
    };
    EXPECT_FALSE(measure_nesting(attributes(1000)).error);
    EXPECT_EQ(measure_nesting(attributes(100'000)).error, TreeError::too_many_attributes);
    std::string bodies;
    for (int i = 0; i < 20'000; ++i)
        bodies += fmt::format("<body a{}>", i);
    EXPECT_EQ(measure_nesting(bodies).error, TreeError::too_many_attributes);
}

TEST(Nesting, CountsTheAttributesOfEndTagsAndOfATagThatNeverEnds)
{
    std::string attributes;
    for (int i = 0; i < 100'000; ++i)
        attributes += fmt::format(" a{}", i);
    EXPECT_EQ(measure_nesting("<p>x<a" + attributes).error, TreeError::too_many_attributes);
    EXPECT_EQ(measure_nesting("<p>x</p" + attributes + ">").error, TreeError::too_many_attributes);
    EXPECT_EQ(measure_nesting("<p>x</p" + attributes).error, TreeError::too_many_attributes);
    EXPECT_FALSE(measure_nesting("<p>x<a href=/1 class=b").error);
}

TEST(Nesting, RefusesMillionsOfNodes)
{
    EXPECT_EQ(measure_nesting(times(2'000'000, "<p>")).error, TreeError::too_many_elements);
    EXPECT_EQ(measure_nesting(times(1'000'000, "a<!---->")).error, TreeError::too_many_elements);
}

/// Random tag soup, many times over: the count must not fall far behind what Gumbo builds.
TEST(Nesting, KeepsUpWithGumboOnTagSoup)
{
    const std::vector<std::string> names{"div",   "p",      "b",      "a",      "table",  "tr",
                                         "td",    "select", "option", "span",   "li",     "ul",
                                         "form",  "h1",     "svg",    "button", "object", "dd",
                                         "input", "br",     "font",   "center", "th",     "textarea"};
    std::mt19937 random(20260321);
    auto pick = [&](std::size_t below) { return random() % below; };
    for (int round = 0; round < 1500; ++round) {
        std::string motif;
        for (std::size_t i = 0, size = 2 + pick(7); i < size; ++i) {
            auto kind = pick(10);
            if (kind < 6)
                motif += "<" + names[pick(names.size())] + (pick(3) == 0 ? " id=x>" : ">");
            else if (kind < 9)
                motif += "</" + names[pick(names.size())] + ">";
            else
                motif += "x";
        }
        auto text = "<!DOCTYPE html>" + times(40, motif);
        auto nesting = measure_nesting(text);
        if (nesting.error) continue;
        auto actual = depth_of(page(text).root());
        EXPECT_LE(actual, 2 * nesting.depth + 12) << motif;
    }
}

} // namespace
} // namespace baotin::parsers::html
