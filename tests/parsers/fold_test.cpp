#include "parsers/text/fold.hpp"

#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

TEST(Fold, TakesCaseAndDiacriticsAway)
{
    EXPECT_EQ(fold("Đảng ủy Công an"), "dang uy cong an");
    EXPECT_EQ(fold("khoá XV"), "khoa xv");
    EXPECT_EQ(fold("khóa XV"), "khoa xv");
    EXPECT_EQ(fold("UỶ BAN"), "uy ban");
    EXPECT_EQ(fold("Ủy ban"), "uy ban");
    EXPECT_EQ(fold("Nguyễn"), "nguyen");
    EXPECT_EQ(fold("đường"), "duong");
    EXPECT_EQ(fold("Sóc Trăng"), "soc trang");
}

TEST(Fold, FoldsEveryLetterOfTheAlphabetToAscii)
{
    EXPECT_EQ(fold("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"),
              "aaaaaaaaaaaaaaaaadeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy");
}

TEST(Fold, HasOneFormOfDashesQuotesAndSpace)
{
    EXPECT_EQ(fold("2021–2026 — “A” ‘b’…"), "2021-2026 - \"a\" 'b'...");
    EXPECT_EQ(fold(" Một\nhai\u00A0 ba "), "mot hai ba");
}

TEST(Fold, FoldsOtherScriptsToo)
{
    EXPECT_EQ(fold("ＡＢ１ Straße ЖУК"), "ab1 strasse жук");
}

TEST(Fold, IsIdempotent)
{
    for (const char* text : {"Đảng ủy", "¨ A", "ﷺ x", "ﬁ “–”", "½ ² Ⅳ"})
        EXPECT_EQ(fold(fold(text)), fold(text)) << text;
}

TEST(ContainsWords, FindsWholeSyllablesOnly)
{
    EXPECT_TRUE(contains_words("cong an tinh bac ninh", "an tinh"));
    EXPECT_TRUE(contains_words("an", "an"));
    EXPECT_TRUE(contains_words("phong, chong (covid-19).", "covid-19"));
    EXPECT_TRUE(contains_words("ban an", "an"));
    EXPECT_FALSE(contains_words("ban", "an"));
    EXPECT_FALSE(contains_words("anh", "an"));
    EXPECT_FALSE(contains_words("nam 2021", "202"));
    EXPECT_FALSE(contains_words("an", ""));
    EXPECT_FALSE(contains_words("", "an"));
}

TEST(ContainsWords, KnowsLettersBeyondAscii)
{
    EXPECT_FALSE(contains_words("ấan", "an"));
    EXPECT_FALSE(contains_words("anạ", "an"));
    EXPECT_TRUE(contains_words("“an”", "an"));
    EXPECT_TRUE(contains_words("•an…", "an"));
}

TEST(FoldSpelling, PutsTheToneInOnePlace)
{
    for (const auto& [old_style, new_style] :
         std::initializer_list<std::pair<const char*, const char*>>{{"khóa", "khoá"},
                                                                    {"ủy", "uỷ"},
                                                                    {"Ủy", "Uỷ"},
                                                                    {"HÒA", "HOÀ"},
                                                                    {"khỏe", "khoẻ"},
                                                                    {"thúy", "thuý"},
                                                                    {"tọa", "toạ"},
                                                                    {"tùy", "tuỳ"},
                                                                    {"lũy", "luỹ"},
                                                                    {"Hóa", "Hoá"},
                                                                    {"qúy", "quý"},
                                                                    {"hòan", "hoàn"}})
        EXPECT_EQ(fold_spelling(old_style), fold_spelling(new_style)) << old_style;
}

TEST(FoldSpelling, KeepsEveryOtherTone)
{
    for (const auto& [one, other] :
         std::initializer_list<std::pair<const char*, const char*>>{{"hoa", "hoà"},
                                                                    {"hòa", "hóa"},
                                                                    {"của", "cua"},
                                                                    {"múa", "mùa"},
                                                                    {"già", "giá"},
                                                                    {"quy", "quý"},
                                                                    {"Hòa", "hòa"},
                                                                    {"hòa", "hỏa"},
                                                                    {"mía", "mia"},
                                                                    {"lý", "lí"},
                                                                    {"đa", "da"},
                                                                    {"thuở", "thủơ"}})
        EXPECT_NE(fold_spelling(one), fold_spelling(other)) << one;
    EXPECT_EQ(fold_spelling("của mía già quý"), "của mía già quý");
}

TEST(FoldSpelling, HasOneFormOfDashesQuotesAndSpace)
{
    EXPECT_EQ(fold_spelling("2021 – 2026"), fold_spelling("2021-2026"));
    EXPECT_EQ(fold_spelling("“A”, ‘b’…"), fold_spelling("\"A\", 'b'..."));
    EXPECT_EQ(fold_spelling("Một hai\nBa"), fold_spelling("Một hai Ba"));
    EXPECT_EQ(fold_spelling("( Lượt )"), fold_spelling("(Lượt)"));
    EXPECT_EQ(fold_spelling("Hà Nội ."), fold_spelling("Hà Nội."));
}

TEST(FoldSpelling, KeepsWordsAndNumbersApart)
{
    EXPECT_NE(fold_spelling("Bắc Ninh"), fold_spelling("BắcNinh"));
    EXPECT_NE(fold_spelling("10 000"), fold_spelling("10000"));
    EXPECT_NE(fold_spelling("1, 5"), fold_spelling("1,5"));
    EXPECT_NE(fold_spelling("A."), fold_spelling("A"));
}

} // namespace
} // namespace baotin::parsers
