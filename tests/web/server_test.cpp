#include "tests/alerts/newsroom.hpp"
#include "tests/web/browser.hpp"
#include "web/server.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <list>

namespace baotin {

using namespace std::chrono_literals;
using testing::AnyOf;
using testing::EndsWith;
using testing::Eq;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

/// The server before a real archive.
class ServerTest : public testing::Test {
protected:
    void start(web::ServerOptions options = {})
    {
        options.port = 0;
        loop.call([this, options] {
            auto healthy = [this] { return health; };
            server =
                std::make_unique<web::Server>(loop.executor(), options, newsroom.reads(), registry, healthy);
        });
        port = server->port();
    }

    void TearDown() override
    {
        loop.call([this] { server.reset(); });
        loop.stop();
    }

    boost::json::object events(const std::string& query)
    {
        auto page = Browser(port).get("/api/events" + query);
        EXPECT_EQ(page.status, 200) << page.body;
        return boost::json::parse(page.body).as_object();
    }

    LoopThread loop;
    Newsroom newsroom{loop, samples::configuration()};
    prometheus::Registry registry;
    web::Health health;
    std::unique_ptr<web::Server> server;
    unsigned short port = 0;
};

} // namespace

TEST_F(ServerTest, SaysWhetherTheDaemonIsWell)
{
    start();
    auto well = Browser(port).get("/healthz");
    EXPECT_EQ(well.status, 200);
    EXPECT_EQ(well.body, R"({"status":"ok"})");
    health = {false, "no commit for 5 minutes"};
    auto ill = Browser(port).get("/healthz");
    EXPECT_EQ(ill.status, 503);
    EXPECT_THAT(ill.body, HasSubstr("no commit for 5 minutes"));
}

TEST_F(ServerTest, SendsItsSecurityHeadersWithEveryAnswer)
{
    start();
    for (const char* target : {"/healthz", "/nothing", "/api/events?since=x"}) {
        auto page = Browser(port).get(target);
        EXPECT_EQ(page.headers["x-content-type-options"], "nosniff") << target;
        EXPECT_EQ(page.headers["cache-control"], "no-store") << target;
        EXPECT_EQ(page.headers["content-type"], "application/json; charset=utf-8") << target;
    }
}

TEST_F(ServerTest, ServesMetricsInBothFormats)
{
    prometheus::BuildCounter().Name("visits_total").Help("Visits").Register(registry).Add({}).Increment();
    start();
    Browser browser(port);
    auto page = browser.get("/metrics");
    EXPECT_EQ(page.headers["content-type"], "application/openmetrics-text; version=1.0.0; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr("# TYPE visits counter\n"));
    EXPECT_THAT(page.body, EndsWith("# EOF\n"));
    auto old = browser.get("/metrics", "Accept: text/plain\r\n");
    EXPECT_EQ(old.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_THAT(old.body, HasSubstr("# TYPE visits_total counter\n"));
}

TEST_F(ServerTest, HasTheWholeTextOfEachRevision)
{
    start();
    auto story = newsroom.publish("mot");
    newsroom.edit(story, "Đã sửa.");
    auto body = [&](const std::string& query) {
        auto page = Browser(port).get("/api/articles/" + std::to_string(story.base.article) + query);
        EXPECT_EQ(page.status, 200) << page.body;
        auto article = boost::json::parse(page.body).as_object();
        return std::string(article.at("body").as_string());
    };
    EXPECT_EQ(body(""), "Đã sửa.");
    EXPECT_EQ(body("?revision=1"), "Nội dung của mot.");
    EXPECT_EQ(body("?revision=2"), "Đã sửa.");
    EXPECT_EQ(Browser(port).get("/api/articles/" + std::to_string(story.base.article) + "?revision=3").status,
              404);
    EXPECT_EQ(Browser(port).get("/api/articles/4711").status, 404);
}

TEST_F(ServerTest, ReplaysEventsFromAnyCursor)
{
    start();
    for (const char* name : {"mot", "hai", "ba"})
        newsroom.publish(name);
    auto stored = newsroom.events();
    auto first = events("?limit=2");
    ASSERT_THAT(first.at("events").as_array(), SizeIs(2));
    auto told = first.at("events").as_array().at(0).as_object();
    EXPECT_EQ(told.at("id").as_string(), stored[0].id);
    EXPECT_EQ(told.at("type").as_string(), "article.new");
    EXPECT_EQ(told.at("data"), boost::json::parse(stored[0].body).at("data"));

    auto cursor = std::string(first.at("next").as_string());
    EXPECT_EQ(first.at("events").as_array().at(1).at("cursor").as_string(), cursor);
    auto second = events("?since=" + cursor);
    ASSERT_THAT(second.at("events").as_array(), SizeIs(1));
    EXPECT_EQ(second.at("events").as_array().at(0).at("id").as_string(), stored[2].id);

    auto end = std::string(second.at("next").as_string());
    auto none = events("?since=" + end);
    EXPECT_THAT(none.at("events").as_array(), IsEmpty());
    EXPECT_EQ(none.at("next").as_string(), end) << "asking again from here misses nothing";
}

TEST_F(ServerTest, PagesThroughMoreEventsThanOneReading)
{
    start();
    for (int i = 0; i < 130; ++i)
        newsroom.publish("bai-" + std::to_string(i));
    EXPECT_THAT(events("").at("events").as_array(), SizeIs(100));
    EXPECT_THAT(events("?limit=1000").at("events").as_array(), SizeIs(130));
    EXPECT_THAT(events("?limit=120").at("events").as_array(), SizeIs(120));
}

TEST_F(ServerTest, RefusesABadCursorWithASentence)
{
    start();
    auto page = Browser(port).get("/api/events?since=yesterday");
    EXPECT_EQ(page.status, 400);
    EXPECT_THAT(page.body, HasSubstr("since is not a cursor"));
}

TEST_F(ServerTest, WantsTheTokenWhereThereIsOne)
{
    web::ServerOptions options;
    options.token = "mat-khau";
    start(options);
    Browser browser(port);
    EXPECT_EQ(browser.get("/api/events").status, 401);
    EXPECT_EQ(browser.get("/api/events", "Authorization: Bearer nham\r\n").status, 401);
    EXPECT_EQ(browser.get("/api/events", "Authorization: Bearer mat-khau\r\n").status, 200);
    EXPECT_EQ(browser.get("/healthz").status, 200);
}

TEST_F(ServerTest, AnswersHeadWithoutABody)
{
    start();
    Browser browser(port);
    browser.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    auto page = browser.read(true);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 200);
    EXPECT_EQ(page->headers["content-length"], "15");
    EXPECT_EQ(browser.get("/healthz").body, R"({"status":"ok"})") << "the next answer follows at once";
}

TEST_F(ServerTest, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder)
{
    start();
    Browser browser(port);
    browser.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: "
                 "close\r\n\r\n");
    EXPECT_EQ(browser.read()->status, 404);
    EXPECT_EQ(browser.read()->status, 200);
    EXPECT_TRUE(browser.closed_within(5s));
}

TEST_F(ServerTest, RefusesToBeWrittenToAndDoesNotReadTheBody)
{
    start();
    Browser browser(port);
    browser.send("POST /api/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\nsome bytes");
    auto page = browser.read();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 405);
    EXPECT_EQ(page->headers["allow"], "GET, HEAD");
    EXPECT_EQ(page->headers["connection"], "close");
    EXPECT_TRUE(browser.closed_within(5s));
}

TEST_F(ServerTest, BearsAHeaderLineOfTenThousandBytesAndTenThousandLines)
{
    start();
    EXPECT_EQ(Browser(port).get("/healthz", "Cookie: " + std::string(10'000, 'x') + "\r\n").status, 200);
    EXPECT_EQ(Browser(port).get("/api/events?x=" + std::string(10'000, 'x')).status, 400);
    std::string lines;
    for (int i = 0; i < 10'000; ++i)
        lines += "x-" + std::to_string(i) + ": y\r\n";
    EXPECT_EQ(Browser(port).get("/healthz", lines).status, 431);
}

TEST_F(ServerTest, RefusesAHeaderThatNeverEnds)
{
    start();
    Browser browser(port);
    browser.send("GET /healthz HTTP/1.1\r\nCookie: " + std::string(200'000, 'x'));
    auto page = browser.read();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 431);
    EXPECT_TRUE(browser.closed_within(5s));
}

TEST_F(ServerTest, ClosesOnAClientThatTricklesItsRequest)
{
    web::ServerOptions options;
    options.timeout = 300ms;
    start(options);
    Browser slow(port);
    auto began = std::chrono::steady_clock::now();
    bool closed = false;
    for (const char* piece = "GET /healthz HTTP/1.1\r\nHost: a-very-long-name.example\r\nX: 1\r\n";
         *piece && !closed; ++piece) {
        slow.send(std::string(1, *piece));
        closed = slow.closed_within(50ms);
    }
    EXPECT_TRUE(closed);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
    EXPECT_EQ(Browser(port).get("/healthz").status, 200) << "others are served";
}

TEST_F(ServerTest, AnswersWhatIsNoHttpWith400)
{
    start();
    Browser browser(port);
    browser.send("\x16\x03\x01 hello\r\n\r\n");
    auto page = browser.read();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 400);
    EXPECT_TRUE(browser.closed_within(5s));
}

TEST_F(ServerTest, TurnsConnectionsAwayThatAreTooMany)
{
    web::ServerOptions options;
    options.connections = 3;
    start(options);
    std::list<Browser> open;
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(open.emplace_back(port).get("/healthz").status, 200);
    Browser fourth(port);
    auto page = fourth.read();
    ASSERT_TRUE(page);
    EXPECT_EQ(page->status, 503);
    EXPECT_THAT(page->body, EndsWith("}"));
    open.pop_front();
    auto served = [&] {
        Browser next(port);
        next.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        auto answer = next.read();
        return answer && answer->status == 200;
    };
    EXPECT_TRUE(eventually(served));
}

TEST_F(ServerTest, ClosesEverythingWhenItStops)
{
    start();
    Browser open(port);
    EXPECT_EQ(open.get("/healthz").status, 200);
    loop.call([this] { server->stop(); });
    EXPECT_TRUE(open.closed_within(5s));
    EXPECT_THROW(Browser late(port), boost::system::system_error);
}

TEST_F(ServerTest, SaysWhatToDoWhereItCannotListen)
{
    start();
    auto refusal = [&](const std::string& address, unsigned short taken) -> std::string {
        web::ServerOptions options;
        options.address = address;
        options.port = taken;
        try {
            auto healthy = [] { return web::Health{}; };
            web::Server second(loop.executor(), options, newsroom.reads(), registry, healthy);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "it listens";
    };
    auto number = std::to_string(port);
    EXPECT_THAT(refusal("127.0.0.1", port),
                AnyOf(HasSubstr("cannot listen on 127.0.0.1:" + number + ": another program")));
    EXPECT_THAT(refusal("192.0.2.1", 0), HasSubstr("this machine does not have that address"));
    EXPECT_THAT(refusal("mot-hai", 0), HasSubstr("not an IP address"));
}

} // namespace baotin
