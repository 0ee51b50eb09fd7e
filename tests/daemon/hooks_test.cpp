#include "tests/daemon/stage.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

namespace baotin::testing_daemon {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
namespace fs = std::filesystem;

constexpr auto kTitle = "Công an Bắc Ninh tạm giữ ba đối tượng trộm cắp xe máy";
constexpr auto kBody =
    "Ngày 20/11/2026, Công an tỉnh Bắc Ninh cho biết đã tạm giữ ba đối tượng để điều tra hành vi trộm cắp.\n"
    "Trước đó, lực lượng chức năng nhận được tin báo của nhân dân trên địa bàn phường Vũ Ninh.";

/// What operators do with hooks and deliveries.
class HooksTest : public Stage {
protected:
    /// One article that was told, and its id.
    std::string tell()
    {
        EXPECT_EQ(run({"crawl"}).exit_code, 0);
        lab.publish("thst", kTitle, kBody);
        EXPECT_EQ(run({"crawl"}).exit_code, 0);
        return text(article(kTitle).value(), "id");
    }
};

TEST_F(HooksTest, TestSendsAMarkedSampleOfEveryTypeAndPrintsWhatWasSaid)
{
    for (const auto* type :
         {"article.new", "article.changed", "article.removed", "article.restored", "article.moved",
          "site.failing", "site.recovered", "site.challenge", "site.silent", "site.drift", "hook.failing"}) {
        auto tested = run({"hooks", "test", "newsroom", "--type", type});
        EXPECT_EQ(tested.exit_code, 0) << type << tested.out << tested.err;
        EXPECT_THAT(tested.out, AllOf(HasSubstr("> webhook-signature: v1,"), HasSubstr("< HTTP/1.1 200"),
                                      HasSubstr(" ms)")));
        EXPECT_THAT(receiver.received().back().body, AllOf(HasSubstr("\"test\":true"), HasSubstr(type)));
        EXPECT_TRUE(receiver.received().back().signature_valid);
    }
    auto unknown = run({"hooks", "test", "newsroom", "--type", "article.exploded"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("is none of article.new"));
}

TEST_F(HooksTest, ExplainSaysWhyAnArticleMatchedOrDidNot)
{
    configure(
        "where = { any = [\"trom cap\", \"ma túy\"], none = [\"tai nạn\"] }\n[[hook]]\nname = \"other\"\n"
        "url = \"https://example.org/\"\nsecret_file = \"newsroom.secret\"\n"
        "where = { all = [\"trộm cắp\", \"ma túy\"], kind = \"police\" }");
    auto id = tell();
    auto matched = run({"hooks", "explain", "newsroom", id});
    EXPECT_EQ(matched.exit_code, 0) << matched.err;
    EXPECT_THAT(matched.out,
                AllOf(HasSubstr("newsroom wants it"), HasSubstr("yes where.any = trom cap, ma túy: trom cap"),
                      HasSubstr("yes where.none = tai nạn: none of them")));
    auto missed = run({"hooks", "explain", "other", id});
    EXPECT_THAT(missed.out,
                AllOf(HasSubstr("other does not want it"), HasSubstr("no  where.kind = police: press"),
                      HasSubstr("no  where.all = trộm cắp, ma túy: without ma túy")));
    auto found = json({"hooks", "explain", "other", id});
    EXPECT_FALSE(found.at(0).at("wanted").as_bool());
    EXPECT_EQ(run({"hooks", "explain", "newsroom", "4711"}).exit_code, 1);
    EXPECT_THAT(run({"hooks", "explain", "newsrom", id}).err, HasSubstr("did you mean \"newsroom\""));
}

TEST_F(HooksTest, ReplayQueuesWhatTheRulesOfTodayWantOfThePast)
{
    tell();
    ASSERT_EQ(receiver.received().size(), 1U);
    EXPECT_THAT(run({"hooks", "replay", "newsroom", "--since", "0", "--dry-run"}).out,
                HasSubstr("would replay 1 "));
    EXPECT_THAT(run({"hooks", "replay", "newsroom", "--since", "0"}).out, HasSubstr("replaying 1 "));
    ASSERT_EQ(run({"crawl", "bocongan"}).exit_code, 0);
    auto got = receiver.received();
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[1].id, got[0].id);
    EXPECT_EQ(got[1].body, got[0].body);
    EXPECT_EQ(got[1].headers["baotin-replay"], "true");
    EXPECT_FALSE(got[0].headers.contains("baotin-replay"));

    auto since = [&](const std::string& place) {
        return json({"hooks", "replay", "newsroom", "--dry-run", "--since", place})
            .at(0)
            .at("replayed")
            .as_int64();
    };
    EXPECT_EQ(since("2020-01-01T00:00:00+07:00"), 1);
    EXPECT_EQ(since("2100-01-01T00:00:00+07:00"), 0);
    EXPECT_EQ(run({"hooks", "replay", "newsroom", "--since", "yesterday"}).exit_code, 2);
    auto backfill = json({"hooks", "replay", "newsroom", "--dry-run", "--backfill", "--since", "0"});
    EXPECT_EQ(static_cast<std::size_t>(backfill.at(0).at("replayed").as_int64()), articles_on_sites());

    configure("where = { any = \"lũ lụt\" }");
    EXPECT_EQ(since("0"), 0) << "today's rules want none of it";
}

TEST_F(HooksTest, ADeadLetterShowsWhatItWasAnswered)
{
    receiver.answer("/hook", 410, 1);
    tell();
    auto dead = json({"deliveries", "--state", "dead", "--type", "article.new"});
    ASSERT_EQ(dead.size(), 1U);
    auto shown = run({"deliveries", "show", text(dead[0], "id")});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    EXPECT_THAT(shown.out, AllOf(HasSubstr("POST " + receiver.url()), HasSubstr("webhook-id: "),
                                 HasSubstr("HTTP/1.1 410"), HasSubstr(kTitle)));
    EXPECT_EQ(run({"deliveries", "show", "4711"}).exit_code, 1);
    EXPECT_TRUE(json({"deliveries", "--until", "2020-01-01T00:00:00+07:00"}).empty());
    EXPECT_EQ(run({"deliveries", "--since", "yesterday"}).exit_code, 2);
    EXPECT_EQ(run({"deliveries", "retry"}).exit_code, 2) << "which?";
    EXPECT_EQ(json({"deliveries", "retry", "--type", "article.changed"}).at(0).at("retried").as_int64(), 0);
    EXPECT_EQ(json({"deliveries", "retry", "--type", "article.new"}).at(0).at("retried").as_int64(), 1);
}

TEST_F(HooksTest, NewSecretsAreKeysThatHooksTake)
{
    for (auto words :
         {std::vector<std::string>{"hooks", "new-secret"}, {"hooks", "new-secret", "--ed25519"}}) {
        auto made = run(words);
        EXPECT_EQ(made.exit_code, 0);
        EXPECT_THAT(made.out, MatchesRegex("wh(sec|sk)_[A-Za-z0-9+/]+=*\n"));
        write_file(file("newsroom.secret"), receiver.secret() + "\n" + made.out);
        EXPECT_EQ(run({"hooks", "test", "newsroom"}).exit_code, 0);
        EXPECT_TRUE(receiver.received().back().signature_valid) << "the old one still signs";
    }
    EXPECT_THAT(run({"hooks", "new-secret", "--ed25519"}).err, HasSubstr("whpk_"));
}

TEST_F(HooksTest, WhoMayNotReadTheSecretsMayLookIntoTheArchive)
{
    auto id = tell();
    fs::remove(file("newsroom.secret"));
    for (auto words : {std::vector<std::string>{"sites"},
                       {"articles"},
                       {"show", id},
                       {"events"},
                       {"hooks"},
                       {"hooks", "explain", "newsroom", id},
                       {"hooks", "replay", "newsroom", "--since", "0"},
                       {"deliveries"},
                       {"deliveries", "retry", "--all"},
                       {"reparse", "thst", "--dry-run"}}) {
        auto done = run(words);
        EXPECT_EQ(done.exit_code, 0) << words.front() << ": " << done.err;
    }
    for (auto words : {std::vector<std::string>{"check"}, {"crawl"}, {"hooks", "test", "newsroom"}}) {
        auto done = run(words);
        EXPECT_EQ(done.exit_code, 2) << words.front();
        EXPECT_THAT(done.err, HasSubstr("newsroom.secret"));
    }
}

TEST_F(HooksTest, DeliveriesOfAHookThatNeverWasAreAMistakeAndNotNone)
{
    tell();
    for (auto words : {std::vector<std::string>{"deliveries", "--hook", "newsrom"},
                       {"deliveries", "retry", "--hook", "newsrom"}}) {
        auto done = run(words);
        EXPECT_EQ(done.exit_code, 2);
        EXPECT_THAT(done.err, HasSubstr("no hook \"newsrom\" is configured; did you mean \"newsroom\""));
    }
    auto main = fmt::format("[[hook]]\nname = \"other\"\nurl = \"{}\"\nsecret_file = \"newsroom.secret\"\n",
                            receiver.url());
    lab.write_config(folder.path(), fs::path(BAOTIN_SOURCE_DIR) / "config" / "sites.d", "", main);
    EXPECT_EQ(json({"deliveries", "--hook", "newsroom"}).size(), 1U) << "it has left the configuration";
}

TEST_F(HooksTest, ASecretIsSeenNowhere)
{
    tell();
    auto secret = receiver.secret().substr(6);
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill());
    for (auto words : {std::vector<std::string>{"check"},
                       {"hooks"},
                       {"hooks", "--json"},
                       {"hooks", "test", "newsroom"},
                       {"hooks", "test", "newsroom", "--json"},
                       {"deliveries", "--json"},
                       {"events"}}) {
        auto said = run(words);
        EXPECT_THAT(said.out + said.err, Not(HasSubstr(secret))) << words.back();
    }
    EXPECT_THAT(daemon->log(), Not(HasSubstr(secret)));
    for (const auto* name : {"cmdline", "environ"}) {
        std::ifstream stream(fs::path("/proc") / std::to_string(daemon->pid()) / name, std::ios::binary);
        const std::string shown{std::istreambuf_iterator<char>(stream), {}};
        EXPECT_THAT(shown, Not(HasSubstr(secret))) << "what `ps` shows";
    }
}

} // namespace
} // namespace baotin::testing_daemon
