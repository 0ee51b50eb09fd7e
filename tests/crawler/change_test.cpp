#include "crawler/change.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using archive::Significance;
using testing::ElementsAre;
using testing::IsEmpty;

parsers::ArticleText article()
{
    parsers::ArticleText text;
    text.title = "Công an tỉnh Bắc Ninh bảo đảm an toàn cuộc bầu cử đại biểu Quốc hội khoá XV";
    text.summary = "Nhiệm kỳ 2021-2026";
    for (int i = 0; i < 20; ++i)
        text.body += "Lực lượng Công an tỉnh đã tích cực tham gia tuyến đầu phòng, chống dịch bệnh. ";
    text.body.pop_back();
    text.author = "Việt Cường";
    return text;
}

TEST(Change, TheSameTextIsNone)
{
    EXPECT_THAT(compare(article(), article()).fields, IsEmpty());
}

TEST(Change, ToneplacementDashesAndSpacesAreCosmetic)
{
    auto after = article();
    after.title = "Công an tỉnh Bắc Ninh bảo đảm an toàn cuộc bầu cử đại biểu Quốc hội khóa XV";
    after.summary = "Nhiệm kỳ 2021 – 2026";
    auto change = compare(article(), after);
    EXPECT_EQ(change.fields.size(), 2U);
    EXPECT_EQ(change.significance, Significance::cosmetic);
}

TEST(Change, AnotherTitleIsMajor)
{
    auto after = article();
    after.title += " và các cấp";
    EXPECT_EQ(compare(article(), after).significance, Significance::major);
}

TEST(Change, FewWordsOfALongBodyAreMinor)
{
    auto after = article();
    after.body += " Việt Cường đưa tin.";
    EXPECT_EQ(compare(article(), after).significance, Significance::minor);
}

TEST(Change, ARewrittenBodyIsMajor)
{
    auto after = article();
    after.body = "Bài viết đã được gỡ bỏ theo yêu cầu của cơ quan chức năng.";
    EXPECT_EQ(compare(article(), after).significance, Significance::major);
}

TEST(Change, AnAuthorAloneIsMinorAndNamed)
{
    auto after = article();
    after.author = std::nullopt;
    auto change = compare(article(), after);
    EXPECT_EQ(change.significance, Significance::minor);
    EXPECT_THAT(change.fields, ElementsAre(archive::FieldChange{"author", "Việt Cường", ""}));
}

TEST(Change, ALostToneIsNoCosmeticDifference)
{
    auto after = article();
    after.summary = "Nhiêm kỳ 2021-2026";
    EXPECT_NE(compare(article(), after).significance, Significance::cosmetic);
}

} // namespace
} // namespace baotin::crawler
