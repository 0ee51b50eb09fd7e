#include "pages.hpp"
#include "parsers/volatile_parts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

OneGeneration rules()
{
    OneGeneration rules;
    rules.title = list({"h1"});
    rules.body = list({".content"});
    rules.fallback = Fallback::none;
    return rules;
}

std::string article(std::string_view title, std::string_view end)
{
    std::string text = fmt::format("<h1>{}</h1><div class=content>", title);
    for (int i = 0; i < 12; ++i)
        text += fmt::format("<p>Đoạn {} của bài viết về tình hình an ninh trật tự trên địa bàn tỉnh.</p>", i);
    return text + std::string(end) + "</div>";
}

std::vector<std::string> selectors(std::string first, std::string second, const ArticleRules& how = rules())
{
    std::vector<std::string> all;
    for (auto& part : find_volatile_parts(page(std::move(first)), page(std::move(second)), how))
        all.push_back(part.selector);
    return all;
}

TEST(VolatileParts, AreNamedAsAnEditorWouldNameThem)
{
    EXPECT_THAT(selectors(article("Tin", "<p class=luot-doc>Bài này có <b>12</b> người đọc</p>"),
                          article("Tin", "<p class=luot-doc>Bài này có <b>15</b> người đọc</p>")),
                ElementsAre(".luot-doc"));
    EXPECT_THAT(selectors(article("Tin <span class=view>12</span>", ""),
                          article("Tin <span class=view>13</span>", "")),
                ElementsAre("span.view"));
}

TEST(VolatileParts, AreWholeBoxesThatRotate)
{
    auto box = [](const char* links) { return fmt::format("<div class=tin-khac><ul>{}</ul></div>", links); };
    EXPECT_THAT(
        selectors(article("Tin", box("<li>Một</li><li>Hai</li>")), article("Tin", box("<li>Ba</li>"))),
        ElementsAre(".tin-khac"));
    EXPECT_THAT(selectors(article("Tin", box("<li>Một</li>")), article("Tin", "")), ElementsAre(".tin-khac"))
        << "a box that is not always there";
}

TEST(VolatileParts, AreNeverParagraphsAmongParagraphs)
{
    EXPECT_THAT(selectors(article("Tin", "<p>Có 12 người bị thương.</p>"),
                          article("Tin", "<p>Có 13 người bị thương.</p>")),
                IsEmpty());
    EXPECT_THAT(selectors(article("Tin", "a"), article("Tin", "b")), IsEmpty()) << "text of the body itself";
    EXPECT_THAT(selectors(article("Tin", ""), article("Tin mới", "")), IsEmpty());
}

TEST(VolatileParts, AreNeverWhatOtherParagraphsAreCalledToo)
{
    auto text = [](const char* count) {
        std::string all;
        for (int i = 0; i < 8; ++i)
            all += fmt::format("<p class=MsoNormal>Đoạn {} của văn bản.</p>", i);
        return article("Tin", all + fmt::format("<p class=MsoNormal>Có {} bạn đọc quan tâm</p>", count));
    };
    EXPECT_THAT(selectors(text("12"), text("13")), IsEmpty());
}

TEST(VolatileParts, AreNamedByPlainClassesWhereThereAreNoOthers)
{
    auto box = [](const char* one, const char* two) {
        return fmt::format("<div class=box><h4>Tin liên quan</h4><ul><li>{}</li><li>{}</li></ul></div>", one,
                           two);
    };
    EXPECT_THAT(selectors(article("Tin", box("Một", "Hai")), article("Tin", box("Hai", "Ba"))),
                ElementsAre("div.box"));
}

TEST(VolatileParts, AreNeverMostOfTheText)
{
    std::string before = "<div class=content><div class=text>", after = before;
    for (int i = 0; i < 40; ++i) {
        before += fmt::format("<p>Đoạn {} trước khi được sửa lại.</p>", i);
        after += fmt::format("<p>Đoạn {} sau khi được sửa lại, có thêm đoạn.</p><p>Thêm.</p>", i);
    }
    EXPECT_THAT(selectors(before + "</div></div>", after + "</div></div>"), IsEmpty());
}

TEST(VolatileParts, AreFoundWithoutRulesToo)
{
    auto first = article("Tin", "<p class=weather>Hà Nội trời nắng 28 độ</p>");
    auto second = article("Tin", "<p class=weather>Hà Nội trời mưa 21 độ</p>");
    EXPECT_THAT(selectors(first, second, {}), ElementsAre("p.weather"));
    EXPECT_THAT(selectors(first, first, {}), IsEmpty());
}

TEST(VolatileParts, AreLeftOutByTheRulesMadeOfThem)
{
    auto text = article("Tin", "<p class=weather>28 độ</p>");
    auto how = without_parts(rules(), {".weather", "::bad"});
    EXPECT_EQ(read_article(page(text), how, "https://a.vn/1", may_2021()).text.body,
              read_article(page(article("Tin", "")), rules(), "https://a.vn/1", may_2021()).text.body);
    EXPECT_EQ(without_parts({}, {".x"}).generations.at(0).remove.size(), 1u);
}

} // namespace
} // namespace baotin::parsers
