#include "article_text.hpp"
#include "encoding.hpp"
#include "page_template.hpp"
#include "slug.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libdeflate.h>

#include <string>

namespace baotin::lab {
namespace {

using testing::ElementsAre;

TEST(Slug, SpellsVietnameseTitlesAsSitesDo)
{
    EXPECT_EQ(slug_of("Công an Sóc Trăng: “Đợt 1” – 2021!"), "cong-an-soc-trang-dot-1-2021");
    EXPECT_EQ(slug_of("Trung tướng Lương Tam Quang", true), "Trung-tuong-Luong-Tam-Quang");
    EXPECT_EQ(slug_of("…"), "bai-viet");
    EXPECT_LE(slug_of(std::string(3000, 'a') + " b").size(), 3000u);
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "tội phạm ";
    EXPECT_LE(slug_of(many).size(), 110u);
}

TEST(PageTemplate, FillsPlacesAndKeepsSectionsThatHaveAValue)
{
    const Values values = {{"a", "1"}, {"none", ""}, {"raw", "{{a}}"}};
    EXPECT_EQ(fill("<{{a}}>{{?a}}yes {{a}}{{/a}}{{?none}}no {{unknown}}{{/none}}{{raw}}", values),
              "<1>yes 1{{a}}");
    EXPECT_THROW(fill("{{unknown}}", values), std::logic_error);
    EXPECT_THROW(fill("{{?a}}", values), std::logic_error);
    EXPECT_THROW(fill("{{a", values), std::logic_error);
}

TEST(PageTemplate, EscapesMarkupAndDropsControls)
{
    EXPECT_EQ(escaped("a<b> & \"c\"\x01\n"), "a&lt;b&gt; &amp; &quot;c&quot;\n");
}

TEST(ArticleText, IsReadFromASeedFile)
{
    const auto articles =
        read_articles("title: Một: hai\nauthor: A\npublished: 2021-05-06 07:15\n\nĐoạn.\n\n[ảnh] Chú thích.\n"
                      "[chữ to] Tại\n----\ntitle: Ba\npublished: 2021-05-01\n\nx\n");
    ASSERT_EQ(articles.size(), 2u);
    EXPECT_EQ(articles[0].title, "Một: hai");
    EXPECT_EQ(articles[0].published.format("{thu} {d:02}/{m:02}/{y} {H:02}:{M:02}"),
              "Thứ năm 06/05/2021 07:15");
    EXPECT_THAT(articles[0].body,
                ElementsAre(Block{Block::Kind::paragraph, "Đoạn."}, Block{Block::Kind::picture, "Chú thích."},
                            Block{Block::Kind::drop_cap, "Tại"}));
    EXPECT_EQ(articles[1].title, "Ba");
    EXPECT_THROW(read_articles("titel: x\n\n"), std::logic_error);
    EXPECT_THROW(read_articles("published: hôm qua\n\n"), std::logic_error);
}

TEST(Encoding, SaysInACharsetWhatItCanAndTheRestByNumber)
{
    EXPECT_EQ(to_charset("Đ", "windows-1258"), "\xD0");
    EXPECT_EQ(to_charset("ế", "windows-1258"), "\xEA\xEC");
    EXPECT_EQ(to_charset("a→b", "windows-1258"), "a&#8594;b");
    EXPECT_EQ(to_charset("", "windows-1258"), "");
    EXPECT_THROW(to_charset("a", "no-such-charset"), std::invalid_argument);
}

TEST(Encoding, ZipsWhatUnzipsAgain)
{
    const std::string text(100'000, 'x');
    const std::string zipped = gzip(text);
    std::string back(text.size(), '\0');
    libdeflate_decompressor* decompressor = libdeflate_alloc_decompressor();
    const auto result = libdeflate_gzip_decompress(decompressor, zipped.data(), zipped.size(), back.data(),
                                                   back.size(), nullptr);
    libdeflate_free_decompressor(decompressor);
    EXPECT_EQ(result, LIBDEFLATE_SUCCESS);
    EXPECT_EQ(back, text);
}

TEST(Encoding, ReadsItsOwnBase64)
{
    for (const std::string bytes : {"a", "ab", "abc", "abcd"})
        EXPECT_EQ(from_base64(base64(bytes)), bytes);
    EXPECT_EQ(from_base64("===="), "");
    EXPECT_EQ(from_base64("abc"), "");
    EXPECT_EQ(from_base64("a*bc"), "");
}

} // namespace
} // namespace baotin::lab
