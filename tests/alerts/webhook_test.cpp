#include "alerts/signature.hpp"
#include "alerts/webhook.hpp"
#include "tests/alerts/loop_thread.hpp"
#include "tests/alerts/samples.hpp"
#include "tests/lab/http_server.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>

namespace baotin {

using namespace std::chrono_literals;
using alerts::WebhookAnswer;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using Verdict = WebhookAnswer::Verdict;

namespace {

/// A receiver that answers `reply` and keeps the last request.
class WebhookTest : public testing::Test {
protected:
    WebhookTest()
    {
        door = server.open([this](const lab::Request& got) {
            request = got;
            return reply;
        });
        loop.call([this] { http = std::make_unique<net::HttpClient>(loop.executor(), net::HttpOptions{}); });
        hook = samples::hook("news", {});
        hook.allow_private = true;
        hook.url = "http://127.0.0.1:" + std::to_string(door->port) + "/in?key=1";
    }
    ~WebhookTest() override
    {
        loop.call([this] { http.reset(); });
    }

    WebhookAnswer post()
    {
        return loop.run(alerts::post_webhook(*http, hook, {"evt_1", R"({"a":"ộ"})", replay}, now));
    }

    WebhookAnswer answered(int status, std::string body = "", std::string retry_after = "")
    {
        reply = {};
        reply.status = status;
        reply.body = std::make_shared<const std::string>(std::move(body));
        if (!retry_after.empty()) reply.headers.emplace_back("Retry-After", retry_after);
        return post();
    }

    parsers::Time now = samples::moment();
    bool replay = false;
    lab::Reply reply;
    lab::Request request;
    config::Hook hook;
    std::unique_ptr<net::HttpClient> http;
    lab::HttpServer server;
    std::shared_ptr<const lab::Door> door;
    LoopThread loop;
};

} // namespace

TEST_F(WebhookTest, PostsTheBodyWithTheHeadersOfStandardWebhooks)
{
    EXPECT_EQ(answered(204).verdict, Verdict::delivered);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/in?key=1");
    EXPECT_EQ(request.body, R"({"a":"ộ"})");
    EXPECT_EQ(request.header("content-type"), "application/json");
    EXPECT_EQ(request.header("webhook-id"), "evt_1");
    EXPECT_EQ(request.header("webhook-timestamp"), std::to_string(now.time_since_epoch() / 1s));
    EXPECT_EQ(request.header("webhook-signature"), alerts::sign(hook.keys.at(0), "evt_1", now, request.body));
    EXPECT_EQ(request.header("baotin-replay"), "");
    replay = true;
    answered(204);
    EXPECT_EQ(request.header("baotin-replay"), "true");
}

TEST_F(WebhookTest, SignsWithEveryKeyOfTheHook)
{
    hook.keys.push_back({config::SigningKey::Kind::hmac_sha256, "fedcba9876543210fedcba9876543210"});
    answered(204);
    EXPECT_EQ(request.header("webhook-signature"),
              alerts::sign_with_all(hook.keys, "evt_1", now, request.body));
}

TEST_F(WebhookTest, KeepsTheHeadsOfBothForWhoeverLooksIntoAFailure)
{
    reply.headers.emplace_back("X-Reason", "out of \x01 cheese");
    reply.status = 500;
    reply.body = std::make_shared<const std::string>("no\ncheese \xff" + std::string(60'000, 'x'));
    auto answer = post();
    EXPECT_THAT(answer.request, StartsWith("POST " + hook.url + "\n"));
    EXPECT_THAT(answer.request, HasSubstr("\nwebhook-id: evt_1\n"));
    EXPECT_THAT(answer.request, testing::Not(HasSubstr(hook.keys.at(0).bytes)));
    EXPECT_THAT(answer.response, StartsWith("HTTP/1.1 500\n"));
    EXPECT_THAT(answer.response, HasSubstr("\nx-reason: out of"));
    EXPECT_THAT(answer.response, HasSubstr("\n\nno cheese"));
    EXPECT_LT(answer.response.size(), 4'500u);
}

TEST_F(WebhookTest, SaysWhereTheReceiversClockAndOursAreApart)
{
    auto real = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    now = real - 12min; // the receiver's Date is the real one
    EXPECT_THAT(answered(401).detail, HasSubstr("its clock is 12 minutes ahead of ours"));
    now = real + 12min;
    EXPECT_THAT(answered(401).detail, HasSubstr("its clock is 12 minutes behind ours"));
    EXPECT_THAT(answered(500).detail, testing::Not(HasSubstr("clock"))) << "no matter of signatures";
    now = real + 2min;
    EXPECT_THAT(answered(401).detail, testing::Not(HasSubstr("clock")));
}

TEST_F(WebhookTest, GivesAReceiverThatTricklesItsHeadNoMoreThanTheHooksTime)
{
    reply.manner = lab::Reply::Manner::trickled;
    reply.duration = 60s;
    reply.body = std::make_shared<const std::string>(std::string(600, 'x'));
    hook.timeout = 1s;
    auto began = std::chrono::steady_clock::now();
    auto answer = post();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
    EXPECT_THAT(answer.detail, HasSubstr("timed-out"));
}

TEST_F(WebhookTest, SendsNothingThatWouldBreakOutOfItsHeader)
{
    hook.url += "&b=1\r\nX-Injected: yes";
    answered(200);
    EXPECT_EQ(request.header("x-injected"), "");
}

TEST_F(WebhookTest, TakesEvery2xxAndNothingElseAsDelivered)
{
    for (int status : {200, 201, 202, 204, 299})
        EXPECT_EQ(answered(status).verdict, Verdict::delivered) << status;
    for (int status : {301, 302, 304, 307, 308, 400, 401, 404, 429, 500, 503})
        EXPECT_EQ(answered(status).verdict, Verdict::failed) << status;
    EXPECT_EQ(answered(410).verdict, Verdict::gone);
}

TEST_F(WebhookTest, SaysInOneLineWhatTheReceiverAnswered)
{
    EXPECT_EQ(answered(200, "ok").detail, "answered 200");
    EXPECT_EQ(answered(400, "no\r\n  such\x01 \xff key").detail.substr(0, 20), "answered 400: no suc");
    EXPECT_THAT(answered(400, "no\nkey").detail, testing::Not(HasSubstr("\n")));
    EXPECT_LT(answered(500, std::string(60'000, 'x')).detail.size(), 250u);
    EXPECT_EQ(answered(302).detail, "answered 302; redirects are not followed");
}

TEST_F(WebhookTest, ReadsBothFormsOfRetryAfter)
{
    EXPECT_EQ(answered(503, "", "120").retry_after, 120s);
    now = samples::moment("2026-11-21T01:00:00Z");
    EXPECT_EQ(answered(429, "", "Sat, 21 Nov 2026 01:05:00 GMT").retry_after, 300s);
    EXPECT_EQ(answered(503, "", "soon").retry_after, std::nullopt);
    EXPECT_EQ(answered(503).retry_after, std::nullopt);
}

TEST_F(WebhookTest, LetsTheStatusDecideHoweverMuchTheReceiverHasToSay)
{
    EXPECT_EQ(answered(200, std::string(300'000, 'x')).verdict, Verdict::delivered);
    EXPECT_EQ(answered(500, std::string(300'000, 'x')).verdict, Verdict::failed);
}

TEST_F(WebhookTest, ReadsNoMoreThan64KilobytesOfAnAnswer)
{
    reply.body = std::make_shared<const std::string>(std::string(40'000, 'x'));
    reply.manner = lab::Reply::Manner::repeated;
    reply.times = 1000;
    auto answer = post();
    EXPECT_EQ(answer.verdict, Verdict::delivered) << "the head has come, and it says 200";
    EXPECT_THAT(answer.detail, StartsWith("answered 200, then too-large"));
}

TEST_F(WebhookTest, LetsTheStatusDecideWhereTheAnswerBreaksOffAfterIt)
{
    reply.manner = lab::Reply::Manner::cut_off;
    reply.body = std::make_shared<const std::string>("thank you");
    for (auto [status, verdict] : {std::pair{200, Verdict::delivered}, std::pair{500, Verdict::failed},
                                   std::pair{410, Verdict::gone}}) {
        reply.status = status;
        auto answer = post();
        EXPECT_EQ(answer.verdict, verdict) << status;
        EXPECT_EQ(answer.status, status);
        EXPECT_THAT(answer.detail, StartsWith("answered " + std::to_string(status) + ", then cut-off"));
    }
}

TEST_F(WebhookTest, HearsRetryAfterWhereTheAnswerBreaksOffAfterIt)
{
    reply.manner = lab::Reply::Manner::cut_off;
    reply.status = 503;
    reply.headers.emplace_back("Retry-After", "120");
    reply.body = std::make_shared<const std::string>("come back later, we are moving house");
    auto answer = post();
    EXPECT_EQ(answer.verdict, Verdict::failed);
    EXPECT_EQ(answer.retry_after, 120s);
    EXPECT_THAT(answer.response, AllOf(HasSubstr("retry-after: 120"), HasSubstr("come back")));
}

TEST_F(WebhookTest, FailsWhereNobodyAnswers)
{
    reply.manner = lab::Reply::Manner::dropped;
    auto dropped = post();
    EXPECT_EQ(dropped.verdict, Verdict::failed);
    EXPECT_EQ(dropped.status, 0);
    EXPECT_FALSE(dropped.detail.empty());
    hook.url = "http://127.0.0.1:1/";
    EXPECT_THAT(post().detail, StartsWith("unreachable"));
}

TEST_F(WebhookTest, RefusesAPrivateAddressUnlessTheHookAllowsIt)
{
    hook.allow_private = false;
    auto answer = answered(200);
    EXPECT_EQ(answer.verdict, Verdict::failed);
    EXPECT_THAT(answer.detail, StartsWith("refused-address"));
    EXPECT_EQ(request.method, "");
}

TEST_F(WebhookTest, SaysThatItWasCancelledWhereWeEndedItOurselves)
{
    loop.call([this] { http->shutdown(); });
    EXPECT_TRUE(answered(200).cancelled);
}

} // namespace baotin
