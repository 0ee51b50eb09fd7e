#include "crawler/change.hpp"
#include "crawler/second_looks.hpp"

#include <gtest/gtest.h>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;

const parsers::Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

SecondLooks::Look look(parsers::Time at, std::string raw_page = "page")
{
    return {at, 3, std::move(raw_page), std::nullopt};
}

TEST(SecondLooks, AnswerTheFirstLookOnce)
{
    SecondLooks looks;
    looks.keep(1, look(kNow));
    EXPECT_TRUE(looks.take(1, 3, kNow + 1min));
    EXPECT_FALSE(looks.take(1, 3, kNow + 1min));
}

TEST(SecondLooks, ForgetWhatIsOldOrOfAnotherRevision)
{
    SecondLooks looks;
    looks.keep(1, look(kNow));
    EXPECT_FALSE(looks.take(1, 3, kNow + 3 * 24h)) << "what differs from a page of days ago may be news";
    looks.keep(1, look(kNow));
    EXPECT_FALSE(looks.take(1, 4, kNow + 1min));
    looks.keep(1, look(kNow));
    looks.forget(1);
    EXPECT_FALSE(looks.take(1, 3, kNow + 1min));
}

TEST(SecondLooks, AreBoundedInBytes)
{
    SecondLooks looks;
    for (archive::PageId page = 1; page <= 5; ++page)
        looks.keep(page, look(kNow, std::string(SecondLooks::kMostBytes / 4, 'x')));
    EXPECT_FALSE(looks.take(1, 3, kNow));
    EXPECT_TRUE(looks.take(5, 3, kNow));
    looks.keep(6, look(kNow, std::string(SecondLooks::kMostBytes + 1, 'x')));
    EXPECT_FALSE(looks.take(6, 3, kNow));
}

parsers::ArticleText body(std::string text)
{
    parsers::ArticleText article;
    article.title = "Tin";
    article.body = std::move(text);
    return article;
}

TEST(ChangesThatMayBeVolatile, AreNumbersDatesAndHeadlines)
{
    auto doubtful = [](const char* before, const char* after) {
        return compare(body(before), body(after)).may_be_volatile;
    };
    EXPECT_TRUE(doubtful("Có 3 người bị thương.", "Có 4 người bị thương."));
    EXPECT_TRUE(doubtful("Một câu.\nTin khác: cháy chợ", "Một câu.\nTin khác: mưa lớn"));
    EXPECT_FALSE(doubtful("Một câu.", "Một câu khác hẳn."));
    EXPECT_FALSE(doubtful("Một câu.", "Một câu.\nCơ quan điều tra đã khởi tố vụ án."));
    EXPECT_FALSE(doubtful("Một câu.", "Một câu."));
}

TEST(ChangesThatMayBeVolatile, AreFoundInLongTextsToo)
{
    std::string before, after;
    for (int i = 0; i < 20'000; ++i) {
        before += "Có " + std::to_string(i) + " người.\n";
        after += "Có " + std::to_string(i + 1'000'000) + " người.\n";
    }
    EXPECT_TRUE(compare(body(before), body(after)).may_be_volatile);
}

} // namespace
} // namespace baotin::crawler
