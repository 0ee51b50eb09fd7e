#include "parsers/province_mentions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace baotin::parsers {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> mentioned(std::string_view text)
{
    std::vector<std::string> names;
    for (const Province& province : provinces_mentioned(text))
        names.emplace_back(province.name);
    return names;
}

TEST(ProvinceMentions, FindsEveryProvinceUnderItsOwnName)
{
    for (const Province& province : provinces()) {
        const std::string name{province.name};
        EXPECT_THAT(mentioned("Công an tỉnh " + name + " cho biết"), ElementsAre(name));
        EXPECT_THAT(mentioned(name), ElementsAre(name)) << "alone";
    }
}

TEST(ProvinceMentions, NamesEachOnceInTheOrderOfTheText)
{
    EXPECT_THAT(mentioned("Bắc Giang, Bắc Ninh và Hải Phòng. Công an Bắc Giang phối hợp với Bắc Ninh."),
                ElementsAre("Bắc Giang", "Bắc Ninh", "Hải Phòng"));
    EXPECT_THAT(mentioned("Hà Nội - Hải Phòng; Sơn La/Lào Cai; Quảng Nam–Đà Nẵng\nCà Mau"),
                ElementsAre("Hà Nội", "Hải Phòng", "Sơn La", "Lào Cai", "Quảng Nam", "Đà Nẵng", "Cà Mau"));
    EXPECT_THAT(mentioned("Chủ tịch UBND tỉnh Bắc Giang Nguyễn Văn An"), ElementsAre("Bắc Giang"));
}

TEST(ProvinceMentions, TakesWordsForWords)
{
    EXPECT_THAT(
        mentioned("Hòa bình, hoà bình và thái bình; bình định đất nước, cao bằng mái nhà, ra hải dương"),
        IsEmpty());
    EXPECT_THAT(mentioned("Hoà bình cho thế giới. Hải dương học."), IsEmpty());
    EXPECT_THAT(mentioned("bắc ninh"), IsEmpty());
    EXPECT_THAT(mentioned("Bac Ninh"), IsEmpty());
}

TEST(ProvinceMentions, KnowsEitherTonePlacementAndOtherSpellings)
{
    EXPECT_THAT(mentioned("Hoà Bình, Thanh Hoá, Khánh Hoà"),
                ElementsAre("Hòa Bình", "Thanh Hóa", "Khánh Hòa"));
    EXPECT_THAT(mentioned("Đắc Lắc, Đăk Nông, Bắc Cạn, Kontum"),
                ElementsAre("Đắk Lắk", "Đắk Nông", "Bắc Kạn", "Kon Tum"));
    EXPECT_THAT(mentioned("Bà Rịa – Vũng Tàu"), ElementsAre("Bà Rịa - Vũng Tàu"));
    EXPECT_THAT(mentioned("TP Vũng Tàu"), ElementsAre("Bà Rịa - Vũng Tàu"));
    EXPECT_THAT(mentioned("tỉnh Thừa Thiên - Huế"), ElementsAre("Thừa Thiên Huế"));
}

TEST(ProvinceMentions, LeavesLongerNamesAlone)
{
    EXPECT_THAT(mentioned("khu vực châu Á - Thái Bình Dương"), IsEmpty());
    EXPECT_THAT(mentioned("tỉnh Hà Nam Ninh cũ"), IsEmpty());
    EXPECT_THAT(mentioned("giải Nobel Hòa Bình, Thành phố Vì Hòa Bình"), IsEmpty());
    EXPECT_THAT(mentioned("chiến dịch Điện Biên Phủ, đường Điện Biên Phủ"), IsEmpty());
    EXPECT_THAT(mentioned("TP. Điện Biên Phủ"), ElementsAre("Điện Biên"));
    EXPECT_THAT(mentioned("tỉnh Hà Nam (Trung Quốc)"), IsEmpty());
    EXPECT_THAT(mentioned("báo Sài Gòn Giải Phóng"), IsEmpty());
}

TEST(ProvinceMentions, TellsTheCityFromThePerson)
{
    for (const char* city :
         {"TP.HCM", "TP. HCM", "TP HCM", "TPHCM", "Tp.HCM", "TP. Hồ Chí Minh", "TP Hồ Chí Minh",
          "thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", "THÀNH PHỐ HỒ CHÍ MINH", "Sài Gòn"})
        EXPECT_THAT(mentioned("Công an " + std::string(city) + " bắt giữ"),
                    ElementsAre("Thành phố Hồ Chí Minh"))
            << city;
    for (const char* person : {"Chủ tịch Hồ Chí Minh", "Đường Hồ Chí Minh", "tư tưởng Hồ Chí Minh",
                               "Đoàn TNCS HCM", "Lăng Chủ tịch Hồ Chí Minh"})
        EXPECT_THAT(mentioned(person), IsEmpty()) << person;
}

TEST(ProvinceMentions, TakesAPersonOrAStreetForNoProvince)
{
    EXPECT_THAT(mentioned("liệt sĩ Nguyễn Thái Bình, bị can Trần Văn Hải Dương, chị Lê Thị Huế"), IsEmpty());
    EXPECT_THAT(mentioned("phố Huế, quận Hai Bà Trưng"), IsEmpty());
    EXPECT_THAT(mentioned("thành phố Huế"), ElementsAre("Huế"));
    EXPECT_THAT(mentioned("Bình Dương Bình Phước"), ElementsAre("Bình Dương", "Bình Phước"));
}

TEST(ProvinceMentions, CountsWhatIsCalledAfterAProvince)
{
    EXPECT_THAT(mentioned("Nhà máy thủy điện Hòa Bình"), ElementsAre("Hòa Bình"));
    EXPECT_THAT(mentioned("sông Đồng Nai"), ElementsAre("Đồng Nai"));
}

TEST(ProvinceMentions, ReadsCapitals)
{
    EXPECT_THAT(mentioned("CÔNG AN TỈNH BẮC NINH"), ElementsAre("Bắc Ninh"));
    EXPECT_THAT(mentioned("CÔNG AN TỈNH HÒA BÌNH"), ElementsAre("Hòa Bình"));
    EXPECT_THAT(mentioned("CÔNG AN THÁI BÌNH"), ElementsAre("Thái Bình"));
    EXPECT_THAT(mentioned("VÌ HOÀ BÌNH THẾ GIỚI, KHÁT VỌNG HÒA BÌNH"), IsEmpty());
}

TEST(ProvinceMentions, FindsNothingInNothing)
{
    EXPECT_THAT(mentioned(""), IsEmpty());
    EXPECT_THAT(mentioned("… – “” 12/3"), IsEmpty());
    EXPECT_THAT(mentioned("Bắc"), IsEmpty());
    EXPECT_THAT(mentioned("Bắc\nNinh"), IsEmpty()); // two paragraphs
}

} // namespace
} // namespace baotin::parsers
