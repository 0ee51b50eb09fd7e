#include "tests/daemon/stage.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace baotin::testing_daemon {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using namespace std::chrono_literals;
using Kind = lab::Behaviour::Kind;

lab::Behaviour behaviour(Kind kind)
{
    lab::Behaviour behaviour;
    behaviour.kind = kind;
    return behaviour;
}

class HostileServersTest : public Stage {
protected:
    bool all_but(std::size_t missing)
    {
        return eventually([&] { return json({"articles"}).size() + missing >= articles_on_sites(); }, 60s);
    }
    [[nodiscard]] auto count_hits(std::string_view site,
                                  const std::function<bool(const lab::Hit&)>& which) const
    {
        const auto hits = lab.hits(site);
        return std::ranges::count_if(hits, which);
    }
};

TEST_F(HostileServersTest, APageThatDripsForEverIsGivenUpAndReadOnceItComes)
{
    configure("[crawler]\ntimeout = \"1s\"\n");
    auto victim = lab.articles("bocongan").back();
    auto drip = behaviour(Kind::slow);
    drip.duration = 10min;
    lab.behave("bocongan", victim.path, drip);
    auto daemon = start_daemon();
    ASSERT_TRUE(all_but(1)) << daemon->log();
    ASSERT_TRUE(eventually([&] { return daemon->log().find("timed out") != std::string::npos; }))
        << daemon->log();
    EXPECT_FALSE(article(victim.title));
    lab.behave("bocongan", victim.path, lab::Behaviour{});
    EXPECT_TRUE(eventually([&] { return article(victim.title).has_value(); }, 60s)) << daemon->log();
}

TEST_F(HostileServersTest, ConnectionsThatAreResetAfterTenRequestsLoseNothing)
{
    for (const auto& site : lab.site_ids())
        lab.behave(site, "*", behaviour(Kind::tired));
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    auto resets = [&] { return count_hits("bocongan", [](const lab::Hit& hit) { return hit.status == 0; }); };
    ASSERT_TRUE(eventually([&] { return resets() >= 3; })) << daemon->log();
    EXPECT_THAT(daemon->log(), Not(HasSubstr(" failed: ")));
    EXPECT_EQ(run({"sites"}).exit_code, 0);
    EXPECT_THAT(event_types(), IsEmpty());
}

TEST_F(HostileServersTest, ARedirectLoopEndsAfterItsFewSteps)
{
    configure("[crawler]\nmax_redirects = 2\n");
    auto victim = lab.articles("bocongan").back();
    auto loop = behaviour(Kind::redirect);
    loop.status = 302;
    loop.target = victim.path;
    lab.behave("bocongan", victim.path, loop);
    auto daemon = start_daemon();
    ASSERT_TRUE(all_but(1)) << daemon->log();
    ASSERT_TRUE(eventually([&] {
        return daemon->log().find("redirects more than 2 times") != std::string::npos;
    })) << daemon->log();
    lab.behave("bocongan", victim.path, lab::Behaviour{});
    EXPECT_TRUE(eventually([&] { return article(victim.title).has_value(); }, 60s)) << daemon->log();
}

TEST_F(HostileServersTest, AChallengeIsPassedWithItsCookieWhereTheEditorSaysSo)
{
    configure("", "cookies = true\nchallenge = \"cookie\"\n");
    lab.behave("thst", "*", behaviour(Kind::challenge));
    auto daemon = start_daemon();
    ASSERT_TRUE(wait_for_backfill()) << daemon->log();
    EXPECT_TRUE(article(lab.seed("thst").title));
    EXPECT_THAT(event_types(), IsEmpty());
    auto stubs = count_hits(
        "thst", [](const lab::Hit& hit) { return hit.path != "/robots.txt" && hit.cookie.empty(); });
    EXPECT_EQ(stubs, 1) << "the first page got the stub; every request since has carried the cookie";
}

TEST_F(HostileServersTest, AChallengeIsLeftAloneByDefault)
{
    lab.behave("thst", "*", behaviour(Kind::challenge));
    auto daemon = start_daemon();
    auto told = [&] { return std::ranges::count(event_types(), "site.challenge") == 1; };
    ASSERT_TRUE(eventually(told, 60s)) << daemon->log();
    EXPECT_EQ(count_hits("thst", [](const lab::Hit& hit) { return !hit.cookie.empty(); }), 0);
    EXPECT_FALSE(article(lab.seed("thst").title));
}

TEST_F(HostileServersTest, CheckLiveGoesToPrivateAddressesOnlyWhereTheCrawlerMay)
{
    EXPECT_EQ(run({"check", "--live", "thst"}).exit_code, 0);
    configure("[crawler]\nallow_private = false\n");
    auto before = lab.hits("thst").size();
    auto checked = run({"check", "--live", "thst"});
    EXPECT_EQ(checked.exit_code, 1);
    EXPECT_THAT(checked.out, HasSubstr("Not an address of the public Internet"));
    EXPECT_EQ(lab.hits("thst").size(), before);
    EXPECT_EQ(run({"try", "thst", lab.base("thst") + lab.seed("thst").path}).exit_code, 0)
        << "a person typed that one";
}

TEST_F(HostileServersTest, CredentialsOfAHookAreShownNowhere)
{
    configure();
    auto main = file("baotin.toml");
    write_file(main, "[store]\nurl = \"sqlite://baotin.db\"\n[[hook]]\nname = \"newsroom\"\n"
                     "url = \"http://user:p4ssw0rd@127.0.0.1:1/hook\"\nsecret_file = \"newsroom.secret\"\n");
    for (const auto& words : std::vector<std::vector<std::string>>{{"hooks"},
                                                                   {"hooks", "--json"},
                                                                   {"hooks", "test", "newsroom"},
                                                                   {"hooks", "test", "newsroom", "--json"},
                                                                   {"check"}}) {
        auto finished = run(words);
        EXPECT_THAT(finished.out + finished.err, Not(HasSubstr("p4ssw0rd"))) << words.front();
    }
}

} // namespace
} // namespace baotin::testing_daemon
