#include "web/routes.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace baotin {

using namespace web;
using testing::HasSubstr;

namespace {

Request get(std::string target)
{
    return {"GET", std::move(target), "", ""};
}

Reply replied(const Request& request, const std::optional<std::string>& token = {})
{
    auto way = route(request, token);
    return std::holds_alternative<Reply>(way) ? std::get<Reply>(way) : Reply{};
}

EventsWanted wanted(std::string target)
{
    return std::get<EventsWanted>(route(get(std::move(target)), {}));
}

std::string header(const Reply& reply, std::string_view name)
{
    for (const auto& [key, value] : reply.headers)
        if (key == name) return value;
    return "";
}

} // namespace

TEST(Routes, LeadToHealthMetricsAndEvents)
{
    EXPECT_TRUE(std::holds_alternative<HealthWanted>(route(get("/healthz"), {})));
    EXPECT_TRUE(std::holds_alternative<HealthWanted>(route(get("/healthz?verbose"), {})));
    EXPECT_TRUE(std::holds_alternative<MetricsWanted>(route(get("/metrics"), {})));
    EXPECT_TRUE(std::holds_alternative<EventsWanted>(route(get("/api/events"), {})));
}

TEST(Routes, LeadToAnArticleAsItIsOrAsItWas)
{
    auto article = std::get<ArticleWanted>(route(get("/api/articles/42"), {}));
    EXPECT_EQ(article.id, 42);
    EXPECT_EQ(article.revision, std::nullopt);
    EXPECT_EQ(std::get<ArticleWanted>(route(get("/api/articles/42?revision=2"), {})).revision, 2);
    for (const char* target : {"/api/articles/", "/api/articles/x", "/api/articles/-1", "/api/articles/1/2"})
        EXPECT_EQ(replied(get(target)).status, 404) << target;
    for (const char* query : {"?revision=", "?revision=x", "?rev=1", "?revision=1&x=2"})
        EXPECT_EQ(replied(get(std::string("/api/articles/42") + query)).status, 400) << query;
}

TEST(Routes, SayWhatThereIsWhereThereIsNothing)
{
    for (const char* target : {"/", "/api", "/api/events/", "/metricsx", "*", ""}) {
        auto reply = replied(get(target));
        EXPECT_EQ(reply.status, 404) << target;
        EXPECT_THAT(reply.body, HasSubstr("/api/events"));
    }
}

TEST(Routes, CanOnlyBeRead)
{
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "get", ""}) {
        auto reply = replied({method, "/metrics", "", ""});
        EXPECT_EQ(reply.status, 405) << method;
        EXPECT_EQ(header(reply, "Allow"), "GET, HEAD");
    }
    EXPECT_TRUE(std::holds_alternative<MetricsWanted>(route({"HEAD", "/metrics", "", ""}, {})));
}

TEST(Routes, AskForTheTokenEverywhereButAtHealth)
{
    for (const char* target : {"/metrics", "/api/events", "/nothing"}) {
        for (const char* given :
             {"", "Bearer", "Bearer ", "Bearer secre", "Bearer secret2", "Basic secret", "secret"}) {
            auto reply = replied({"GET", target, given, ""}, "secret");
            EXPECT_EQ(reply.status, 401) << target << " " << given;
            EXPECT_EQ(header(reply, "WWW-Authenticate"), "Bearer");
        }
    }
    EXPECT_TRUE(
        std::holds_alternative<MetricsWanted>(route({"GET", "/metrics", "Bearer secret", ""}, "secret")));
    EXPECT_TRUE(
        std::holds_alternative<MetricsWanted>(route({"GET", "/metrics", "bearer secret", ""}, "secret")));
    EXPECT_TRUE(std::holds_alternative<HealthWanted>(route(get("/healthz"), "secret")));
}

TEST(Routes, ReadTheQueryOfEvents)
{
    auto plain = wanted("/api/events");
    EXPECT_EQ(plain.since, 0);
    EXPECT_EQ(plain.limit, 100u);
    EXPECT_FALSE(plain.backfill);
    auto full = wanted("/api/events?since=9223372036854775807&limit=1000&backfill=1");
    EXPECT_EQ(full.since, 9223372036854775807);
    EXPECT_EQ(full.limit, 1000u);
    EXPECT_TRUE(full.backfill);
    EXPECT_FALSE(wanted("/api/events?backfill=0&").backfill);
}

TEST(Routes, RefuseABadQueryWithASentence)
{
    for (const char* query :
         {"since=", "since=abc", "since=-1", "since=1x", "since=9223372036854775808", "since= 1"}) {
        auto reply = replied(get(std::string("/api/events?") + query));
        EXPECT_EQ(reply.status, 400) << query;
        EXPECT_THAT(reply.body, HasSubstr("since is not a cursor")) << query;
    }
    for (const char* query :
         {"limit=0", "limit=1001", "limit=-5", "limit=", "backfill=yes", "cursor=1", "since=1&since"})
        EXPECT_EQ(replied(get(std::string("/api/events?") + query)).status, 400) << query;
}

TEST(Routes, ServeTheOlderMetricsFormatOnlyToThoseWhoWantNothingElse)
{
    auto openmetrics = [](std::string accept) {
        return std::get<MetricsWanted>(route({"GET", "/metrics", "", std::move(accept)}, {})).openmetrics;
    };
    EXPECT_TRUE(openmetrics(""));
    EXPECT_TRUE(openmetrics("*/*"));
    EXPECT_TRUE(
        openmetrics("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"));
    EXPECT_TRUE(openmetrics("text/html,application/xhtml+xml"));
    EXPECT_FALSE(openmetrics("text/plain"));
    EXPECT_FALSE(openmetrics("text/plain;version=0.0.4"));
}

TEST(Routes, TellHealth)
{
    EXPECT_EQ(health_reply({}).body, R"({"status":"ok"})");
    auto ill = health_reply({false, "the \"recorder\" stands still"});
    EXPECT_EQ(ill.status, 503);
    EXPECT_EQ(ill.body, R"({"status":"failing","detail":"the \"recorder\" stands still"})");
}

TEST(Routes, WrapStoredBodiesUnchangedWithCursorAndId)
{
    archive::StoredEvent one, two;
    one.cursor = 5;
    one.id = "evt_a";
    one.body = R"({"type":"article.new","timestamp":"t","data":{"x":[1,"ộ"]}})";
    two = one;
    two.cursor = 9;
    two.id = "evt_b";
    EXPECT_EQ(
        events_reply({}, {one, two}).body,
        R"({"events":[{"cursor":"5","id":"evt_a","type":"article.new","timestamp":"t","data":{"x":[1,"ộ"]}},)"
        R"({"cursor":"9","id":"evt_b","type":"article.new","timestamp":"t","data":{"x":[1,"ộ"]}}],"next":"9"})");
    EXPECT_EQ(events_reply({.since = 7}, {}).body, R"({"events":[],"next":"7"})");
}

} // namespace baotin
