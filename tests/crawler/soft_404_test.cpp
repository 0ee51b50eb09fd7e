#include "crawler/soft_404.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::MatchesRegex;
using Kind = NotFoundAnswer::Kind;

const Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

parsers::ArticleText text(std::string title, std::string body)
{
    parsers::ArticleText text;
    text.title = std::move(title);
    text.body = std::move(body);
    return text;
}

const auto kNotFound = text("Thông báo", "Bài viết bạn tìm không còn trên trang, hoặc địa chỉ chưa đúng. Mời "
                                         "bạn về trang chủ, hoặc tìm tin khác trong ô tìm kiếm.");
const auto kNews = text("Công an tỉnh triển khai cao điểm",
                        "Sáng 20/5, Công an tỉnh tổ chức hội nghị triển khai đợt cao điểm trấn áp tội phạm.");

TEST(ImprobableSibling, HasTheArticlesShape)
{
    auto sibling = [](std::string_view url) { return improbable_sibling(url, 7); };
    EXPECT_THAT(sibling("https://a.vn/tin-tuc/bo-truong-to-lam-t29741.html"),
                MatchesRegex("https://a.vn/tin-tuc/bo-[a-z]{6}-to-[a-z]{3}-t9[0-9]{8}\\.html"));
    EXPECT_THAT(sibling("https://a.vn/hinh-su/202105/bat-doi-tuong-913466/"),
                MatchesRegex("https://a.vn/hinh-su/202105/[a-z]{3}-[a-z]{3}-[a-z]{5}-9[0-9]{8}/"));
    EXPECT_THAT(sibling("https://a.vn/bai-viet/tin-1720000000"),
                MatchesRegex("https://a.vn/bai-viet/[a-z]{3}-9[0-9]{9}"));
    EXPECT_THAT(sibling("https://a.vn/Home/Detail?id=12&cat=tin"),
                MatchesRegex("https://a.vn/Home/[a-z]{6}\\?id=9[0-9]{8}&cat=tin"));
    EXPECT_THAT(sibling("https://a.vn/tin-%C4%91%E1%BA%B9p"), MatchesRegex("https://a.vn/[a-z]{3}-p"));
    EXPECT_NE(improbable_sibling("https://a.vn/tin-1.html", 1),
              improbable_sibling("https://a.vn/tin-1.html", 2));
}

TEST(Soft404, IsToldByItsText)
{
    auto answer = soft_answer(kNotFound, "");
    EXPECT_THAT(soft_404_in(answer, kNotFound).value_or(""), HasSubstr("a soft 404: \"Thông báo\""));
    auto with_a_date = kNotFound;
    with_a_date.body += "\nHôm nay 22/11/2026.";
    EXPECT_TRUE(soft_404_in(answer, with_a_date));
    EXPECT_FALSE(soft_404_in(answer, kNews));
    EXPECT_FALSE(soft_404_in(answer, text("Thông báo", kNews.body))) << "the title alone says little";
    EXPECT_FALSE(soft_404_in(NotFoundAnswer{Kind::honest, {}, {}, {}}, kNotFound));
}

TEST(Soft404, IsToldByWhereItLeads)
{
    auto answer = soft_answer(kNotFound, "https://a.vn/404.html");
    EXPECT_TRUE(soft_404_at(answer, "https://a.vn/tin-1.html", "https://a.vn/404.html"));
    EXPECT_FALSE(soft_404_at(answer, "https://a.vn/tin-1.html", "https://a.vn/tin-1-moi.html"));
    EXPECT_FALSE(soft_404_at(answer, "https://a.vn/404.html", "https://a.vn/404.html"));
    EXPECT_FALSE(
        soft_404_at(soft_answer(kNotFound, ""), "https://a.vn/tin-1.html", "https://a.vn/tin-1.html"));
}

TEST(Soft404, IsNeverALongText)
{
    std::string body;
    for (int i = 0; i < 60; ++i)
        body += kNews.body + "\n";
    auto answer = soft_answer(text("Tin mới nhất", body), "");
    EXPECT_FALSE(soft_404_in(answer, text("Tin mới nhất", body)));
}

TEST(Soft404, OutlivesARestartAsALesson)
{
    SoftNotFound before, after;
    auto lesson = before.learn("a", soft_answer(kNotFound, "https://a.vn/404.html"), kNow, 0.5);
    EXPECT_EQ(lesson.what, "soft-404");
    after.load({lesson, {"b", "soft-404", "{broken", kNow}, {"c", "rhythm", "{}", kNow}});
    ASSERT_TRUE(after.answer_of("a"));
    EXPECT_EQ(*after.answer_of("a"), *before.answer_of("a"));
    EXPECT_FALSE(after.answer_of("b"));
    EXPECT_FALSE(after.is_due("a", kNow + std::chrono::days(6)));
    EXPECT_TRUE(after.is_due("a", kNow + std::chrono::days(7)));
}

TEST(Soft404, IsLookedIntoWeeklyAndAgainWhereTheSiteSeemsRebuilt)
{
    SoftNotFound known;
    EXPECT_TRUE(known.is_due("a", kNow));
    known.asking("a", kNow);
    EXPECT_FALSE(known.is_due("a", kNow));
    known.learn("a", NotFoundAnswer{Kind::honest, {}, {}, {}}, kNow, 0.5);
    known.suspect_redesign("a", kNow + 1h);
    EXPECT_FALSE(known.is_due("a", kNow + 1h));
    known.suspect_redesign("a", kNow + 25h);
    EXPECT_TRUE(known.is_due("a", kNow + 25h));
    known.learn("a", NotFoundAnswer{}, kNow + 25h, 0.5);
    EXPECT_EQ(known.answer_of("a")->kind, Kind::honest) << "a try that told nothing takes nothing back";
    EXPECT_TRUE(known.is_due("a", kNow + 50h));
}

} // namespace
} // namespace baotin::crawler
