#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class SearchTest : public Stage {};

TEST_F(SearchTest, ACrawledArticleIsFoundWithAndWithoutTones)
{
    lab.publish("thst", "Bắt vụ vận chuyển pháo nổ ở Sầm Sơn",
                "Công an phường Sầm Sơn vừa bắt quả tang một vụ vận chuyển pháo nổ trái phép.\n"
                "Đoạn hai của bản tin.");
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    for (const auto* typed : {"phao no sam son", "\"pháo nổ\" Sầm Sơn", "PHÁO NỔ"}) {
        const auto hits = json({"search", typed});
        ASSERT_EQ(hits.size(), 1U) << typed;
        EXPECT_EQ(text(hits[0], "title"), "Bắt vụ vận chuyển pháo nổ ở Sầm Sơn");
        EXPECT_THAT(text(hits[0], "excerpt_html"), HasSubstr("<mark>pháo nổ</mark>"));
    }
    const auto shown = run({"search", "phao", "no", "--site", "thst"});
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_THAT(shown.out, AllOf(HasSubstr("Bắt vụ vận chuyển pháo nổ"), HasSubstr("  http://"),
                                 Not(HasSubstr("\x1b"))));
    EXPECT_TRUE(json({"search", "phao no", "--site", "bocongan"}).empty());
    EXPECT_TRUE(json({"search", "phao no", "--until", "2020-01-01"}).empty());
    EXPECT_TRUE(json({"search", "phao no", "--province", "Cà Mau"}).empty());
}

TEST_F(SearchTest, SaysWhatIsWrongWithTheQuestion)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    EXPECT_EQ(run({"search"}).exit_code, 2);
    EXPECT_THAT(run({"search", "?"}).err, HasSubstr("no word"));
    EXPECT_THAT(run({"search", "a", "--since", "hôm qua"}).err, HasSubstr("--since \"hôm qua\" is neither"));
    EXPECT_THAT(run({"search", "a", "--site", "thsst"}).err, HasSubstr("thst"));
    EXPECT_THAT(run({"search", "a", "--province", "Paris"}).err, HasSubstr("no province"));
}

TEST_F(SearchTest, ARunningDaemonIndexesWhatItRecords)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    lab.publish("thst", "Diễn tập chữa cháy rừng thông",
                "Nội dung diễn tập chữa cháy rừng của bản tin mới.\nĐoạn hai.");
    EXPECT_TRUE(eventually([&] {
        return json({"search", "dien tap chua chay"}).size() == 1;
    })) << daemon->log();
}

} // namespace
} // namespace baotin::testing_daemon
