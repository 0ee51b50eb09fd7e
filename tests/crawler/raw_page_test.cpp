#include "crawler/raw_page.hpp"
#include "parsers/compression.hpp"
#include "tests/crawler/gzip.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

constexpr std::size_t kLimit = 8u << 20;
const std::string kText = "<h1>Công an tỉnh</h1>";

TEST(RawPage, ThatCameCompressedIsKeptAsItWasSent)
{
    WirePage page{"http://host/a", gzipped(kText), "gzip", "text/html; charset=utf-8"};
    auto frame = raw_page_of(page, kText);
    EXPECT_THAT(frame, testing::HasSubstr(page.body));
    EXPECT_EQ(text_of_raw_page(frame, kLimit), kText);
}

TEST(RawPage, ThatCameUncompressedIsCompressed)
{
    auto text = kText + std::string(10'000, 'x');
    auto frame = raw_page_of({"http://host/a", text, "", "text/html"}, text);
    EXPECT_LT(frame.size(), 200u);
    EXPECT_EQ(text_of_raw_page(frame, kLimit), text);
}

TEST(RawPage, ThatIsCalledCompressedByIdentityIsCompressed)
{
    auto text = kText + std::string(10'000, 'x');
    EXPECT_LT(raw_page_of({"http://host/a", text, "Identity", "text/html"}, text).size(), 200u);
}

TEST(RawPage, IsReadInTheCharsetThatItsServerNamed)
{
    WirePage page{"http://host/a", gzipped("<p>\xFD</p>"), "gzip", "text/html; charset=windows-1258"};
    EXPECT_EQ(text_of_raw_page(raw_page_of(page, "<p>ư</p>"), kLimit), "<p>ư</p>");
}

TEST(RawPage, OfSeveralPagesIsTakenApartAgain)
{
    WirePage first{"http://host/a", gzipped("một"), "gzip", "text/html; charset=utf-8"};
    WirePage second{"http://host/a?p=2", "hai", "", "text/html; charset=utf-8"};
    auto all = raw_page_of(first, "một") + raw_page_of(second, "hai") + raw_page_of(first, "một");
    auto frames = parsers::zstd_frames(all);
    ASSERT_EQ(frames.size(), 3u);
    EXPECT_EQ(text_of_raw_page(frames[0], kLimit), "một");
    EXPECT_EQ(text_of_raw_page(frames[1], kLimit), "hai");
    EXPECT_EQ(text_of_raw_page(frames[2], kLimit), "một");
}

TEST(RawPage, ThatIsDamagedCannotBeInflated)
{
    WirePage page{"http://host/a", gzipped(kText), "gzip", "text/html"};
    auto frame = raw_page_of(page, kText);
    for (std::size_t size = 0; size < frame.size(); ++size)
        EXPECT_FALSE(text_of_raw_page(frame.substr(0, size), kLimit)) << size;
    EXPECT_FALSE(text_of_raw_page("", kLimit));
    EXPECT_FALSE(text_of_raw_page("no frame at all", kLimit));
}

} // namespace
} // namespace baotin::crawler
