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
    const config::SigningKey secret{config::SigningKey::Kind::hmac_sha256,
                                    "0123456789abcdef0123456789abcdef"};
    auto longer = secret;
    longer.bytes += "x";
    auto time = parsers::Time(std::chrono::seconds(1614265330));
    auto signature = alerts::sign(secret, "evt_1", time, "{}");
    EXPECT_EQ(alerts::sign(secret, "evt_1", time + std::chrono::milliseconds(999), "{}"), signature);
    EXPECT_NE(alerts::sign(secret, "evt_1", time + std::chrono::seconds(1), "{}"), signature);
    EXPECT_NE(alerts::sign(secret, "evt_2", time, "{}"), signature);
    EXPECT_NE(alerts::sign(secret, "evt_1", time, "{ }"), signature);
    EXPECT_NE(alerts::sign(longer, "evt_1", time, "{}"), signature);
}

TEST(Signature, IsOneOfEachKeySoThatAReceiverMayKnowEither)
{
    const config::SigningKey fresh{config::SigningKey::Kind::hmac_sha256, "0123456789abcdef0123456789abcdef"};
    const config::SigningKey old{config::SigningKey::Kind::hmac_sha256, "fedcba9876543210fedcba9876543210"};
    auto time = parsers::Time(std::chrono::seconds(1614265330));
    EXPECT_EQ(alerts::sign_with_all({fresh, old}, "evt_1", time, "{}"),
              alerts::sign(fresh, "evt_1", time, "{}") + " " + alerts::sign(old, "evt_1", time, "{}"));
}

/// RFC 8032 §7.1, test 1: the key; what it signs here was checked with Python's `cryptography`.
TEST(Signature, IsEd25519WhereTheKeyIs)
{
    auto key = config::decode_secret("whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=").value();
    EXPECT_EQ(key.kind, config::SigningKey::Kind::ed25519);
    EXPECT_EQ(alerts::sign(key, "evt_1", parsers::Time(std::chrono::seconds(1614265330)), "{}"),
              "v1a,zKZSPv7lO5Xxt+2cF2syZUQld/3cSabga9TARAeUwrWzW2KIHM0NWPubGmS4RKh84uBJ2BjvSWdB7V4gW6OUCw==");
}

TEST(Signature, HasNewKeysThatConfigurationsUnderstand)
{
    using Kind = config::SigningKey::Kind;
    for (auto kind : {Kind::hmac_sha256, Kind::ed25519}) {
        auto made = alerts::new_key(kind);
        auto key = config::decode_secret(made.secret);
        ASSERT_TRUE(key);
        EXPECT_EQ(key->kind, kind);
        EXPECT_EQ(key->bytes.size(), 32u);
        EXPECT_NE(alerts::new_key(kind).secret, made.secret);
        EXPECT_EQ(made.public_key.starts_with("whpk_"), kind == Kind::ed25519);
    }
}

} // namespace baotin
