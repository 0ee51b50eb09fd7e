#include "parsers/date.hpp"

#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

std::string read(std::string_view text, std::string_view reference = "2021-05-20T12:00:00+07:00")
{
    return read_date(text, parse_rfc3339(reference).value()).value_or("nothing");
}

TEST(ReadDate, ReadsWhatTheSitesPrint)
{
    EXPECT_EQ(read("Cập nhật: 06/05/2021 07:15"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Cập nhật: 20/05/2021"), "2021-05-20");
    EXPECT_EQ(read("20/05/2021"), "2021-05-20");
    EXPECT_EQ(read("Thứ bảy, 7/3/2026, 00:05 (GMT+7)"), "2026-03-07T00:05:00+07:00");
    EXPECT_EQ(read("Thứ tư, 22/10/2025, 19:25 (GMT+7)"), "2025-10-22T19:25:00+07:00");
    EXPECT_EQ(read("07/03/2026 08:01 GMT+7"), "2026-03-07T08:01:00+07:00");
    EXPECT_EQ(read("01/03/2026 \n 09:51"), "2026-03-01T09:51:00+07:00");
    EXPECT_EQ(read("07-03-2026 - 00:01 AM"), "2026-03-07T00:01:00+07:00");
    EXPECT_EQ(read("Thứ Bảy, 07/03/2026 - 08:52"), "2026-03-07T08:52:00+07:00");
    EXPECT_EQ(read(" - 07/03/2026 08:47"), "2026-03-07T08:47:00+07:00");
    EXPECT_EQ(read("Thứ năm, 20/11/2025 | 14:24"), "2025-11-20T14:24:00+07:00");
    EXPECT_EQ(read("12:33 02/05/2021"), "2021-05-02T12:33:00+07:00");
    EXPECT_EQ(read("20:18 05/12/2024"), "2024-12-05T20:18:00+07:00");
    EXPECT_EQ(read("Ngày 05/5/2021"), "2021-05-05");
    EXPECT_EQ(read("Chiều ngày 19/5/2021"), "2021-05-19");
    EXPECT_EQ(read("19/05/2021 - 10:30 | Lượt xem: 11042"), "2021-05-19T10:30:00+07:00");
    EXPECT_EQ(read("20/05/2021 Lượt xem: 11042"), "2021-05-20");
    EXPECT_EQ(read("Đăng ngày:06/05/2021 - Tác giả: A"), "2021-05-06");
}

TEST(ReadDate, ReadsIso8601)
{
    EXPECT_EQ(read("2026-03-07T08:52:11.000 +07:00"), "2026-03-07T08:52:11+07:00");
    EXPECT_EQ(read("2026-03-07T00:01:00"), "2026-03-07T00:01:00+07:00");
    EXPECT_EQ(read("2026-07-06T04:18:59.398Z"), "2026-07-06T11:18:59+07:00");
    EXPECT_EQ(read("2026-03-01T09:51:00&#x2B;07:00"), "2026-03-01T09:51:00+07:00");
    EXPECT_EQ(read("2026-03-01T09:51:00&#43;0700"), "2026-03-01T09:51:00+07:00");
    EXPECT_EQ(read("2026-03-01 09:51"), "2026-03-01T09:51:00+07:00");
    EXPECT_EQ(read("2026-03-01"), "2026-03-01");
    EXPECT_EQ(read("2026/3/1 9:05"), "2026-03-01T09:05:00+07:00");
    EXPECT_EQ(read("2026-02-28T20:00:00-05:00"), "2026-03-01T08:00:00+07:00");
}

TEST(ReadDate, ReadsRfc822)
{
    EXPECT_EQ(read("Thu, 06 May 2021 07:15:00 +0700"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Thu, 06 May 2021 00:15:00 GMT"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Thu, 6 May 2021 00:15:00 UTC"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Thu 6 May 2021 07:15 ICT"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("06 May 21 07:15:00 +0700"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Thursday, 06-May-21 00:15:00 GMT"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Thu, 06 May 2021 07:15:00 GMT+7"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Wed, 05 May 2021 20:15:00 EDT"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("May 6, 2021 7:15 PM"), "2021-05-06T19:15:00+07:00");
    EXPECT_EQ(read("May 6, 2021 7:15pm"), "2021-05-06T19:15:00+07:00");
    EXPECT_EQ(read("6th September 2021"), "2021-09-06");
}

TEST(ReadDate, ReadsVietnameseWords)
{
    EXPECT_EQ(read("ngày 6 tháng 5 năm 2021"), "2021-05-06");
    EXPECT_EQ(read("Thứ Năm, ngày 6 tháng 5 năm 2021, 7 giờ 15 phút"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("6 Tháng Năm, 2021"), "2021-05-06");
    EXPECT_EQ(read("6 Tháng Mười Hai, 2021"), "2021-12-06");
    EXPECT_EQ(read("6 tháng Mười 2021"), "2021-10-06");
    EXPECT_EQ(read("06 Th5 2021"), "2021-05-06");
    EXPECT_EQ(read("Th5 06, 2021"), "2021-05-06");
    EXPECT_EQ(read("Chủ nhật, 09/05/2021 | 7h15"), "2021-05-09T07:15:00+07:00");
    EXPECT_EQ(read("Lúc 7h15 ngày 06/05/2021"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("08:07 thứ 7, 07/03/2026"), "2026-03-07T08:07:00+07:00");
    EXPECT_EQ(read("T7, 07/03/2026 lúc 14g30"), "2026-03-07T14:30:00+07:00");
    EXPECT_EQ(read("07:15 | Thứ Năm, 06/05/2021"), "2021-05-06T07:15:00+07:00");
}

TEST(ReadDate, KnowsThePartsOfTheDay)
{
    EXPECT_EQ(read("7h15 sáng 06/05/2021"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("3 giờ chiều ngày 06/05/2021"), "2021-05-06T15:00:00+07:00");
    EXPECT_EQ(read("06/05/2021 7:30 tối"), "2021-05-06T19:30:00+07:00");
    EXPECT_EQ(read("06/05/2021 12 giờ trưa"), "2021-05-06T12:00:00+07:00");
    EXPECT_EQ(read("06/05/2021 10 giờ đêm"), "2021-05-06T22:00:00+07:00");
    EXPECT_EQ(read("06/05/2021 07:15:20 SA"), "2021-05-06T07:15:20+07:00");
    EXPECT_EQ(read("06/05/2021 07:15:20 CH"), "2021-05-06T19:15:20+07:00");
}

TEST(ReadDate, BelievesATwentyFourHourClockMoreThanItsAmOrPm)
{
    EXPECT_EQ(read("06/05/2021 14:24 AM"), "2021-05-06T14:24:00+07:00");
    EXPECT_EQ(read("06/05/2021 14:24 PM"), "2021-05-06T14:24:00+07:00");
    EXPECT_EQ(read("06/05/2021 00:24 PM"), "2021-05-06T00:24:00+07:00");
    EXPECT_EQ(read("06/05/2021 12:24 PM"), "2021-05-06T12:24:00+07:00");
    EXPECT_EQ(read("06/05/2021 12:24 AM"), "2021-05-06T00:24:00+07:00");
}

TEST(ReadDate, TakesTheNearestYearWhereThereIsNone)
{
    EXPECT_EQ(read("Ngày 06/5"), "2021-05-06");
    EXPECT_EQ(read("13-8"), "2021-08-13");
    EXPECT_EQ(read("31/12", "2021-01-02T00:00:00+07:00"), "2020-12-31");
    EXPECT_EQ(read("02/01", "2020-12-31T00:00:00+07:00"), "2021-01-02");
    EXPECT_EQ(read("01/01", "2020-12-31T17:30:00Z"), "2021-01-01"); // already the new year in Vietnam
    EXPECT_EQ(read("29/2", "2021-05-20T00:00:00Z"), "2020-02-29");
    EXPECT_EQ(read("06/05 07:15"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read_date("13-8", Time{}), std::nullopt); // nearest to what?
    const auto first_year = parse_rfc3339("1990-05-20T12:00:00+07:00").value();
    EXPECT_EQ(read_date("20/11", first_year), "1990-11-20") << "no page is older than the web";
    EXPECT_EQ(read("ngày 6 tháng 5"), "2021-05-06");
    EXPECT_EQ(read("đạt 1/3 chỉ tiêu ngày 06/5"), "2021-05-06");
}

TEST(ReadDate, ReadsDaysRelativeToTheReference)
{
    EXPECT_EQ(read("2 giờ trước"), "2021-05-20T10:00:00+07:00");
    EXPECT_EQ(read("45 phút trước", "2021-05-20T00:30:59+07:00"), "2021-05-19T23:45:00+07:00");
    EXPECT_EQ(read("3 ngày trước"), "2021-05-17");
    EXPECT_EQ(read("1 tuần trước"), "2021-05-13");
    EXPECT_EQ(read("3 tháng trước", "2021-05-31T12:00:00+07:00"), "2021-02-28");
    EXPECT_EQ(read("1 năm trước"), "2020-05-20");
    EXPECT_EQ(read("2 hours ago"), "2021-05-20T10:00:00+07:00");
    EXPECT_EQ(read("Vừa xong"), "2021-05-20T12:00:00+07:00");
    EXPECT_EQ(read("Hôm qua"), "2021-05-19");
    EXPECT_EQ(read("Hôm qua, 14:30"), "2021-05-19T14:30:00+07:00");
    EXPECT_EQ(read("07:15 hôm nay"), "2021-05-20T07:15:00+07:00");
}

TEST(ReadDate, AddsUpHowLongAgoItWas)
{
    EXPECT_EQ(read("1 giờ 5 phút trước"), "2021-05-20T10:55:00+07:00");
    EXPECT_EQ(read("2 ngày 3 giờ trước"), "2021-05-18T09:00:00+07:00");
    EXPECT_EQ(read("Cách đây 2 giờ"), "2021-05-20T10:00:00+07:00");
    EXPECT_EQ(read("cách đây khoảng 3 ngày"), "2021-05-17");
    EXPECT_EQ(read("hai ngày trước"), "2021-05-18");
    EXPECT_EQ(read("nửa giờ trước"), "2021-05-20T11:30:00+07:00");
    EXPECT_EQ(read("15' trước"), "2021-05-20T11:45:00+07:00");
}

TEST(ReadDate, KnowsThePartsOfTodayAndYesterday)
{
    EXPECT_EQ(read("Sáng nay, 8:30"), "2021-05-20T08:30:00+07:00");
    EXPECT_EQ(read("tối qua 8:15"), "2021-05-19T20:15:00+07:00");
    EXPECT_EQ(read("tối qua 20:15"), "2021-05-19T20:15:00+07:00");
    EXPECT_EQ(read("chiều qua"), "2021-05-19");
    EXPECT_EQ(read("Hôm qua lúc 8:15 tối"), "2021-05-19T20:15:00+07:00");
}

TEST(ReadDate, TakesHowLongAgoBesideADateForNoClock)
{
    EXPECT_EQ(read("20/05/2021 (2 giờ trước)"), "2021-05-20");
    EXPECT_EQ(read("20/05/2021 1 giờ 5 phút trước"), "2021-05-20");
}

TEST(ReadDate, KnowsZonesHoweverTheyAreWritten)
{
    for (const char* zone : {"GMT+7", "(GMT+7)", "GMT +7", "GMT + 7", "GMT+07:00", "UTC+7", "UTC 7", "+07",
                             "+0700", "+07:00", "ICT", ""})
        EXPECT_EQ(read("06/05/2021 08:30 " + std::string(zone)), "2021-05-06T08:30:00+07:00") << zone;
    EXPECT_EQ(read("06/05/2021 08:30 Z"), "2021-05-06T15:30:00+07:00");
    EXPECT_EQ(read("08:30 UTC 7/3/2021"), "2021-03-07T15:30:00+07:00");
}

TEST(ReadDate, ReadsTheDatesThatMachinesPrint)
{
    EXPECT_EQ(read("Thu May  6 07:15:00 2021"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Thu May 6 00:15:00 UTC 2021"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("20210506"), "2021-05-06");
    EXPECT_EQ(read("20210506T001500Z"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("20210506071500"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("1620260100.25"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("/Date(1620260100000)/"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Thu, 6 May 2021 7:5:0 +0700"), "2021-05-06T07:05:00+07:00");
    EXPECT_EQ(read("06/05/2021 24:00"), "2021-05-07T00:00:00+07:00");
    EXPECT_EQ(read("Tháng 5 6, 2021"), "2021-05-06"); // WordPress in Vietnamese
}

TEST(ReadDate, RefusesYearsInWhichNoPageWasPublished)
{
    for (const char* text :
         {"01/01/1970", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "01/01/1900", "20/11/2099",
          "2099-12-31", "31/02/2021", "29/02/2021", "0000-00-00 00:00:00", "2021-W18-4"})
        EXPECT_EQ(read(text), "nothing") << text;
    EXPECT_EQ(read("02/09/1995"), "1995-09-02");
    EXPECT_EQ(read("Fri, 06 May 2021 07:15:00 +0700"), "2021-05-06T07:15:00+07:00"); // it was a Thursday
}

TEST(ReadDate, ReadsSecondsAndMillisecondsSince1970)
{
    EXPECT_EQ(read("1620260100"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read(" 1620260100999 "), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("0912345678"), "nothing");
}

TEST(ReadDate, PutsTheDayBeforeTheMonthWhereverThatIsPossible)
{
    EXPECT_EQ(read("03/04/2021"), "2021-04-03");
    EXPECT_EQ(read("5/20/2021 7:15 AM"), "2021-05-20T07:15:00+07:00");
    EXPECT_EQ(read("06.05.2021"), "2021-05-06");
    EXPECT_EQ(read("06/05/21"), "2021-05-06");
}

TEST(ReadDate, TakesTheFirstOfSeveral)
{
    EXPECT_EQ(read("06/05/2021 07:15, cập nhật 07/05/2021 08:00"), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(read("Họp ngày 19/5. Đăng 20/05/2021"), "2021-05-20"); // with a year before without
}

TEST(ReadDate, FindsNothingWhereThereIsNothing)
{
    for (const char* text :
         {"", "Công an tỉnh", "14:30", "32/01/2021", "31/04/2021", "30-2", "00/05/2021", "05/2021", "12/2021",
          "1.500/12.000", "113", "0912-345-678", "v1.2.3", "192.168.1.1", "99/99/9999", "10:20", "2021"})
        EXPECT_EQ(read(text), "nothing") << text;
}

TEST(ReadDate, LeavesOutATimeThatIsNone)
{
    EXPECT_EQ(read("20/05/2021 24:61"), "2021-05-20");
    EXPECT_EQ(read("20/05/2021 7 học sinh"), "2021-05-20");
    EXPECT_EQ(read("08:01 -07/03/2026"), "2026-03-07T08:01:00+07:00");
    EXPECT_EQ(read("12:33-02/05/2021"), "2021-05-02T12:33:00+07:00");
}

TEST(Date, TellsADateThatGoesByTheMomentOfReading)
{
    EXPECT_TRUE(is_relative_date("2 giờ trước"));
    EXPECT_TRUE(is_relative_date("Hôm qua, 14:30"));
    EXPECT_FALSE(is_relative_date("20/05/2021 07:15"));
    EXPECT_FALSE(is_relative_date("Ngày 06/5"));
    EXPECT_FALSE(is_relative_date("Cập nhật 2 giờ trước, 20/05/2021"));
    EXPECT_FALSE(is_relative_date("không có ngày"));
}

} // namespace
} // namespace baotin::parsers
