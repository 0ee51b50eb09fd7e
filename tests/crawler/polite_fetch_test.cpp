#include "crawler/polite_fetch.hpp"
#include "parsers/url.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

#include <exception>
#include <functional>
#include <optional>
#include <vector>

namespace baotin::crawler {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

constexpr auto kStub =
    "<html><body><script>document.cookie=\"D1N=7f0c\"+\"; path=/\";window.location.reload(true);"
    "</script></body></html>";

/// A web that answers as a function says, and remembers what it was asked. `/robots.txt` is never there.
class FakeWeb final : public net::Fetcher {
public:
    boost::asio::awaitable<std::expected<net::Response, net::FetchFailure>>
    fetch(net::Request request) override
    {
        net::Response response;
        response.status = 404;
        if (!request.url.ends_with("/robots.txt")) response = answer(request);
        asked.push_back(std::move(request));
        co_return response;
    }

    std::function<net::Response(const net::Request&)> answer;
    std::vector<net::Request> asked;
};

/// A clock whose waits are over at once; it goes on by what was waited for.
class QuickClock final : public Clock {
public:
    [[nodiscard]] Time now() const override { return time; }
    std::unique_ptr<Alarm> alarm() override
    {
        struct Quick final : Alarm {
            explicit Quick(QuickClock& its_clock) : clock(its_clock) {}
            boost::asio::awaitable<void> wait(std::chrono::milliseconds wait) override
            {
                clock.time += wait;
                co_return;
            }
            void ring() override {}
            QuickClock& clock;
        };
        return std::make_unique<Quick>(*this);
    }
    Time time{};
};

net::Response page(std::string body)
{
    net::Response response;
    response.status = 200;
    response.body = std::move(body);
    return response;
}

net::Response redirect(std::string target)
{
    net::Response response;
    response.status = 302;
    response.headers = {{"location", std::move(target)}};
    return response;
}

class PoliteFetchTest : public testing::Test {
protected:
    PoliteFetchTest() { site.id = "congan-x"; }

    std::expected<Fetched, NotFetched> fetch(const std::string& url = "https://congan.example/a")
    {
        if (!polite) polite.emplace(web, budgets, memory, settings, clock);
        std::optional<std::expected<Fetched, NotFetched>> fetched;
        auto done = [&](std::exception_ptr failure, std::expected<Fetched, NotFetched> result) {
            if (failure) std::rethrow_exception(failure);
            fetched.emplace(std::move(result));
        };
        boost::asio::io_context io;
        boost::asio::co_spawn(io, ask(url), done);
        io.run();
        return std::move(fetched.value());
    }

    boost::asio::awaitable<std::expected<Fetched, NotFetched>> ask(std::string url)
    {
        archive::Page its_page;
        its_page.url = url;
        Turn turn(budgets, "congan.example", 2s, clock);
        auto snapshot = std::make_shared<const config::Site>(site);
        co_return co_await polite->fetch(std::move(its_page), std::move(snapshot), std::move(url), false,
                                         turn);
    }

    /// The paths that were asked for.
    [[nodiscard]] std::vector<std::string> paths() const
    {
        std::vector<std::string> paths;
        for (const auto& request : web.asked)
            paths.push_back(parsers::split_url(request.url)->path);
        return paths;
    }

    void take_challenges()
    {
        site.visit.cookies = true;
        site.visit.challenge = config::Challenge::cookie;
    }

    FakeWeb web;
    QuickClock clock;
    NoMemory memory;
    config::Crawler settings;
    config::Site site;
    HostBudgets budgets;
    std::optional<PoliteFetch> polite;
};

TEST_F(PoliteFetchTest, CarriesEveryLimitOfTheConfiguration)
{
    settings.timeout = 9s;
    settings.connect_timeout = 1s;
    settings.first_byte_timeout = 20s;
    settings.stall_timeout = 2500ms;
    settings.max_page = 1000;
    settings.max_header = 5000;
    web.answer = [](const net::Request&) { return page("x"); };
    ASSERT_TRUE(fetch());
    ASSERT_THAT(paths(), ElementsAre("/robots.txt", "/a"));
    for (const auto& request : web.asked) {
        EXPECT_EQ(request.limits.total, 9s);
        EXPECT_EQ(request.limits.connect, 1s);
        EXPECT_EQ(request.limits.first_byte, 9s) << "no longer than the whole";
        EXPECT_EQ(request.limits.stalled, 3s);
        EXPECT_EQ(request.limits.max_headers, 5000);
    }
    EXPECT_EQ(web.asked.back().limits.max_body, 1000);
}

TEST_F(PoliteFetchTest, CarriesTheSitesTransportToItsRobotsToo)
{
    site.transport.tls.legacy_renegotiation = true;
    site.transport.proxy = "http://127.0.0.1:3128";
    web.answer = [](const net::Request&) { return page("x"); };
    ASSERT_TRUE(fetch());
    ASSERT_EQ(web.asked.size(), 2U);
    for (const auto& request : web.asked) {
        ASSERT_TRUE(request.transport);
        EXPECT_TRUE(request.transport->legacy_renegotiation);
        EXPECT_TRUE(request.transport->verify);
        EXPECT_EQ(request.transport->proxy, "http://127.0.0.1:3128");
    }
}

TEST_F(PoliteFetchTest, SendsNoCookieAndNoTransportByDefault)
{
    web.answer = [](const net::Request&) { return page(kStub); };
    auto fetched = fetch();
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->response.body, kStub) << "the stub is left to the reader, who knows it";
    EXPECT_THAT(paths(), ElementsAre("/robots.txt", "/a"));
    EXPECT_THAT(web.asked, Each(Field(&net::Request::cookies, nullptr)));
    EXPECT_THAT(web.asked, Each(Field(&net::Request::transport, nullptr)));
}

TEST_F(PoliteFetchTest, FollowsNoMoreRedirectsThanConfigured)
{
    settings.max_redirects = 2;
    web.answer = [](const net::Request& request) { return redirect(request.url + "x"); };
    auto fetched = fetch();
    ASSERT_FALSE(fetched);
    EXPECT_THAT(fetched.error().detail, HasSubstr("redirects more than 2 times"));
    EXPECT_THAT(paths(), ElementsAre("/robots.txt", "/a", "/ax", "/axx"));
}

/// The guard in net judges the address that is connected to: it has to be told the same after every redirect.
TEST_F(PoliteFetchTest, AllowsPrivateAddressesAfterNoRedirect)
{
    web.answer = [](const net::Request& request) {
        return request.url.ends_with("/b") ? page("x") : redirect("https://www.congan.example/b");
    };
    ASSERT_TRUE(fetch());
    EXPECT_THAT(web.asked, Each(Field(&net::Request::allow_private, false)));
}

TEST_F(PoliteFetchTest, DoesNotFollowARedirectToAnAddressInsteadOfTheSite)
{
    for (const auto* target :
         {"http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/",
          "http://localhost./", "http://169.254.169.254/latest/"}) {
        web.asked.clear();
        web.answer = [&](const net::Request&) { return redirect(target); };
        auto fetched = fetch();
        ASSERT_FALSE(fetched) << target;
        EXPECT_THAT(fetched.error().detail, HasSubstr("redirects to another site"));
    }
}

TEST_F(PoliteFetchTest, AnswersTheChallengeWithItsCookieOnceAfterTheDelay)
{
    take_challenges();
    std::vector<Time> times;
    web.answer = [&](const net::Request& request) {
        times.push_back(clock.now());
        return page(request.cookies->holds("congan.example", "D1N", "7f0c") ? "the page" : kStub);
    };
    auto fetched = fetch();
    ASSERT_TRUE(fetched);
    EXPECT_EQ(fetched->response.body, "the page");
    EXPECT_FALSE(fetched->permanently_moved);
    EXPECT_THAT(paths(), ElementsAre("/robots.txt", "/a", "/a"));
    EXPECT_EQ(times.at(1) - times.at(0), 2s);
    ASSERT_TRUE(fetch("https://congan.example/b"));
    EXPECT_EQ(paths().size(), 4U) << "the jar still holds it";
}

TEST_F(PoliteFetchTest, DoesNotInsistWhereTheCookieDoesNotHelp)
{
    take_challenges();
    web.answer = [](const net::Request&) { return page(kStub); };
    EXPECT_EQ(fetch()->response.body, kStub);
    EXPECT_THAT(paths(), ElementsAre("/robots.txt", "/a", "/a"));
    EXPECT_EQ(fetch()->response.body, kStub);
    EXPECT_THAT(paths(), ElementsAre("/robots.txt", "/a", "/a", "/a")) << "that cookie was tried";
}

TEST_F(PoliteFetchTest, LeavesStrongerChallengesAlone)
{
    take_challenges();
    web.answer = [](const net::Request&) {
        return page("<script>document.cookie='__test='+toHex(slowAES.decrypt(c,2,a,b));location.href='/"
                    "?i=1'</script>");
    };
    ASSERT_TRUE(fetch());
    EXPECT_THAT(paths(), ElementsAre("/robots.txt", "/a"));
}

TEST_F(PoliteFetchTest, KeepsAJarForEverySite)
{
    take_challenges();
    web.answer = [](const net::Request&) { return page("x"); };
    ASSERT_TRUE(fetch());
    ASSERT_TRUE(fetch());
    site.id = "congan-y";
    ASSERT_TRUE(fetch());
    ASSERT_EQ(web.asked.size(), 4U);
    EXPECT_EQ(web.asked[1].cookies, web.asked[2].cookies);
    EXPECT_NE(web.asked[1].cookies, web.asked[3].cookies);
}

} // namespace
} // namespace baotin::crawler
