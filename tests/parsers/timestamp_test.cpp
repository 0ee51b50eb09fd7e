#include "parsers/timestamp.hpp"

#include <gtest/gtest.h>

namespace baotin::parsers {
namespace {

using namespace std::chrono;

Time at(std::string_view text)
{
    const auto time = parse_rfc3339(text);
    EXPECT_TRUE(time) << text;
    return time.value_or(Time{});
}

TEST(Timestamp, IsWrittenInVietnamsTime)
{
    EXPECT_EQ(rfc3339(Time{sys_days{2021y / May / 6d}} + 15min), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(rfc3339(Time{sys_days{2025y / December / 31d}} + 17h), "2026-01-01T00:00:00+07:00");
}

TEST(Timestamp, DropsMillisecondsTowardsThePast)
{
    EXPECT_EQ(rfc3339(Time{999ms}), "1970-01-01T07:00:00+07:00");
    EXPECT_EQ(rfc3339(Time{-1ms}), "1970-01-01T06:59:59+07:00");
}

TEST(Timestamp, ReadsAnyOffset)
{
    EXPECT_EQ(rfc3339(at("2021-05-06T07:15:00+07:00")), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(rfc3339(at("2021-05-06T00:15:00Z")), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(rfc3339(at("2021-05-05t19:45:00-04:30")), "2021-05-06T07:15:00+07:00");
    EXPECT_EQ(rfc3339(at("2021-05-06 00:15:00z")), "2021-05-06T07:15:00+07:00");
}

TEST(Timestamp, CutsFractionsToMilliseconds)
{
    EXPECT_EQ(at("1970-01-01T00:00:01.2349999Z"), Time{1234ms});
    EXPECT_EQ(at("1970-01-01T00:00:01.5Z"), Time{1500ms});
}

TEST(Timestamp, RefusesWhatIsNoFullDateTime)
{
    for (const char* text : {"", "2021", "2021-05-06", "2021-05-06T07:15:00", "2021-05-06T07:15+07:00",
                             "2021-02-29T00:00:00Z", "2021-05-06T24:00:00Z", "2021-05-06T07:60:00Z",
                             "2021-05-06T07:15:00.Z", "2021-05-06T07:15:00+7", "2021-05-06T07:15:00Z ",
                             "2021-13-06T07:15:00Z", "2021-05-06T07:15:00+24:00", "-021-05-06T07:15:00Z"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
}

TEST(Timestamp, ReadsWhatItWrites)
{
    for (int day = 0; day < 40000; day += 37) {
        const Time time = Time{days{day}} + seconds{day};
        EXPECT_EQ(parse_rfc3339(rfc3339(time)), time);
    }
}

} // namespace
} // namespace baotin::parsers
