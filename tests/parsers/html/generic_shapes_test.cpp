// Shapes of pages that are known to mislead readers without rules; each is built by hand after a kind of
// site.
#include "pages.hpp"
#include "parsers/article.hpp"
#include "parsers/filler_lines.hpp"

#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The nth sentence of an article: 150 letters of running text.
std::string sentence(int n)
{
    return "Câu thứ " + std::to_string(n) +
           " của bài viết kể lại, theo lời nhân chứng, việc lực lượng chức năng đã kịp thời có mặt "
           "tại hiện trường, cứu người và tài sản.";
}

std::string sentences(int from, int to, const std::string& before, const std::string& after)
{
    std::string text;
    for (int n = from; n <= to; ++n)
        text += before + sentence(n) + after;
    return text;
}

std::string paragraphs(int from, int to)
{
    return sentences(from, to, "<p>", "</p>");
}

std::string lines(int from, int to)
{
    auto text = sentences(from, to, "", "\n");
    text.pop_back();
    return text;
}

/// Teasers of other articles, as big as an article themselves; their class says nothing.
std::string teasers(int count)
{
    std::string text = "<div class=b7>";
    for (int n = 0; n < count; ++n)
        text += "<div class=x1><a href=/t" + std::to_string(n) + "><img src=t.jpg></a><h3><a href=/t" +
                std::to_string(n) +
                ">Tiêu đề của một bài khác trong ngày</a></h3><p>Tóm tắt của bài khác, dài vừa phải, kể qua "
                "sự việc ở một nơi "
                "xa, với một dấu chấm ở cuối câu.</p></div>";
    return text + "</div>";
}

std::string body_of(const std::string& html)
{
    return read_article(page("<title>Báo</title><body>" + html), {}, "https://a.vn/1.html", may_2021())
        .text.body;
}

std::string frame(const std::string& article)
{
    return "<nav><ul>" + times(20, "<li><a href=/m>Chuyên mục tin tức</a></li>") +
           "</ul></nav><h1>Một tiêu đề đủ dài cho bài viết</h1>" + article + "<footer><p>" + sentence(99) +
           "</p></footer>";
}

TEST(GenericShape, OneFormAroundThePageAsInAspNet)
{
    EXPECT_EQ(
        body_of("<form id=aspnetForm action=/>" + frame("<div>" + paragraphs(1, 5) + "</div>") + "</form>"),
        lines(1, 5));
}

TEST(GenericShape, TagsOfTheArticleInTheClassOfItsContainer)
{
    EXPECT_EQ(body_of(frame("<div class='post type-post hentry category-an-ninh tag-bau-cu tag-toc'><div>" +
                            paragraphs(1, 5) + "</div></div>")),
              lines(1, 5));
}

TEST(GenericShape, ArticleSplitByAdvertisementsIntoSeveralContainers)
{
    EXPECT_EQ(body_of(frame("<div class=w><div class=part>" + paragraphs(1, 12) +
                            "</div><div class=ads>Quảng cáo</div><div "
                            "class=part>" +
                            paragraphs(13, 14) + "</div></div>")),
              lines(1, 14));
}

TEST(GenericShape, ParagraphsBesideAContainerOfMostOfThem)
{
    EXPECT_EQ(body_of(frame("<div class=w><p>" + sentence(1) + "</p><p>" + sentence(2) + "</p><div>" +
                            paragraphs(3, 14) + "</div><p>" + sentence(15) + "</p></div>")),
              lines(1, 15));
}

TEST(GenericShape, LineBreaksInsteadOfParagraphs)
{
    EXPECT_EQ(body_of(frame("<div>" + sentences(1, 6, "", "<br><br>") + "</div>")), lines(1, 6));
    EXPECT_EQ(body_of(sentences(1, 6, "", "<br>")), lines(1, 6)); // directly in <body>
}

TEST(GenericShape, TablesForLayout)
{
    EXPECT_EQ(body_of("<table><tr><td><a href=/1>Trang chủ</a><br><a href=/2>Tin "
                      "tức</a></td><td><table><tr><td><h1>Một tiêu đề "
                      "đủ dài</h1></td></tr><tr><td>" +
                      sentences(1, 5, "<p>", "</p>") +
                      "</td></tr></table></td><td><a "
                      "href=/3>Liên kết</a></td></tr></table>"),
              lines(1, 5));
}

TEST(GenericShape, AListThatIsTheArticle)
{
    EXPECT_EQ(body_of(frame("<div class=w><p>" + sentence(1) + "</p><ol>" + sentences(2, 7, "<li>", "</li>") +
                            "</ol></div>")),
              lines(1, 7));
}

TEST(GenericShape, TeasersBesideTheArticleAreAsLongAsIt)
{
    auto body =
        body_of(frame("<div class=w><div class=l>" + paragraphs(1, 6) + "</div>" + teasers(12) + "</div>"));
    EXPECT_EQ(body, lines(1, 6));
}

TEST(GenericShape, TeasersInsideTheArticlesContainer)
{
    auto body = body_of(frame("<div class=l>" + paragraphs(1, 6) + teasers(8) + "</div>"));
    EXPECT_EQ(body, lines(1, 6));
}

TEST(GenericShape, AShortArticleAboveManyTeasers)
{
    auto body =
        body_of(frame("<div class=w><div class=l>" + paragraphs(1, 2) + "</div>" + teasers(10) + "</div>"));
    EXPECT_EQ(body, lines(1, 2));
}

TEST(GenericShape, CommentsLongerThanTheArticle)
{
    auto body = body_of(frame("<div class=l>" + paragraphs(1, 3) + "</div><ol class=comment-list>" +
                              sentences(50, 70, "<li><p>", "</p></li>") + "</ol>"));
    EXPECT_EQ(body, lines(1, 3));
}

TEST(GenericShape, AnInterview)
{
    std::string talk, wanted;
    for (int n = 1; n <= 6; ++n) {
        talk += "<p><strong>Thưa ông, câu hỏi " + std::to_string(n) + " là gì?</strong></p><p>" +
                sentence(n) + "</p>";
        wanted +=
            (n > 1 ? "\n" : "") + ("Thưa ông, câu hỏi " + std::to_string(n)) + " là gì?\n" + sentence(n);
    }
    EXPECT_EQ(body_of(frame("<div class=l>" + talk + "</div>")), wanted);
}

TEST(GenericShape, ALiveBlogOfManyEntries)
{
    auto body =
        body_of(frame("<div class=live>" +
                      sentences(1, 10, "<div class=entry><time>10:0</time><p>", "</p></div>") + "</div>"));
    for (int n = 1; n <= 10; ++n)
        EXPECT_THAT(body, HasSubstr(sentence(n)));
}

TEST(GenericShape, AnArticleFullOfLinks)
{
    std::string text;
    for (int n = 1; n <= 6; ++n)
        text += "<p><a href=/x>Đoàn công tác của Bộ Công an</a> đã đến thăm, làm việc với <a href=/y>Tỉnh ủy "
                "Bắc Ninh</a> về công "
                "tác bảo đảm <a href=/z>an ninh, trật tự</a> lần thứ " +
                std::to_string(n) + ".</p>";
    auto body = body_of(frame("<div class=l>" + text + "</div>" + teasers(3)));
    EXPECT_THAT(body, HasSubstr("lần thứ 1."));
    EXPECT_THAT(body, HasSubstr("lần thứ 6."));
    EXPECT_THAT(body, Not(HasSubstr("bài khác")));
}

TEST(GenericShape, HiddenCopiesAndGates)
{
    EXPECT_EQ(body_of(frame("<div class=l>" + paragraphs(1, 4) + "<div style='display: none'>" +
                            paragraphs(5, 9) + "</div><noscript>" + paragraphs(1, 4) +
                            "</noscript><template>" + paragraphs(1, 4) + "</template></div>")),
              lines(1, 4));
}

TEST(GenericShape, SeveralArticleElementsOfWhichOneIsThePages)
{
    auto others = times(6, "<article><h2><a href=/k>Tin khác của ngày hôm nay</a></h2><p>" + sentence(80) +
                               "</p></article>");
    EXPECT_EQ(body_of(frame("<main><article>" + paragraphs(1, 8) + "</article>" + others + "</main>")),
              lines(1, 8));
}

TEST(GenericShape, AcceleratedMobilePages)
{
    EXPECT_EQ(body_of("<amp-sidebar id=s><p>" + sentence(70) +
                      "</p></amp-sidebar><h1>Một tiêu đề đủ dài</h1><div "
                      "class=amp-wp-article-content>" +
                      paragraphs(1, 4) + "</div>"),
              lines(1, 4));
}

TEST(GenericShape, ABannerAboutCookies)
{
    EXPECT_EQ(body_of("<div id=CybotCookiebotDialog>" + paragraphs(60, 66) + "</div>" +
                      frame("<div>" + paragraphs(1, 4) + "</div>")),
              lines(1, 4));
}

TEST(GenericShape, ScriptsWithoutSpacesBetweenWords)
{
    auto korean = std::string("경찰은 지난 이십일 오후 현장에서 용의자를 붙잡아 조사하고 있다고 밝혔다. "
                              "목격자들은 당시 상황을 자세히 전했다.");
    auto chinese = std::string(
        "警方二十日下午在现场抓获嫌疑人，目前正在调查。目击者详细讲述了当时的情况，称救援非常及时。");
    for (const auto& text : {korean, chinese})
        EXPECT_EQ(body_of("<ul>" + times(20, "<li><a href=/m>" + text.substr(0, 30) + "</a></li>") +
                          "</ul><div>" + times(3, "<p>" + text + "</p>") +
                          "</div><div class=w><p>©</p></div>"),
                  text + "\n" + text + "\n" + text);
}

TEST(GenericShape, LinesThatOnlyAskTheReaderForSomething)
{
    EXPECT_EQ(body_of(frame("<div class=l>" + paragraphs(1, 2) + "<p>Advertisement</p>" + paragraphs(3, 4) +
                            "<p>Like this story? Share it with a friend!</p><p>Mời bạn đọc theo dõi Báo A "
                            "trên Facebook</p></div>")),
              lines(1, 4));
}

TEST(GenericShape, RowsNamedAfterWhatTheyTellOf)
{
    auto body =
        body_of(frame("<div class=l>" + paragraphs(1, 3) +
                      "<table><tr><td>Số</td><td>Tên</td></tr><tr class='player-12'><td>1</td><td>An "
                      "Bình</td></tr><tr class=author-row><td>2</td><td>Hà Chi</td></tr></table></div>"));
    EXPECT_THAT(body, HasSubstr("An Bình"));
    EXPECT_THAT(body, HasSubstr("Hà Chi"));
}

TEST(GenericShape, PostsOfSocialNetworksWithinTheStory)
{
    auto body = body_of(frame("<div class=l>" + paragraphs(1, 3) +
                              "<div class=social-media-embed><blockquote class=twitter-tweet><p>" +
                              sentence(40) + "</p></blockquote></div><div class='social-share'><p>" +
                              sentence(41) + "</p></div></div>"));
    EXPECT_THAT(body, HasSubstr(sentence(40)));
    EXPECT_THAT(body, Not(HasSubstr(sentence(41))));
}

TEST(GenericShape, HeadlineAndDateAboveTheText)
{
    EXPECT_EQ(
        body_of("<div class=l><dt>Một tiêu đề đủ dài cho bài viết</dt><p>Thứ năm, 20/05/2021 | 14:24</p>" +
                paragraphs(1, 3) +
                "</div><title>Một tiêu đề đủ dài cho bài viết</title><meta property=og:title content='Một "
                "tiêu đề đủ dài cho bài viết'>"),
        lines(1, 3));
}

TEST(GenericShape, ALinkedProductListIsNoListOfTeasers)
{
    auto body = body_of(
        frame("<div class=l>" +
              sentences(1, 5, "<h3><a href=/p>Sản phẩm đáng chú ý của tuần</a></h3><p>", "</p>") + "</div>"));
    for (int n = 1; n <= 5; ++n)
        EXPECT_THAT(body, HasSubstr(sentence(n)));
}

TEST(GenericShape, WhatVietnameseCmsPutBelowTheText)
{
    EXPECT_EQ(body_of(frame("<div class=l>" + paragraphs(1, 4) +
                            "<div class='ck-cms-insert-neww-group articles-edit'><p>" + sentence(60) +
                            "</p></div><div id=listNewsInContent><p>" + sentence(61) +
                            "</p></div><p>Tổng số điểm của bài viết là: 5 "
                            "trong 1 đánh giá</p><p>Lượt xem: 11042</p><p>Chia sẻ Lưu</p></div>")),
              lines(1, 4));
}

TEST(GenericShape, ATextThatOnlyItsMetadataState)
{
    auto stated = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Một tiêu đề đủ "
                  "dài\",\"articleBody\":\"" +
                  sentences(1, 5, "<p>", "</p>") + "\"}</script>";
    auto reading = read_article(page(stated + "<body><h1>Một tiêu đề đủ dài</h1><div id=app></div>"), {},
                                "https://a.vn/1.html", may_2021());
    EXPECT_EQ(reading.text.body, lines(1, 5));
    EXPECT_EQ(body_of(stated + frame("<div class=l>" + paragraphs(1, 3) + "</div>")),
              lines(1, 3)); // what is shown counts first
}

TEST(FillerLine, IsNoSentenceOfAnArticle)
{
    for (auto line :
         {"Quảng cáo", "Tin liên quan:", "Chia sẻ", "Read more: A story", "Mời bạn đọc theo dõi chúng tôi"})
        EXPECT_TRUE(is_filler_line(line)) << line;
    for (auto line : {"Chia sẻ với phóng viên, ông An cho biết vụ việc đang được điều tra.",
                      "Xem thêm nhiều lần đoạn phim, "
                      "công an xác định được nghi phạm.",
                      "Quảng cáo sai sự thật bị xử phạt.", "", "Ông nói:"})
        EXPECT_FALSE(is_filler_line(line)) << line;
}

} // namespace
} // namespace baotin::parsers
