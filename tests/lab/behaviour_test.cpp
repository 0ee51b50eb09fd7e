#include "blocking_client.hpp"
#include "site_lab.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace baotin::lab {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Kind = Behaviour::Kind;

class AMisbehavingSite : public testing::Test {
protected:
    AMisbehavingSite() { lab.set_counters(false); }

    Response get(std::string_view target, std::chrono::milliseconds patience = 10s)
    {
        return BlockingClient(lab.base("thst"), patience).get(target);
    }

    void behave(Kind kind, std::string_view path = "*")
    {
        Behaviour behaviour;
        behaviour.kind = kind;
        lab.behave("thst", path, behaviour);
    }

    SiteLab lab;
    const std::string path = lab.seed("thst").path;
};

TEST_F(AMisbehavingSite, AnswersAStatusWithRetryAfter)
{
    Behaviour behaviour;
    behaviour.kind = Kind::status;
    behaviour.status = 503;
    behaviour.retry_after = "120";
    lab.behave("thst", path, behaviour);
    const Response response = get(path);
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.header("retry-after"), "120");
    EXPECT_EQ(get("/robots.txt").status, 200);
    behave(Kind::normal, path);
    EXPECT_EQ(get(path).status, 200);
}

TEST_F(AMisbehavingSite, FallsOverAsAWholeButForPathsToldOtherwise)
{
    behave(Kind::status);
    EXPECT_EQ(get(path).status, 503);
    EXPECT_EQ(get("/robots.txt").status, 503);
    behave(Kind::normal, "/robots.txt");
    EXPECT_EQ(get("/robots.txt").status, 200);
    EXPECT_EQ(BlockingClient(lab.base("bocongan")).get("/robots.txt").status, 200);
}

TEST_F(AMisbehavingSite, SendsAPageSlowly)
{
    const std::string page = get(path).body;
    Behaviour behaviour;
    behaviour.kind = Kind::slow;
    behaviour.duration = 200ms;
    lab.behave("thst", path, behaviour);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(get(path).body, page);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 190ms);
}

TEST_F(AMisbehavingSite, NeverAnswersOrResets)
{
    behave(Kind::silent);
    EXPECT_EQ(get(path, 100ms).status, 0);
    behave(Kind::reset);
    EXPECT_EQ(get(path).status, 0);
    EXPECT_EQ(lab.hits("thst").back().status, 0);
}

TEST_F(AMisbehavingSite, CutsAPageOff)
{
    const std::string page = get(path).body;
    behave(Kind::cut_off);
    const Response response = get(path);
    EXPECT_EQ(response.status, 200);
    EXPECT_FALSE(response.whole);
    EXPECT_EQ(response.body, page.substr(0, page.size() / 2));
}

TEST_F(AMisbehavingSite, SendsFarTooMuch)
{
    behave(Kind::too_large);
    const Response response = get(path);
    EXPECT_TRUE(response.whole);
    EXPECT_GE(response.body.size(), 50'000'000u);
}

TEST_F(AMisbehavingSite, SendsNonsense)
{
    behave(Kind::random);
    EXPECT_EQ(get(path).header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(get(path).body.size(), 64u * 1024);
    behave(Kind::nested);
    EXPECT_THAT(get(path).body, HasSubstr("<div><div><div>"));
    EXPECT_GE(get(path).body.size(), 500'000u);
}

TEST_F(AMisbehavingSite, ServesTheChallengeInsteadOfThePage)
{
    behave(Kind::challenge);
    const Response response = get(path);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("content-type"), "text/html; charset=utf-8,gbk");
    EXPECT_THAT(response.body, HasSubstr("document.cookie=\"D1N="));
    EXPECT_LT(response.body.size(), 2048u);
}

TEST_F(AMisbehavingSite, SendsABombThatIsSmallOnTheWire)
{
    behave(Kind::bomb);
    const Response response = get(path);
    EXPECT_EQ(response.header("content-encoding"), "gzip");
    EXPECT_LT(response.body.size(), 100'000u);
}

TEST_F(AMisbehavingSite, RedirectsElsewhere)
{
    Behaviour behaviour;
    behaviour.kind = Kind::redirect;
    behaviour.status = 302;
    behaviour.target = "/bao-tri";
    lab.behave("thst", "*", behaviour);
    EXPECT_EQ(get(path).status, 302);
    EXPECT_EQ(get(path).header("location"), "/bao-tri");
}

TEST_F(AMisbehavingSite, CountsTheRequestsInFlight)
{
    get(path);
    get(path);
    EXPECT_EQ(lab.most_at_once("thst"), 1);
    Behaviour behaviour;
    behaviour.kind = Kind::slow;
    behaviour.duration = 500ms;
    lab.behave("thst", "*", behaviour);
    std::vector<std::jthread> clients;
    for (int i = 0; i < 3; ++i)
        clients.emplace_back([this] { get(path); });
    clients.clear();
    EXPECT_EQ(lab.most_at_once("thst"), 3);
}

TEST_F(AMisbehavingSite, LetsNobodyWaitForItsEnd)
{
    auto doomed = std::make_unique<SiteLab>();
    Behaviour behaviour;
    behaviour.kind = Kind::silent;
    doomed->behave("thst", "*", behaviour);
    std::jthread client([base = doomed->base("thst")] { BlockingClient(base).get("/"); });
    const auto deadline = std::chrono::steady_clock::now() + 5s;
    while (doomed->hits("thst").empty() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::yield();
    const auto start = std::chrono::steady_clock::now();
    doomed.reset();
    client.join();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

} // namespace
} // namespace baotin::lab
