#include "parsers/provinces.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace baotin::parsers {
namespace {

std::string_view successor(std::string_view name)
{
    const auto province = find_province(name);
    EXPECT_TRUE(province) << name;
    return province ? province->successor : std::string_view{};
}

TEST(Provinces, AreThirtyFourToday)
{
    EXPECT_EQ(std::ranges::count_if(provinces(), &Province::current), 34);
}

TEST(Provinces, WereSixtyThreeAndHueHadALongerName)
{
    EXPECT_EQ(provinces().size(), 64u);
    std::set<std::string_view> names;
    for (const Province& province : provinces())
        names.insert(province.name);
    EXPECT_EQ(names.size(), 64u);
}

TEST(Provinces, HaveACurrentSuccessorWhichIsItselfWhereTheyContinued)
{
    for (const Province& province : provinces()) {
        const auto next = find_province(province.successor);
        ASSERT_TRUE(next) << province.name;
        EXPECT_TRUE(next->current) << province.name;
        EXPECT_EQ(next->name, province.successor);
        EXPECT_EQ(province.current, province.successor == province.name) << province.name;
    }
}

TEST(Provinces, WereMergedInTwentyThreeGroupsAndElevenStayedAlone)
{
    std::set<std::string_view> merged;
    for (const Province& province : provinces())
        if (!province.current && province.name != "Thừa Thiên Huế") merged.insert(province.successor);
    EXPECT_EQ(merged.size(), 23u);
}

TEST(Provinces, KnowWhereTheyWent)
{
    EXPECT_EQ(successor("Bắc Giang"), "Bắc Ninh");
    EXPECT_EQ(successor("Hải Dương"), "Hải Phòng");
    EXPECT_EQ(successor("Sóc Trăng"), "Cần Thơ");
    EXPECT_EQ(successor("Hậu Giang"), "Cần Thơ");
    EXPECT_EQ(successor("Thừa Thiên Huế"), "Huế");
    EXPECT_EQ(successor("Bình Dương"), "Thành phố Hồ Chí Minh");
    EXPECT_EQ(successor("Sơn La"), "Sơn La");
}

TEST(FindProvince, LooksPastCaseDiacriticsToneAndKind)
{
    for (const char* name : {"TP. Hồ Chí Minh", "TP.HCM", "tphcm", "Thành phố Hồ Chí Minh", "hồ chí minh",
                             "Ho Chi Minh", "Sài Gòn"})
        EXPECT_EQ(find_province(name).value().name, "Thành phố Hồ Chí Minh") << name;
    EXPECT_EQ(find_province("Tỉnh Thanh Hoá").value().name, "Thanh Hóa");
    EXPECT_EQ(find_province("  HÀ NỘI ").value().name, "Hà Nội");
    EXPECT_EQ(find_province("thủ đô Hà Nội").value().name, "Hà Nội");
    EXPECT_EQ(find_province("Bà Rịa – Vũng Tàu").value().name, "Bà Rịa - Vũng Tàu");
    EXPECT_EQ(find_province("Đăk Lăk").value().name, "Đắk Lắk");
    EXPECT_EQ(find_province("Thừa Thiên - Huế").value().name, "Thừa Thiên Huế");
    EXPECT_EQ(find_province("Hoa\u0300 Bi\u0300nh").value().name, "Hòa Bình");
}

TEST(FindProvince, AnswersNothingForOtherNames)
{
    for (const char* name : {"", "tỉnh", "Bắc", "Atlantis", "Hà Tây", "TP"})
        EXPECT_FALSE(find_province(name)) << name;
}

} // namespace
} // namespace baotin::parsers
