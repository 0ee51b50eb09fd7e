#include "parsers/text/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = DiffPiece::Kind;

DiffPiece same(std::string text)
{
    return {Kind::same, std::move(text)};
}
DiffPiece removed(std::string text)
{
    return {Kind::removed, std::move(text)};
}
DiffPiece added(std::string text)
{
    return {Kind::added, std::move(text)};
}

std::string joined(const std::vector<DiffPiece>& pieces, Kind kind)
{
    std::string text;
    for (const DiffPiece& piece : pieces)
        if (piece.kind == Kind::same || piece.kind == kind) text += piece.text;
    return text;
}

std::size_t changed_bytes(const std::vector<DiffPiece>& pieces)
{
    std::size_t size = 0;
    for (const DiffPiece& piece : pieces)
        size += piece.kind == Kind::same ? 0 : piece.text.size();
    return size;
}

TEST(DiffWords, FindsNothingInEqualTexts)
{
    EXPECT_THAT(diff_words("Công an tỉnh", "Công an tỉnh"), ElementsAre(same("Công an tỉnh")));
    EXPECT_THAT(diff_words("", ""), IsEmpty());
}

TEST(DiffWords, ShowsAReplacedSyllable)
{
    EXPECT_THAT(diff_words("Công an tỉnh Bắc Giang họp", "Công an tỉnh Bắc Ninh họp"),
                ElementsAre(same("Công an tỉnh Bắc "), removed("Giang "), added("Ninh "), same("họp")));
}

TEST(DiffWords, ShowsWholeTextsThatComeOrGo)
{
    EXPECT_THAT(diff_words("", "một hai"), ElementsAre(added("một hai")));
    EXPECT_THAT(diff_words("một hai", ""), ElementsAre(removed("một hai")));
}

TEST(DiffWords, TellsSignsFromWords)
{
    EXPECT_THAT(
        diff_words("Ông A, Bí thư.", "Ông A (Bí thư)."),
        ElementsAre(same("Ông A"), removed(", "), added(" ("), same("Bí thư"), added(")"), same(".")));
}

TEST(DiffWords, TreatsAParagraphBreakAsAWord)
{
    EXPECT_THAT(diff_words("Một\nHai", "Một\nBa\nHai"),
                ElementsAre(same("Một\n"), added("Ba\n"), same("Hai")));
    EXPECT_THAT(diff_words("Một\nHai", "Một Hai"),
                ElementsAre(same("Một"), removed("\n"), added(" "), same("Hai")));
}

TEST(DiffWords, KeepsTheLastWordWhenTextIsAppended)
{
    EXPECT_THAT(diff_words("Xin chào", "Xin chào bạn"), ElementsAre(same("Xin chào"), added(" bạn")));
}

TEST(DiffWords, IsShortest)
{
    const auto pieces = diff_words("a b c a b b a", "c b a b a c"); // Myers' own example: five differences
    EXPECT_EQ(changed_bytes(pieces), 10u);
}

TEST(DiffWords, PiecesTogetherAreBothTexts)
{
    std::mt19937 random(11);
    const std::string_view alphabet[] = {"một", "hai", "ba", ",", " ", " ", "\n", "Đ", "(", "7"};
    for (int round = 0; round < 3000; ++round) {
        std::string a, b;
        for (std::string* text : {&a, &b})
            for (int i = 0, n = static_cast<int>(random() % 40); i < n; ++i)
                *text += alphabet[random() % std::size(alphabet)];
        const auto pieces = diff_words(a, b);
        ASSERT_EQ(joined(pieces, Kind::removed), a);
        ASSERT_EQ(joined(pieces, Kind::added), b);
        for (std::size_t i = 1; i < pieces.size(); ++i)
            ASSERT_NE(pieces[i].kind, pieces[i - 1].kind);
    }
}

TEST(DiffWords, FindsAsManyCommonWordsAsThereAre)
{
    std::mt19937 random(5);
    for (int round = 0; round < 500; ++round) {
        std::string a, b;
        for (std::string* text : {&a, &b})
            for (int i = 0, n = 1 + static_cast<int>(random() % 25); i < n; ++i)
                *text += static_cast<char>('a' + random() % 3);
        std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1));
        for (std::size_t i = 0; i < a.size(); ++i)
            for (std::size_t j = 0; j < b.size(); ++j)
                common[i + 1][j + 1] =
                    a[i] == b[j] ? common[i][j] + 1 : std::max(common[i][j + 1], common[i + 1][j]);
        std::string a_words, b_words;
        for (const char c : a)
            (a_words += c) += ' ';
        for (const char c : b)
            (b_words += c) += ' ';
        const auto pieces = diff_words(a_words, b_words);
        const std::size_t kept = (a_words.size() + b_words.size() - changed_bytes(pieces)) / 4;
        ASSERT_EQ(kept, static_cast<std::size_t>(common[a.size()][b.size()])) << a << ' ' << b;
    }
}

TEST(DiffWords, AnswersStrangersAsOneReplacementAfterAFixedEffort)
{
    std::string a, b;
    for (int i = 0; i < 20000; ++i) {
        a += "a" + std::to_string(i) + ' ';
        b += "b" + std::to_string(i) + ' ';
    }
    EXPECT_THAT(diff_words("x " + a + "y", "x " + b + "y"),
                ElementsAre(same("x "), removed(a), added(b), same("y")));
}

} // namespace
} // namespace baotin::parsers
