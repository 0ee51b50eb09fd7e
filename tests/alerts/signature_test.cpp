#include "alerts/signature.hpp"
#include "config/secret.hpp"

#include <gtest/gtest.h>

namespace baotin {

TEST(Signature, IsTheOneThatStandardWebhooksPublishes)
{
    auto secret = config::decode_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").value();
    auto time = parsers::Time(std::chrono::seconds(1614265330));
    EXPECT_EQ(alerts::sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", time, R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, CountsTimeInWholeSecondsAndChangesWithEveryPart)
{
    const std::string secret = "0123456789abcdef0123456789abcdef";
    auto time = parsers::Time(std::chrono::seconds(1614265330));
    auto signature = alerts::sign(secret, "evt_1", time, "{}");
    EXPECT_EQ(alerts::sign(secret, "evt_1", time + std::chrono::milliseconds(999), "{}"), signature);
    EXPECT_NE(alerts::sign(secret, "evt_1", time + std::chrono::seconds(1), "{}"), signature);
    EXPECT_NE(alerts::sign(secret, "evt_2", time, "{}"), signature);
    EXPECT_NE(alerts::sign(secret, "evt_1", time, "{ }"), signature);
    EXPECT_NE(alerts::sign(secret + "x", "evt_1", time, "{}"), signature);
}

} // namespace baotin
