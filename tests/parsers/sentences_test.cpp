#include "parsers/text/sentences.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace baotin::parsers {
namespace {

/// The text, cut wherever a sentence ends.
std::vector<std::string> sentences(std::string_view text)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t at = 1; at <= text.size(); ++at) {
        if (!ends_sentence(text, at) || (at < text.size() && text[at] != ' ')) continue;
        parts.emplace_back(text.substr(begin, at - begin));
        begin = at + 1;
    }
    return parts;
}

using Parts = std::vector<std::string>;

TEST(Sentences, EndAtTheirMarks)
{
    EXPECT_EQ(sentences("Một câu. Hai câu! Ba câu? Bốn… Năm... Sáu"),
              (Parts{"Một câu.", "Hai câu!", "Ba câu?", "Bốn…", "Năm...", "Sáu"}));
    EXPECT_EQ(sentences("Ông nói: “Đã bắt.” Sau đó (ngày 5/5.) “Vậy là xong!” Hết."),
              (Parts{"Ông nói: “Đã bắt.”", "Sau đó (ngày 5/5.)", "“Vậy là xong!”", "Hết."}));
}

TEST(Sentences, DoNotEndInAbbreviations)
{
    for (const char* text : {"Công an TP. Hồ Chí Minh bắt giữ", "PGS.TS. Trần Văn Bình và Th.S. Lê Hà",
                             "ĐT. 0913 456 789 gặp", "bị can Nguyễn Văn A. Khởi tố", "GS. Nguyễn Lân",
                             "tại P. Vũ Ninh, Q. Ba Đình", "Dr. Smith và Mr. John"})
        EXPECT_EQ(sentences(text), Parts{text});
}

TEST(Sentences, DoNotEndInNumbersDatesAndLists)
{
    for (const char* text : {"Ngày 20.5.2021 có 1.200 người", "1. Mở đầu bài viết", "phiên bản 2.0 mới",
                             "gồm v.v. và các loại", "rồi… anh đi", "kêu “cứu!” rồi chạy"})
        EXPECT_EQ(sentences(text), Parts{text});
    EXPECT_EQ(sentences("Đó là năm 2021. Sau đó."), (Parts{"Đó là năm 2021.", "Sau đó."}));
}

TEST(Sentences, AreWhereATextIsCut)
{
    const std::string_view text =
        "Công an TP. Hồ Chí Minh bắt ba người. Vụ án đang được điều tra làm rõ thêm.";
    EXPECT_EQ(cut_at_sentence(text, 60), "Công an TP. Hồ Chí Minh bắt ba người.");
    EXPECT_EQ(cut_at_sentence(text, 1000), text);
    EXPECT_EQ(cut_at_sentence("Công an TP. Hồ Chí Minh bắt ba người", 20),
              "Công an TP. Hồ"); // no sentence fits
    EXPECT_EQ(cut_at_sentence("", 0), "");
}

TEST(Sentences, AreNeverCutInsideACharacter)
{
    std::string text;
    for (int i = 0; i < 50; ++i)
        text += "ộ";
    for (std::size_t most = 0; most < 40; ++most) {
        EXPECT_EQ(cut_at_sentence(text, most).size() % 3, 0u);
        EXPECT_LE(cut_at_sentence(text, most).size(), most);
    }
}

} // namespace
} // namespace baotin::parsers
