#include "alerts/cut.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace baotin {

using namespace alerts;

TEST(Cut, CountsWhatJsonNeedsForEachCharacter)
{
    std::string text = "a\"\\/\b\f\n\r\t\x01\x1f\x7f đ 😀";
    EXPECT_EQ(json_size(text), boost::json::serialize(boost::json::string(text)).size() - 2);
}

TEST(Cut, KeepsATextThatFits)
{
    EXPECT_EQ(head_of("Một. Hai", 9), "Một."); // ộ has three bytes
    EXPECT_EQ(head_of("Một. Hai", 10), "Một. Hai");
    EXPECT_EQ(head_of("", 0), "");
}

TEST(Cut, EndsWhereASentenceDoes)
{
    EXPECT_EQ(head_of("Câu một. Câu hai! Câu ba dài hơn.", 24), "Câu một. Câu hai!");
    EXPECT_EQ(head_of("Đoạn một\nĐoạn hai rất dài", 20), "Đoạn một");
}

TEST(Cut, EndsAfterASyllableWhereSentencesAreTooLong)
{
    EXPECT_EQ(head_of("A. nghiêng nghiêng nghiêng nghiêng", 27), "A. nghiêng nghiêng");
}

TEST(Cut, NeverEndsInsideACharacterEvenWithoutAnySpace)
{
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "ộ"; // three bytes each
    for (std::size_t room = 0; room < 40; ++room) {
        EXPECT_EQ(head_of(text, room).size() % 3, 0u);
        EXPECT_LE(head_of(text, room).size(), room);
    }
}

TEST(Cut, FindsTheSentencesThatDiffer)
{
    auto [before, after] =
        differing_sentences("Mở đầu. Có 12 người. Kết thúc.", "Mở đầu. Có 13 người. Kết thúc.");
    EXPECT_EQ(before, "Có 12 người.");
    EXPECT_EQ(after, "Có 13 người.");
}

TEST(Cut, FindsASentenceThatWasAddedOrRemoved)
{
    auto added = differing_sentences("Mở đầu. Kết thúc.", "Mở đầu. Thêm một câu. Kết thúc.");
    EXPECT_EQ(added.before, "");
    EXPECT_EQ(added.after, "Thêm một câu.");
    auto last = differing_sentences("Mở đầu. Kết thúc", "Mở đầu. Kết thúc tốt đẹp.");
    EXPECT_EQ(last.before, "Kết thúc");
    EXPECT_EQ(last.after, "Kết thúc tốt đẹp.");
}

TEST(Cut, NeverSplitsLettersThatShareTheirFirstBytes)
{
    auto [before, after] = differing_sentences("ộộộ", "ộốộ");
    EXPECT_EQ(before, "ộộộ");
    EXPECT_EQ(after, "ộốộ");
}

TEST(Cut, SharesRoomEvenlyAmongThoseThatAreTooLong)
{
    EXPECT_EQ(fair_share({10, 1000, 2000}, 210), 100u);
    EXPECT_EQ(fair_share({10, 20}, 100), 20u);
    EXPECT_EQ(fair_share({}, 100), 0u);
    EXPECT_EQ(fair_share({500, 500}, 100), 50u);
}

} // namespace baotin
