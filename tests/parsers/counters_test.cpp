#include "parsers/text/counters.hpp"

#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

TEST(Counters, AreLinesThatOnlyCountReaders)
{
    for (auto line :
         {"Lượt xem: 11042", "(Lượt xem: 11042)", "Lượt truy cập: 9004692", "Đang xem: 12", "12 bình luận",
          "Trực tuyến: 7", "Đang online: 15 | Hôm nay: 1.204 | Tổng lượt truy cập: 9.004.692", "1,234 views",
          "Số lần xem 45"})
        EXPECT_TRUE(is_counter(line)) << line;
}

TEST(Counters, AreClocksToo)
{
    for (auto line :
         {"Thứ bảy, 07/03/2026 12:31:07", "12:31:59", "Bây giờ là 08:15", "2 giờ trước", "35 phút trước"})
        EXPECT_TRUE(is_counter(line)) << line;
}

TEST(Counters, AreNoSentencesAndNoFigures)
{
    for (auto line :
         {"Video có 11042 lượt xem sau một ngày.", "12 người bị thương", "Năm 2021", "20:00", "20/05/2021",
          "113", "Lượt xem", "Giá vàng 120 triệu đồng/lượng", "Hôm nay, Công an tỉnh bắt giữ 12 người",
          "Điều 12", "Số vụ | 12", "Nhiệt độ cơ thể 39 độ", "Hà Nội 39°C", "Trong ngày: 1.234",
          "Hôm nay: 5.000", "Chương trình lúc 20:00 trên VTV1"})
        EXPECT_FALSE(is_counter(line)) << line;
}

TEST(Counters, AreLeftOutOfATextForComparing)
{
    EXPECT_EQ(without_counters("Tin mới (Lượt xem: 11042)\nMột câu (12 người).\nLượt xem: 3\nHai câu."),
              "Tin mới \nMột câu (12 người).\nHai câu.\n");
    EXPECT_EQ(without_counters("a (b"), "a (b\n");
    EXPECT_EQ(without_counters(""), "");
}

} // namespace
} // namespace baotin::parsers
