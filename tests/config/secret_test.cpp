#include "config/secret.hpp"
#include "configuration_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace baotin::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Sets a variable of the environment for as long as it lives.
class Variable {
public:
    Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
};

std::string hook_with(std::string_view secret)
{
    return "[[hook]]\nname = \"newsroom\"\nurl = \"https://example.org/\"\n" + std::string(secret) + "\n";
}

std::vector<std::string> problems_with_secret_file(std::string_view text, unsigned mode = 0600)
{
    const ConfigurationFolder folder;
    folder.write("sites.d/congan-x.toml", kSite);
    folder.write("newsroom.secret", text, mode);
    folder.write("baotin.toml", kHook);
    const auto config = folder.load();
    return config ? std::vector<std::string>{} : folder.lines(config.error());
}

TEST(Secret, IsTheBytesBehindThePrefix)
{
    EXPECT_EQ(decode_secret("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz")->bytes, "012345678901234567890123");
    EXPECT_EQ(decode_secret("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNA==")->bytes,
              "0123456789012345678901234");
    EXPECT_EQ(decode_secret("whsec_//////////////////////////////////////////8=")->bytes,
              std::string(32, '\xFF'));
}

TEST(Secret, OfTheWrongFormIsRefusedAndNeverQuoted)
{
    for (const auto* text : {"hunter2", "whsec_hunter2!", "whsec_hunter2", "WHSEC_aHVudGVyMg=="}) {
        const auto key = decode_secret(text);
        ASSERT_FALSE(key) << text;
        EXPECT_THAT(key.error(), Not(HasSubstr("unter2")));
        EXPECT_THAT(key.error(), HasSubstr("baotin hooks new-secret"));
    }
}

TEST(Secret, HasFrom24To64Bytes)
{
    EXPECT_THAT(decode_secret("whsec_aHVudGVyMg==").error(),
                HasSubstr("holds 7 bytes, Standard Webhooks wants 24 to 64"));
    const std::string four_bytes_a_block = "whsec_" + std::string(88, 'A'); // 66 bytes
    EXPECT_THAT(decode_secret(four_bytes_a_block).error(), HasSubstr("holds 66 bytes"));
}

TEST(Secret, StandsInAFileBesideTheConfiguration)
{
    EXPECT_EQ(config_of(kHook)->hook("newsroom")->keys.at(0).bytes.size(), 24u);
}

TEST(Secret, FileThatIsMissingIsNamedWithItsPath)
{
    EXPECT_THAT(problems_of_main(hook_with("secret_file = \"other.secret\"")),
                ElementsAre("4:15: secret_file \"other.secret\": there is no such file"));
    EXPECT_THAT(problems_of_main(hook_with("secret_file = \"/nonexistent/x\"")),
                ElementsAre("4:15: secret_file \"/nonexistent/x\": there is no such file"));
}

TEST(Secret, FileThatIsNoFileIsRefused)
{
    EXPECT_THAT(problems_of_main(hook_with("secret_file = \"sites.d\"")),
                ElementsAre("4:15: secret_file \"sites.d\": it is a folder, not a file"));
    EXPECT_THAT(problems_of_main(hook_with("secret_file = \"/dev/zero\"")),
                ElementsAre("4:15: secret_file \"/dev/zero\": it is no regular file"));
    EXPECT_THAT(
        problems_with_secret_file(std::string(5'000, 'A')),
        ElementsAre("baotin.toml:4:15: secret_file \"newsroom.secret\": it is larger than 4096 bytes"));
}

TEST(Secret, FileThatOthersCanReadIsRefused)
{
    EXPECT_THAT(problems_with_secret_file(kSecret, 0640), IsEmpty());
    EXPECT_THAT(
        problems_with_secret_file(kSecret, 0644),
        ElementsAre(
            "baotin.toml:4:15: secret_file \"newsroom.secret\" can be read by every user of this machine; "
            "chmod 600 it"));
}

TEST(Secret, FileWithWrongTextIsRefusedAtItsName)
{
    EXPECT_THAT(
        problems_with_secret_file("hunter2\n"),
        ElementsAre(testing::StartsWith("baotin.toml:4:15: the secret does not begin with whsec_ or whsk_")));
    EXPECT_THAT(problems_with_secret_file(" \n"), ElementsAre(HasSubstr("the secret is empty")));
}

TEST(Secret, ComesFromTheEnvironment)
{
    const std::string hook = hook_with("secret_env = \"BAOTIN_TEST_SECRET\"");
    EXPECT_THAT(problems_of_main(hook),
                ElementsAre("4:14: the environment has no variable \"BAOTIN_TEST_SECRET\""));
    const Variable variable("BAOTIN_TEST_SECRET", std::string(kSecret));
    EXPECT_EQ(config_of(hook)->hook("newsroom")->keys.at(0).bytes.size(), 24u);
}

TEST(Secret, ComesFromASystemdCredential)
{
    const std::string hook = hook_with("secret_credential = \"newsroom\"");
    EXPECT_THAT(problems_of_main(hook), ElementsAre(HasSubstr("LoadCredential=newsroom:FILE")));
    const ConfigurationFolder credentials;
    const Variable variable("CREDENTIALS_DIRECTORY", credentials.path().string());
    EXPECT_THAT(problems_of_main(hook),
                ElementsAre(HasSubstr("credential \"newsroom\": there is no such file")));
    credentials.write("newsroom", kSecret, 0400);
    EXPECT_EQ(config_of(hook)->hook("newsroom")->keys.at(0).bytes.size(), 24u);
    EXPECT_THAT(problems_of_main(hook_with("secret_credential = \"../newsroom\"")),
                ElementsAre("4:21: \"../newsroom\" is no name of a credential: it holds no /"));
}

TEST(Secret, DoesNotStandInTheConfigurationItself)
{
    const auto problems = problems_of_main(hook_with("secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\""));
    EXPECT_THAT(problems, ElementsAre(HasSubstr("4:10: a secret does not belong into this file")));
    EXPECT_THAT(problems, ElementsAre(Not(HasSubstr("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))));
}

TEST(Secret, IsNeededOnceAndOnlyOnce)
{
    EXPECT_THAT(
        problems_of_main(hook_with("")),
        ElementsAre("1:1: this [[hook]] has no secret to sign with: it needs secret_file, secret_env or "
                    "secret_credential"));
    EXPECT_THAT(
        problems_of_main(hook_with("secret_file = \"newsroom.secret\"\nsecret_env = \"PATH\"")),
        ElementsAre("4:15: one place for secrets is enough: secret_file, secret_env or secret_credential"));
}

TEST(Secret, MayBeSeveralWhileTheyChange)
{
    const ConfigurationFolder folder;
    folder.write("sites.d/congan-x.toml", kSite);
    folder.write("baotin.toml", kHook);
    folder.write("newsroom.secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\n\n" + std::string(kSecret));
    const auto config = folder.load();
    ASSERT_TRUE(config);
    const auto& keys = (*config)->hook("newsroom")->keys;
    ASSERT_EQ(keys.size(), 2u);
    EXPECT_EQ(keys[0].bytes, "012345678901234567890123") << "in their order";
}

TEST(Secret, IsNotAskedForWhereItIsToBeLeftUnread)
{
    const ConfigurationFolder folder;
    folder.write("sites.d/congan-x.toml", kSite);
    const auto file =
        folder.write("baotin.toml", "[web]\nlisten = \"0.0.0.0:8680\"\ntoken_file = \"no.token\"\n" +
                                        hook_with("secret_file = \"no.secret\""));
    const auto config = load(file, Secrets::unread);
    ASSERT_TRUE(config) << to_string(config.error().at(0));
    EXPECT_THAT((*config)->hook("newsroom")->keys, IsEmpty());
    EXPECT_EQ(load(file).error().size(), 2u);
    folder.write("baotin.toml", hook_with(""));
    EXPECT_FALSE(load(file, Secrets::unread)) << "a place for it is still needed";
}

TEST(Secret, OfSeveralIsJudgedOneByOne)
{
    EXPECT_THAT(problems_with_secret_file(std::string(kSecret) + "hunter2 " + std::string(kSecret)),
                ElementsAre(HasSubstr("secret 2 of 3: the secret does not begin with whsec_"),
                            HasSubstr("secret 3 of 3: it stands there twice")));
    EXPECT_THAT(problems_with_secret_file("a b c d e"), ElementsAre(HasSubstr("there are 5 secrets; a hook "
                                                                              "signs with at most 4")));
}

TEST(Secret, MayBeAnEd25519PrivateKeyAndNeverThePublicOne)
{
    const auto seed = decode_secret("whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
    ASSERT_TRUE(seed);
    EXPECT_EQ(seed->kind, SigningKey::Kind::ed25519);
    EXPECT_EQ(seed->bytes.size(), 32u);
    const auto both = decode_secret(
        "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==");
    ASSERT_TRUE(both);
    EXPECT_EQ(*both, *seed) << "the public key behind it follows from it";
    EXPECT_THAT(decode_secret("whsk_aHVudGVyMg==").error(),
                HasSubstr("holds 7 bytes, an Ed25519 key has 32 or 64"));
    EXPECT_THAT(decode_secret("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").error(),
                HasSubstr("is a public key"));
}

} // namespace
} // namespace baotin::config
