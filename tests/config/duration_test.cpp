#include "config/duration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Duration, ReadsEachUnit)
{
    EXPECT_EQ(parse_duration("250ms").value(), 250ms);
    EXPECT_EQ(parse_duration("2s").value(), 2s);
    EXPECT_EQ(parse_duration("10m").value(), 10min);
    EXPECT_EQ(parse_duration("6h").value(), 6h);
    EXPECT_EQ(parse_duration("90d").value(), 90 * 24h);
    EXPECT_EQ(parse_duration("0s").value(), 0s);
}

TEST(Duration, RefusesANumberWithoutItsUnit)
{
    EXPECT_EQ(parse_duration("10").error(), "it lacks its unit: ms, s, m, h or d");
}

TEST(Duration, RefusesWhatIsNoWholeNumber)
{
    for (const auto* text : {"", "s", "-2s", "+2s", " 2s", "two s"})
        EXPECT_THAT(parse_duration(text).error(), HasSubstr("begin with a whole number")) << text;
}

TEST(Duration, RefusesAnUnknownUnit)
{
    EXPECT_EQ(parse_duration("3w").error(), "unknown unit \"w\": it is ms, s, m, h or d");
    EXPECT_FALSE(parse_duration("2 s"));
    EXPECT_FALSE(parse_duration("1.5h"));
    EXPECT_FALSE(parse_duration("2S"));
    EXPECT_FALSE(parse_duration("1h30m"));
}

TEST(Duration, RefusesMoreThanACentury)
{
    EXPECT_TRUE(parse_duration("36500d"));
    EXPECT_EQ(parse_duration("36501d").error(), "it is too large: the most is 36500d");
    EXPECT_FALSE(parse_duration("9223372036854775807d"));
    EXPECT_FALSE(parse_duration("99999999999999999999999ms"));
}

TEST(Duration, IsWrittenInTheLargestUnitThatLeavesNoRest)
{
    EXPECT_EQ(to_string(0ms), "0s");
    EXPECT_EQ(to_string(1500ms), "1500ms");
    EXPECT_EQ(to_string(2s), "2s");
    EXPECT_EQ(to_string(90min), "90m");
    EXPECT_EQ(to_string(6h), "6h");
    EXPECT_EQ(to_string(48h), "2d");
}

TEST(Size, ReadsEachUnit)
{
    EXPECT_EQ(parse_size("64kB").value(), 64u << 10);
    EXPECT_EQ(parse_size("64KB").value(), 64u << 10);
    EXPECT_EQ(parse_size("8MB").value(), 8u << 20);
    EXPECT_EQ(parse_size("1GB").value(), 1u << 30);
}

TEST(Size, RefusesAMissingOrUnknownUnitAndOverflow)
{
    EXPECT_EQ(parse_size("8").error(), "it lacks its unit: kB, KB, MB or GB");
    EXPECT_EQ(parse_size("8M").error(), "unknown unit \"M\": it is kB, KB, MB or GB");
    EXPECT_THAT(parse_size("99999999999999999999MB").error(), HasSubstr("too large"));
}

} // namespace
} // namespace baotin::config
