#include "pages.hpp"
#include "parsers/article.hpp"
#include "parsers/generic.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kSentence = "Ngày 20/5/2021, Đoàn công tác của Bộ Công an đã đến thăm, làm việc với Tỉnh "
                              "ủy Bắc Ninh về công tác bảo đảm an ninh, trật tự.";

std::string paragraphs(int count)
{
    return times(static_cast<std::size_t>(count), "<p>" + kSentence + "</p>");
}

std::string site(const std::string& article)
{
    return "<title>Tin | Công an</title><body><nav><ul>" +
           times(20, "<li><a href=/m>Chuyên mục tin tức, sự kiện</a></li>") +
           "</ul></nav><div class=wrap><div class=left>" + article + "</div><div class=sidebar>" +
           paragraphs(3) + "</div></div><div class=comments>" + paragraphs(6) + "</div><footer>" +
           paragraphs(2) + "</footer></body>";
}

TEST(Content, IsFoundAmongMenusSidebarsAndComments)
{
    auto tree = page(site("<h1>Tiêu đề</h1><div id=text>" + paragraphs(4) + "</div>"));
    EXPECT_EQ(find_content(tree).id(), "text");
}

TEST(Content, IsFoundWhereLineBreaksMakeTheParagraphs)
{
    auto tree = page(site("<h1>Tiêu đề</h1><div id=text>" + times(5, kSentence + "<br><br>") + "</div>"));
    EXPECT_EQ(find_content(tree).id(), "text");
}

TEST(Content, IsEmptyWithoutRunningText)
{
    EXPECT_FALSE(find_content(page("")));
    EXPECT_FALSE(find_content(
        page("<ul>" + times(50, "<li><a href=x>Tin tức, sự kiện trong tỉnh và cả nước</a>") + "</ul>")));
}

TEST(GenericReading, LeavesOutCaptionsAndRelatedLinks)
{
    auto tree = page(site("<h1>Một tiêu đề đủ dài</h1><div id=text>" + paragraphs(2) +
                          "<figure><img><figcaption>Ảnh: An Bình</figcaption></figure>"
                          "<table><tr><td><img></td></tr><tr><td>Quang cảnh buổi làm việc</td></tr></table>" +
                          paragraphs(1) +
                          "<div class=tin-lien-quan><a href=/x>Tin liên quan một hai ba "
                          "bốn</a></div><ul><li><a href=/y>Đọc thêm tin khác nữa</a></li></ul></div>"));
    auto reading = read_article(tree, {}, "https://a.vn/1.html", may_2021());
    EXPECT_EQ(reading.text.title, "Một tiêu đề đủ dài");
    EXPECT_EQ(reading.text.body, kSentence + "\n" + kSentence + "\n" + kSentence);
    EXPECT_THAT(reading.text.captions, ElementsAre("Ảnh: An Bình", "Quang cảnh buổi làm việc"));
    EXPECT_FALSE(reading.by_rule("body"));
}

TEST(GenericReading, CutsTheSitesNameOffTheTitle)
{
    auto read = [](const std::string& html) {
        return read_article(page(html), {}, "https://a.vn/", may_2021()).text.title;
    };
    EXPECT_EQ(read("<title>Công an tỉnh họp bàn về bầu cử - Báo A</title>"),
              "Công an tỉnh họp bàn về bầu cử");
    EXPECT_EQ(read("<meta property=og:title content='Họp bàn: bầu cử | A | B'><h1>Họp bàn: bầu cử</h1>"),
              "Họp bàn: bầu cử");
    EXPECT_EQ(read("<title>A - B</title>"), "A - B");
}

TEST(GenericReading, FindsDateAndAuthorInThePage)
{
    auto tree = page(site("<h1>Một tiêu đề đủ dài</h1><span>Cập nhật: 06/05/2021 07:15</span>" +
                          paragraphs(3) + "<p class=author>Tác giả: Việt Cường</p>"));
    auto reading = read_article(tree, {}, "https://a.vn/1.html", may_2021());
    EXPECT_EQ(reading.text.published_at, "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(reading.text.author, "Việt Cường");
    EXPECT_THAT(reading.text.body, Not(HasSubstr("Việt Cường")));
}

TEST(GenericReading, LeavesOutBoxesThatEditorsSetIn)
{
    auto tree = page(site("<h1>Một tiêu đề đủ dài</h1><div id=text>" + paragraphs(3) +
                          "<div class=VCSortableInPreviewMode type=RelatedOneNews><p>" + kSentence +
                          "</p></div>"
                          "<div class=VCSortableInPreviewMode type=Photo><img><div "
                          "class=PhotoCMS_Caption>Ảnh</div></div></div>"));
    auto reading = read_article(tree, {}, "https://a.vn/1.html", may_2021());
    EXPECT_EQ(reading.text.body, kSentence + "\n" + kSentence + "\n" + kSentence);
    EXPECT_THAT(reading.text.captions, ElementsAre("Ảnh"));
}

TEST(GenericReading, StaysQuickOnHostilePages)
{
    auto text = times(20'000, kSentence + " ");
    for (const auto& html : {times(450, "<div class='date author sapo comment'>") + text,
                             times(450, "<div itemprop=x>x") + text, times(50'000, "<div class=date>x</div>"),
                             times(450, "<div style='float:left'>") + times(50'000, "<i></i>")}) {
        auto took = cpu_time_of([&] { read_article(page(html), {}, "https://a.vn/1.html", may_2021()); });
        EXPECT_LT(took, std::chrono::seconds(20)) << html.substr(0, 60);
    }
}

} // namespace
} // namespace baotin::parsers
