#include "pages.hpp"
#include "parsers/html/visible_text.hpp"

namespace baotin::parsers::html {
namespace {

struct Case {
    const char* what;
    const char* html;
    const char* text;
};

class VisibleText : public testing::TestWithParam<Case> {};

TEST_P(VisibleText, IsWhatAReaderSees)
{
    auto tree = page(GetParam().html);
    EXPECT_EQ(visible_text(find(tree, "body"), {}), GetParam().text) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Pages, VisibleText,
    testing::Values(
        Case{"paragraphs", "<p>a</p><p>b</p>", "a\nb"}, Case{"divs", "<div>a<div>b</div>c</div>", "a\nb\nc"},
        Case{"line breaks", "a<br>b<br/><br>c", "a\nb\nc"},
        Case{"source line breaks", "<p>a\n  b\r\nc</p>", "a b c"},
        Case{"inline elements", "<p>Qu<b>ố</b>c <i>h</i>ội</p>", "Quốc hội"},
        Case{"spaces around inline elements", "<p>một <b> hai </b> ba</p>", "một hai ba"},
        Case{"list items", "<ul><li>a<li>b</ul>", "a\nb"}, Case{"definitions", "<dl><dt>a<dd>b</dl>", "a\nb"},
        Case{"cells", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"},
        Case{"paragraphs in cells", "<table><tr><td><p>Số vụ</p></td><td><p>12</p></td></tr></table>",
             "Số vụ | 12"},
        Case{"empty cells", "<table><tr><td>&nbsp;</td><td>a</td><td> </td><td>b</td><td></td></tr></table>",
             "a | b"},
        Case{"a table for layout", "<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a\nb\nc"},
        Case{"a table in a cell", "<table><tr><td>x<table><tr><td>a<td>b</table></td><td>c</td></tr></table>",
             "x\na | b\nc"},
        Case{"headings", "<h1>a</h1>b", "a\nb"}, Case{"no code", "a<script>b</script><style>c</style>", "a"},
        Case{"no embedded documents", "a<iframe>b</iframe><noscript>c</noscript><template>d</template>", "a"},
        Case{"no pictures' text", "a<svg><text>b</text></svg>", "a"},
        Case{"no controls", "a<select><option>b</select><button>c</button><textarea>d</textarea>", "a"},
        Case{"no hidden elements", "a<p hidden>b</p><p style='DISPLAY : none !important'>c</p>", "a"},
        Case{"no invisible elements", "a<span style='color:red;visibility:hidden'>b</span>c", "ac"},
        Case{"what only assistants skip", "a <span aria-hidden=true>b</span>", "a b"},
        Case{"a later display wins", "<p style='display:none;display:block'>a</p>", "a"},
        Case{"blocks by style", "<span style='display:block'>a</span><span style='display:block'>b</span>",
             "a\nb"},
        Case{"inline by style", "<div style='display:inline'>a</div><div style='display:inline'>b</div>",
             "ab"},
        Case{"no-break spaces", "<p>&nbsp;a&nbsp;b&nbsp;</p>", "a b"},
        Case{"soft hyphens", "a&shy;b<wbr>c", "abc"}, Case{"an empty page", "", ""},
        Case{"closed dialogs", "a<dialog>b</dialog>", "a"},
        Case{"a drop cap by class", "<p><span class=dropcap>T</span>ại cuộc họp</p>", "Tại cuộc họp"},
        Case{"a drop cap by style", "<p><b style='float:left'>T</b>ại cuộc họp</p>", "Tại cuộc họp"},
        Case{"a drop cap by element alone", "<p><font size=7>T</font>ại</p>", "Tại"},
        Case{"a drop cap in a block", "<div class='drop-cap'>T</div><p>ại cuộc họp</p><p>b</p>",
             "Tại cuộc họp\nb"},
        Case{"a drop cap in a floated block",
             "<p>x</p>\n<div style='FLOAT: left'> T </div>\n <div><p> ại</p></div>", "x\nTại"},
        Case{"a drop cap before a line break in the source", "<p><span class='DropCap'>T</span>\n ại</p>",
             "Tại"},
        Case{"a drop cap that is a word", "<p><span class='dropcap'>Ở</span> Hà Nội</p>", "Ở Hà Nội"},
        Case{"a word as drop cap in a block", "<div class='dropcap'>Ở</div><p>Hà Nội</p>", "Ở Hà Nội"},
        Case{"a quoted drop cap", "<div class='drop_cap'>“T</div><p>ôi</p>", "“Tôi"},
        Case{"a letter that is no drop cap", "<div>T</div><p>ại</p>", "T\nại"},
        Case{"a floated box that is no letter", "<div style='float:left'>Ảnh</div><p>ại</p>", "Ảnh\nại"},
        Case{"decomposed letters", "<p>be\xCC\xA3\xCC\x82nh</p>", "bệnh"}),
    [](const auto& made) { return test_name(made.param.what); });

TEST(VisibleTextOf, LeavesOutWhatIsRemoved)
{
    auto tree = page("<p>Tiêu đề <span class=views>(Lượt xem: 11042)</span></p>");
    auto views = css(".views");
    EXPECT_EQ(visible_text(find(tree, "p"), [&](Node node) { return views.matches(node); }), "Tiêu đề");
    EXPECT_EQ(visible_text(find(tree, ".views"), [&](Node node) { return views.matches(node); }), "");
}

TEST(VisibleTextOf, ReadsAHiddenElementThatIsAskedForByName)
{
    auto tree = page("<p hidden>a</p>");
    EXPECT_EQ(visible_text(find(tree, "p"), {}), "a");
    EXPECT_EQ(visible_text(Node(), {}), "");
}

TEST(VisibleTextOf, KnowsALongElementWithoutReadingAll)
{
    auto tree = page("<p>một hai</p><div>" + times(600, "<i></i>") + "</div>");
    EXPECT_FALSE(is_longer(find(tree, "p"), 20));
    EXPECT_TRUE(is_longer(find(tree, "p"), 5));
    EXPECT_TRUE(is_longer(find(tree, "div"), 5)) << "elements without text take time, too";
    EXPECT_FALSE(is_longer(Node(), 0));
}

} // namespace
} // namespace baotin::parsers::html
