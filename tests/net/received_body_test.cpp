#include "net/received_body.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace baotin::net {
namespace {

constexpr std::size_t limit = 8u << 20;
constexpr std::size_t kilobyte = 1u << 10;

TEST(ReceivedBody, MakesRoomOnceForAPageThatIsAnnounced)
{
    ReceivedBody body(limit);
    ASSERT_TRUE(body.announce(80 * kilobyte));
    const auto room = body.room();
    for (int chunk = 0; chunk < 5; ++chunk)
        ASSERT_TRUE(body.take(std::string(16 * kilobyte, 'x')));
    EXPECT_EQ(body.room(), room);
    EXPECT_EQ(body.release(), std::string(80 * kilobyte, 'x'));
}

TEST(ReceivedBody, ThatIsOnlyAnnouncedTakesNextToNothing)
{
    ReceivedBody body(limit);
    ASSERT_TRUE(body.announce(limit));
    ASSERT_TRUE(body.take("x"));
    EXPECT_LE(body.room(), 256 * kilobyte);
}

TEST(ReceivedBody, NeverHasMoreThanTwiceTheRoomForWhatHasCome)
{
    for (const std::size_t announced : {std::size_t{0}, limit - 5}) {
        ReceivedBody body(limit);
        ASSERT_TRUE(body.announce(announced));
        for (std::size_t sent = 0; sent < limit - 16 * kilobyte; sent += 16 * kilobyte) {
            ASSERT_TRUE(body.take(std::string(16 * kilobyte, 'x')));
            ASSERT_LE(body.room(), std::max(256 * kilobyte, 2 * body.received()));
        }
    }
}

TEST(ReceivedBody, StopsAtItsLimitWhateverWasAnnounced)
{
    ReceivedBody body(10);
    EXPECT_FALSE(body.announce(11));
    ASSERT_TRUE(body.announce(3));
    EXPECT_TRUE(body.take("0123456789"));
    EXPECT_FALSE(body.take("x"));
    EXPECT_EQ(body.release(), "0123456789");
}

} // namespace
} // namespace baotin::net
