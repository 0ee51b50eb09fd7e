#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace baotin::testing_daemon {
namespace {

using namespace std::chrono_literals;

std::string contents(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Never because of us: what differs by our rules alone is a silent revision.
class RulesEditedTest : public Stage {
protected:
    void edit_rules(const std::string& from, const std::string& to)
    {
        auto rules = contents(file("sites.d/congan-haiphong.toml"));
        auto at = rules.find(from);
        ASSERT_NE(at, std::string::npos);
        rules.replace(at, from.size(), to);
        write_file(file("sites.d/congan-haiphong.toml"), rules);
    }
};

TEST_F(RulesEditedTest, EditedRulesMakeASilentRevisionAndARealEditIsStillTold)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    auto seed = lab.seed("congan-haiphong");
    auto before = article(seed.title);
    ASSERT_TRUE(before);

    edit_rules("\".detail-content\"", "\".detail-content > p:first-of-type\"");
    lab.edit(seed, "Công an 08 địa phương, gồm", "Công an tám địa phương, gồm");
    daemon->send(SIGHUP);
    ASSERT_TRUE(received("article.changed", "tám địa phương")) << daemon->log();
    auto shown = json({"show", text(*before, "id")});
    auto revisions = shown.front().at("revisions").as_array();
    ASSERT_EQ(revisions.size(), 3U);
    EXPECT_EQ(text(revisions[1].as_object(), "significance"), "reparsed");
    EXPECT_EQ(count_received("article.changed"), 1U);
}

TEST_F(RulesEditedTest, RulesThatStopMatchingKeepTheTextAndTellNothing)
{
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    edit_rules("\".detail-content\"", "\".no-such-class\"");
    daemon->send(SIGHUP);
    auto visits = lab.hits("congan-haiphong").size();
    ASSERT_TRUE(eventually([&] { return lab.hits("congan-haiphong").size() > visits + 20; }))
        << daemon->log();
    EXPECT_EQ(receiver.received().size(), 0U);
}

} // namespace
} // namespace baotin::testing_daemon
