#include "blocking_client.hpp"
#include "encoding.hpp"
#include "standard_webhooks.hpp"
#include "webhook_receiver.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <ctime>
#include <string>
#include <thread>

namespace baotin::lab {
namespace {

using namespace std::chrono_literals;
using testing::SizeIs;
using testing::StartsWith;

// The example of the specification's libraries.
constexpr auto kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr auto kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr auto kBody = R"({"test": 2432232314})";
constexpr auto kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr std::time_t kSent = 1614265330;

TEST(StandardWebhooks, AcceptTheSpecificationsExample)
{
    EXPECT_TRUE(signed_by(kSecret, kId, "1614265330", kSignature, kBody, kSent));
    EXPECT_TRUE(signed_by(kSecret, kId, "1614265330", fmt::format("v1,AAAA v1a,BBBB {}", kSignature), kBody,
                          kSent + 299));
}

TEST(StandardWebhooks, RefuseWhateverWasAltered)
{
    EXPECT_FALSE(signed_by(kSecret, kId, "1614265330", kSignature, R"({"test": 2432232315})", kSent));
    EXPECT_FALSE(signed_by(kSecret, "msg_other", "1614265330", kSignature, kBody, kSent));
    EXPECT_FALSE(signed_by(kSecret, kId, "1614265331", kSignature, kBody, kSent));
    EXPECT_FALSE(signed_by(kSecret, kId, "1614265330", kSignature, kBody, kSent + 301));
    EXPECT_FALSE(signed_by(kSecret, kId, "1614265330", kSignature, kBody, kSent - 301));
    EXPECT_FALSE(signed_by(kSecret, kId, "soon", kSignature, kBody, kSent));
    EXPECT_FALSE(signed_by(kSecret, kId, "1614265330", "", kBody, kSent));
    EXPECT_FALSE(signed_by("whsec_", kId, "1614265330", kSignature, kBody, kSent));
}

class AReceiver : public testing::Test {
protected:
    static std::string origin(const WebhookReceiver& receiver) { return receiver.url(""); }

    Response send(std::string_view path = "/hook", std::string_view id = "evt_1",
                  std::chrono::milliseconds patience = 10s)
    {
        const std::string body = R"({"type":"article.new"})";
        const std::string timestamp = std::to_string(std::time(nullptr));
        const std::string signature = "v1," + sign(fmt::format("{}.{}.{}", id, timestamp, body));
        return BlockingClient(origin(receiver), patience)
            .ask("POST", path, body,
                 {{"webhook-id", std::string(id)},
                  {"webhook-timestamp", timestamp},
                  {"webhook-signature", signature}});
    }

    std::string sign(std::string_view text) const
    {
        const std::string key = from_base64(receiver.secret().substr(6));
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned length = 0;
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &length);
        return base64({reinterpret_cast<const char*>(digest), length});
    }

    WebhookReceiver receiver;
};

TEST_F(AReceiver, TakesASignedDelivery)
{
    EXPECT_THAT(receiver.secret(), StartsWith("whsec_"));
    EXPECT_EQ(send("/hook", "evt_7").status, 200);
    ASSERT_THAT(receiver.received(), SizeIs(1));
    const Received received = receiver.received()[0];
    EXPECT_EQ(received.path, "/hook");
    EXPECT_EQ(received.id, "evt_7");
    EXPECT_EQ(received.headers.at("webhook-id"), "evt_7");
    EXPECT_EQ(received.body, R"({"type":"article.new"})");
    EXPECT_TRUE(received.signature_valid);
    EXPECT_EQ(received.answered, 200);
}

TEST_F(AReceiver, NotesABadSignature)
{
    BlockingClient client(origin(receiver));
    client.ask("POST", "/hook", "{}", {{"webhook-id", "evt_1"}, {"webhook-signature", "v1,AAAA"}});
    ASSERT_THAT(receiver.received(), SizeIs(1));
    EXPECT_FALSE(receiver.received()[0].signature_valid);
}

TEST_F(AReceiver, AnswersAsToldForATime)
{
    receiver.answer("/hook", 503, 2, "7");
    const Response first = send();
    EXPECT_EQ(first.status, 503);
    EXPECT_EQ(first.header("retry-after"), "7");
    EXPECT_EQ(send("/other").status, 200);
    EXPECT_EQ(send().status, 503);
    EXPECT_EQ(send().status, 200);
    receiver.answer("/hook", 410, 0);
    EXPECT_EQ(send().status, 410);
    EXPECT_EQ(send().status, 410);
    receiver.answer("/hook", 0, 0);
    EXPECT_EQ(send().status, 0);
    EXPECT_EQ(receiver.received().back().answered, 0);
}

TEST_F(AReceiver, StallsOnePathAndNotTheOthers)
{
    receiver.stall("/hook", true);
    EXPECT_EQ(send("/hook", "evt_1", 100ms).status, 0);
    EXPECT_EQ(send("/other").status, 200);
    receiver.stall("/hook", false);
    EXPECT_EQ(send().status, 200);
}

TEST_F(AReceiver, WaitsForDeliveriesThatItAccepted)
{
    receiver.answer("/hook", 500, 1);
    std::jthread sender([this] {
        send();
        send();
        send();
    });
    EXPECT_TRUE(receiver.wait_for(2, 10s));
    sender.join();
    EXPECT_FALSE(receiver.wait_for(3, 10ms));
}

TEST_F(AReceiver, TellsAListener)
{
    std::string seen;
    receiver.on_received([&](const Received& received) { seen = received.id; });
    send("/hook", "evt_9");
    receiver.on_received(nullptr);
    EXPECT_EQ(seen, "evt_9");
}

} // namespace
} // namespace baotin::lab
