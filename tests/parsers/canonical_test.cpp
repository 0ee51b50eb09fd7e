#include "parsers/text/canonical.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace baotin::parsers {
namespace {

TEST(Canonical, ComposesEveryOrderOfMarks)
{
    EXPECT_EQ(canonical("be\u0323\u0302nh"), "bệnh");
    EXPECT_EQ(canonical("b\u00EA\u0323nh"), "bệnh");
    EXPECT_EQ(canonical("b\u1EB9\u0302nh"), "bệnh");
    EXPECT_EQ(canonical("be\u0302\u0323nh"), "bệnh");
    EXPECT_EQ(canonical("Tu\u00F4\u0309i Tre\u0309 Online"), "Tuổi Trẻ Online");
    EXPECT_EQ(canonical("A\u0309nh ma\u0300n hi\u0300nh"), "Ảnh màn hình");
    EXPECT_EQ(canonical("no\u0301ng"), "nóng");
}

TEST(Canonical, ComposesAcrossAnInvisibleCharacter)
{
    EXPECT_EQ(canonical("be\u200B\u0323\u0302nh"), "bệnh");
}

TEST(Canonical, ReadsEthAsTheLetterDWithStroke)
{
    EXPECT_EQ(canonical("Ðảng, ðảng"), "Đảng, đảng");
    EXPECT_EQ(canonical("HÐND, NÐ-CP"), "HĐND, NĐ-CP");
    EXPECT_EQ(canonical("Sigurðsson"), "Sigurðsson");
}

TEST(Canonical, SeparatesParagraphsByOneLineEndAndDropsEmptyOnes)
{
    EXPECT_EQ(canonical("\n  Một \u00A0 hai\t ba \n\n \r\n Bốn\n"), "Một hai ba\nBốn");
    EXPECT_EQ(canonical(" \n \n"), "");
    EXPECT_EQ(canonical("a\u2029b"), "a\nb");
}

TEST(Canonical, IsOneLineWhereAskedFor)
{
    EXPECT_EQ(canonical_line("\n Một\n hai \n"), "Một hai");
}

TEST(Canonical, DropsWhatIsInvisible)
{
    EXPECT_EQ(canonical("\uFEFFCông\u200B an\u00AD tỉnh\u2060\u200E"), "Công an tỉnh");
    EXPECT_EQ(canonical(std::string_view("a\0b\x01"
                                         "c\x7F\xC2\x81"
                                         "d",
                                         9)),
              "abcd");
}

TEST(Canonical, JoinsNoWordsWhereAnInvisibleCharacterStandsBetweenSpaces)
{
    EXPECT_EQ(canonical("một \u200B hai"), "một hai");
}

TEST(Canonical, IsValidUtf8WhateverComes)
{
    EXPECT_EQ(canonical("a\xC3"), "a\uFFFD");
    EXPECT_EQ(canonical("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(canonical("\xC0\xAF\xFF"), "\uFFFD\uFFFD\uFFFD");
}

TEST(Canonical, LeavesEverydayTextAlone)
{
    const std::string text = "“Thứ trưởng” Nguyễn Văn A – 2021…\nĐồng bào 5 €; 😀 漢字 русский";
    EXPECT_EQ(canonical(text), text);
}

TEST(Canonical, KeepsThirtyMarksOfAnEndlessRun)
{
    std::string text = "e";
    for (int i = 0; i < 200000; ++i)
        text += i % 2 ? "\u0301" : "\u0323"; // classes 230 and 220 in turn: quadratic to order
    const std::string result = canonical(text);
    EXPECT_LT(result.size(), 80u);
    EXPECT_EQ(canonical(result), result);
}

TEST(Canonical, IsIdempotent)
{
    const std::u32string alphabet =
        U"aeoAE \n\t\u00A0ðÐđ=\u0301\u0302\u0323\u0327\u0338\u0344\u0F73\u0F71\u1100\u1161\u11A8"
        U"\u212B\u2000\u200B\u00ADệằ\u0958\uFB1D\U0001D15E漢\u3099\u304B";
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        const auto put = [&text](char32_t c) {
            if (c < 0x80)
                text += static_cast<char>(c);
            else if (c < 0x800)
                (text += static_cast<char>(0xC0 | (c >> 6))) += static_cast<char>(0x80 | (c & 63));
            else if (c < 0x10000)
                ((text += static_cast<char>(0xE0 | (c >> 12))) +=
                 static_cast<char>(0x80 | ((c >> 6) & 63))) += static_cast<char>(0x80 | (c & 63));
        };
        for (int i = 0, n = static_cast<int>(random() % 60); i < n; ++i)
            put(alphabet[random() % alphabet.size()]);
        const std::string once = canonical(text);
        ASSERT_EQ(canonical(once), once) << text;
        const std::string line = canonical_line(text);
        ASSERT_EQ(canonical_line(line), line) << text;
        ASSERT_EQ(canonical_line(once), line) << text;
    }
}

// Usual text is read sixteen bytes at a time: pushed along by one letter after another, it falls into other
// blocks.
TEST(Canonical, ReadsAlikeWhereverItStands)
{
    const std::vector<std::string> pieces = {
        "Công an ", "tỉnh", "bắt giữ ", "a",  "Đ",    "Ð",    "ð",        " ",    "\n",   "\u00A0", "“",
        "ế",        "ö",    "\x7F",     "漢", "\xC3", "\xE1", "\xE1\xBB", "\xC2", "\x80", "e\u0323"};
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        std::string text = "a";
        for (int i = 0, n = static_cast<int>(random() % 40); i < n; ++i)
            text += pieces[random() % (random() % 2 ? 4 : pieces.size())];
        const std::string alone = canonical(text);
        for (std::size_t along = 1; along < 17; ++along) {
            const std::string before(along, 'x');
            ASSERT_EQ(canonical(before + text), before + alone) << text;
        }
    }
}

} // namespace
} // namespace baotin::parsers
