#include "tests/daemon/stage.hpp"

#include <boost/json/array.hpp>
#include <gmock/gmock.h>

#include <algorithm>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr auto kReport =
    "Sáng 20/11, Công an tỉnh tổ chức lễ ra quân cao điểm trấn áp tội phạm, bảo đảm an ninh, trật tự dịp "
    "cuối năm.\n"
    "Phát lệnh ra quân, Giám đốc Công an tỉnh yêu cầu các đơn vị tập trung đấu tranh với tội phạm ma tuý, "
    "tín dụng "
    "đen, trộm cắp tài sản và lừa đảo trên không gian mạng, đồng thời tăng cường tuần tra vũ trang ban đêm.\n"
    "Ngay sau buổi lễ, hơn ba trăm cán bộ, chiến sĩ đã toả về các địa bàn trọng điểm.";

class StoryTest : public Stage {};

TEST_F(StoryTest, ATextThatReachesAnotherSiteIsToldOnce)
{
    configure("events = [\"story.spread\"]");
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    lab.publish("bocongan", "Ra quân trấn áp tội phạm cuối năm", kReport);
    ASSERT_TRUE(eventually([&] { return article("Ra quân trấn áp tội phạm cuối năm").has_value(); }));
    lab.publish("thst", "Công an tỉnh ra quân", std::string("Theo báo bạn.\n") + kReport);
    ASSERT_TRUE(received("story.spread", "Công an tỉnh ra quân")) << daemon->log();
    auto told = receiver.received().back().body;
    EXPECT_THAT(told, AllOf(HasSubstr("\"site\":{\"id\":\"thst\""),
                            HasSubstr("\"first\":{\"site\":{\"id\":\"bocongan\""),
                            HasSubstr("Ra quân trấn áp tội phạm cuối năm")));

    auto first = text(*article("Ra quân trấn áp tội phạm cuối năm"), "id");
    auto second = text(*article("Công an tỉnh ra quân"), "id");
    auto story = json({"story", second}).at(0);
    EXPECT_EQ(text(story, "id"), first);
    EXPECT_EQ(story.at("sites").as_int64(), 2);
    ASSERT_EQ(story.at("articles").as_array().size(), 2U);
    const auto& repeat = story.at("articles").as_array().back().as_object();
    EXPECT_EQ(text(repeat, "site"), "thst");
    EXPECT_EQ(repeat.at("words_left_out").as_int64(), 0);
    EXPECT_GT(repeat.at("words_added").as_int64(), 0);
    EXPECT_THAT(run({"story", first}).out, HasSubstr("2 articles on 2 sites"));
}

TEST_F(StoryTest, AHookHearsOfFirstsAlone)
{
    configure("events = [\"article.new\"]\nwhere = { role = \"first\" }");
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    lab.publish("bocongan", "Ra quân trấn áp tội phạm cuối năm", kReport);
    ASSERT_TRUE(received("article.new", "Ra quân trấn áp tội phạm cuối năm")) << daemon->log();
    lab.publish("thst", "Công an tỉnh ra quân", kReport);
    lab.publish("thst", "Tin riêng của tỉnh", "Chỉ một tờ báo có tin này.");
    ASSERT_TRUE(received("article.new", "Tin riêng của tỉnh")) << daemon->log();
    ASSERT_TRUE(eventually([&] { return std::ranges::count(event_types(), "story.spread") == 1; }))
        << daemon->log();
    EXPECT_EQ(json({"deliveries"}).size(), 2U) << "one of each first, none of the repeat";
    auto repeat = text(*article("Công an tỉnh ra quân"), "id");
    EXPECT_THAT(run({"hooks", "explain", "newsroom", repeat}).out,
                HasSubstr("no  where.role = first: repeat"));
}

TEST_F(StoryTest, AnArticleThatNobodyElseHasIsInNone)
{
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    auto alone = text(*article(lab.seed("thst").title), "id");
    auto said = run({"story", alone});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_THAT(said.out, HasSubstr("is in no story"));
    EXPECT_EQ(run({"story", "999999"}).exit_code, 1);
    EXPECT_EQ(run({"story", "x"}).exit_code, 2);
    EXPECT_EQ(run({"verify", "--repair"}).exit_code, 0);
    EXPECT_TRUE(json({"events"}).empty()) << "stories that are made anew are no news";
}

TEST_F(StoryTest, APassWithoutTidyingLeavesItToTheNext)
{
    ASSERT_EQ(run({"crawl", "--no-tidy"}).exit_code, 0);
    EXPECT_THAT(run({"search", "công an"}).err, HasSubstr("not in the search index yet"));
    ASSERT_EQ(run({"crawl"}).exit_code, 0);
    EXPECT_EQ(run({"search", "công an"}).err, "");
}

} // namespace
} // namespace baotin::testing_daemon
