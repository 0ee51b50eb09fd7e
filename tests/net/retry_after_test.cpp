#include "net/retry_after.hpp"

#include <gtest/gtest.h>

namespace baotin::net {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

const std::chrono::sys_time<std::chrono::milliseconds> now = sys_days(2026y / 11 / 21) + 12h;

TEST(RetryAfter, ReadsSeconds)
{
    EXPECT_EQ(read_retry_after("120", now), 120s);
    EXPECT_EQ(read_retry_after("0", now), 0s);
}

TEST(RetryAfter, ReadsTheDatesOfRfc9110)
{
    EXPECT_EQ(read_retry_after("Sat, 21 Nov 2026 12:01:00 GMT", now), 60s);
    EXPECT_EQ(read_retry_after("Saturday, 21-Nov-26 12:01:00 GMT", now), 60s);
    EXPECT_EQ(read_retry_after("Sat Nov 21 12:01:00 2026", now), 60s);
}

TEST(RetryAfter, SaysNothingOfADateInThePast)
{
    EXPECT_EQ(read_retry_after("Sat, 21 Nov 2026 11:59:59 GMT", now), std::nullopt);
    EXPECT_EQ(read_retry_after("Sat, 21 Nov 2026 12:00:00 GMT", now), std::nullopt);
    EXPECT_EQ(read_retry_after("Thu, 01 Jan 1970 00:00:00 GMT", now), std::nullopt);
}

TEST(RetryAfter, IsAtMostADay)
{
    EXPECT_EQ(read_retry_after("86401", now), 24h);
    EXPECT_EQ(read_retry_after("9223372036854775807", now), 24h);
    EXPECT_EQ(read_retry_after("99999999999999999999999999", now), 24h);
    EXPECT_EQ(read_retry_after("Wed, 21 Nov 2096 12:00:00 GMT", now), 24h);
}

TEST(RetryAfter, SaysNothingOfGarbage)
{
    for (const auto* text : {"", " ", "-1", "-99999999999999999999999999", "soon", "120s", "1e9", "12:00",
                             "Sat, 99 Foo 2026", "\xff\xfe", "0x10"})
        EXPECT_EQ(read_retry_after(text, now), std::nullopt) << text;
}

} // namespace
} // namespace baotin::net
